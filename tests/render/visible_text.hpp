#pragma once

#include <regex>
#include <string>

namespace tillnote::render {

/// What a reader sees of a page: without tags, and with every run of white space as one space.
inline std::string visible_text(const std::string& page) {
    const std::string text = std::regex_replace(page, std::regex{"<[^>]*>"}, " ");
    return std::regex_replace(text, std::regex{"\\s+"}, " ");
}

}  // namespace tillnote::render
