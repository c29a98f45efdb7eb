#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace tillnote::test {

/// Makes a file that only its owner can read, as secrets must lie. Returns its path.
inline std::string write_secret(const std::filesystem::path& path, const std::string& text) {
    using std::filesystem::perms;
    std::ofstream(path) << text;
    std::filesystem::permissions(path, perms::owner_read | perms::owner_write);
    return path.string();
}

}  // namespace tillnote::test
