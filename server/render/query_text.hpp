#pragma once

#include <string>
#include <string_view>

namespace tillnote::render {

/// `text` escaped for the value of a query parameter.
[[nodiscard]] std::string query_text(std::string_view text);

}  // namespace tillnote::render
