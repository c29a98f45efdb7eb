#pragma once

#include <array>
#include <string_view>

/// Files of templates/ and assets/, put into the program at build time by CMakeLists.txt.
namespace tillnote::render::embedded {

struct TemplateText {
    std::string_view name;
    std::string_view text;
};

extern const std::array<TemplateText, 10> templates;
extern const std::string_view style;
extern const std::string_view style_path;
extern const std::string_view icon;
extern const std::string_view icon_path;

}  // namespace tillnote::render::embedded
