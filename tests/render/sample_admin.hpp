#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tillnote::render::samples {

/// The pages for administrators, by the name of their file without its ending.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> admin_pages();

}  // namespace tillnote::render::samples
