#pragma once

#include <string>
#include <string_view>

namespace tillnote::render {

/// `text` with what HTML gives a meaning escaped: for content and for quoted attributes.
[[nodiscard]] std::string escape_html(std::string_view text);

}  // namespace tillnote::render
