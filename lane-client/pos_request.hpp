#pragma once

#include "schema/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tillnote::lane {

inline constexpr std::size_t pos_header_bytes_max = 8 * 1024;
inline constexpr std::size_t pos_body_bytes_max = 4 * 1024;

/// One HTTP/1.1 request of a POS on this terminal.
struct PosRequest {
    std::string method;
    std::string target;                                       ///< as sent, begins with a slash
    std::vector<std::pair<std::string, std::string>> fields;  ///< names in lower case, values without spaces around them
    std::string body;
    bool keep_alive = true;

    /// How often the field is there.
    [[nodiscard]] std::size_t count(std::string_view name) const;
    /// Its first value; empty when it is not there.
    [[nodiscard]] std::string_view field(std::string_view name) const;
};

/// Takes one whole request from the front of `received`. Nothing while there is more to come. Framing is read strictly,
/// since what two programs read differently is how requests are smuggled: HTTP/1.1 only, CRLF only, no folded fields, no
/// Transfer-Encoding, at most one Content-Length, exactly one Host. (The parser of Beast takes more than that, and is larger
/// than all of this.) After an error the connection must be closed. Pure.
/// Errors: malformed_request, length_required (a POST), too_large. Source: RFC 9112.
[[nodiscard]] std::optional<Result<PosRequest>> take_pos_request(std::string& received);

}  // namespace tillnote::lane
