#pragma once

#include "schema/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tillnote::delivery {

/// What a mail server tells of a mail that it had taken.
struct BounceReport {
    std::string message_id;  ///< of the mail it is about, without brackets
    bool failed = false;     ///< given up; else it was delivered, relayed, or is still being tried
    std::string what;        ///< status and diagnostic, for an administrator; one line
};

constexpr std::size_t bounce_bytes_read_max = 1'000'000;

/// A delivery status notification as it came in. Errors: malformed_request, when the mail is none, or returns no Message-ID.
/// Pure. Source: RFC 3464 (fields), RFC 6522 (its parts, which are never encoded).
[[nodiscard]] Result<BounceReport> read_bounce(std::string_view mail);

}  // namespace tillnote::delivery
