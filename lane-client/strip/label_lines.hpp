#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::strip {

/// Breaks `label` into at most `lines_max` lines at its spaces, so that the widest line is as narrow as it can be with as
/// few lines as fit: one line when it is no wider than `width`. `measure` gives the width of a piece of text, in any unit.
/// A word is never broken, except behind a slash or hyphen when it is too wide otherwise. Empty when `label` is. Pure.
[[nodiscard]] std::vector<std::string> split_label(std::string_view label, std::size_t lines_max, double width,
                                                   const std::function<double(std::string_view)>& measure);

}  // namespace tillnote::strip
