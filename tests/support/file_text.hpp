#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace tillnote::test {

/// Every byte of the file at `path`. Throws std::runtime_error where it cannot be read.
[[nodiscard]] inline std::string text_of_file(const std::filesystem::path& path) {
    const std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) {
        throw std::runtime_error("cannot read " + path.string());
    }
    return std::move(text).str();
}

}  // namespace tillnote::test
