#pragma once

#include "server/render/words.hpp"

#include <string_view>

namespace tillnote::render {

/// A theme in the reader's language. The catalog names themes once, in English; a theme of a chain's own stays as it is.
[[nodiscard]] std::string_view theme_words(const Words& words, std::string_view theme) noexcept;

}  // namespace tillnote::render
