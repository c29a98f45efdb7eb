#pragma once

#include <string>
#include <string_view>

namespace tillnote::delivery {

/// What another side said, as one printable line that is short enough to be kept.
[[nodiscard]] std::string printable_line(std::string_view text);

}  // namespace tillnote::delivery
