#pragma once

#include "schema/catalog.hpp"

#include <string_view>

namespace tillnote::render {

/// A sign that tells polarities apart without colour. One character, UTF-8.
[[nodiscard]] std::string_view sign_of(Polarity polarity) noexcept;

}  // namespace tillnote::render
