#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tillnote::lane {

/// What a stranger wrote, made fit to be shown: printable ASCII, and not much of it.
[[nodiscard]] inline std::string tame(std::string_view text, std::size_t characters_max) {
    std::string shown;
    for (const char c : text.substr(0, characters_max)) {
        shown += c >= ' ' && c <= '~' ? c : '?';
    }
    return shown;
}

}  // namespace tillnote::lane
