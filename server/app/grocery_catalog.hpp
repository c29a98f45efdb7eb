#pragma once

#include <string_view>

/// config/catalog, built into the program: what the demo chain taps.
namespace tillnote::app {

[[nodiscard]] std::string_view grocery_departments();
[[nodiscard]] std::string_view grocery_reasons();
[[nodiscard]] std::string_view grocery_hot_keys();

}  // namespace tillnote::app
