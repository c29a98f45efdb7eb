#pragma once

#include "schema/scan_prefix.hpp"

#include <string>
#include <string_view>

namespace tillnote::lane {

/// What a scanned text asks for.
struct ScannedText {
    enum class Kind {
        ignored,  ///< not one of ours
        undo,     ///< ~TN999
        tap,      ///< any other text with the prefix
    };
    Kind kind = Kind::ignored;
    std::string reason{};  ///< with `tap`, as it stands after the prefix
};

/// Spaces and line ends that a scanner adds at the end do not count. Pure.
[[nodiscard]] ScannedText parse_scan(std::string_view text);

}  // namespace tillnote::lane
