#pragma once

#include "schema/wire.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tillnote::app::commands {

/// The whole file. Blocking. Errors: not_found.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

/// A hot_keys.tsv whose reasons are in `catalog`. Blocking. Errors: not_found, invalid_field.
[[nodiscard]] Result<std::vector<HotKey>> read_hot_keys(const std::filesystem::path& path, const Catalog& catalog);

}  // namespace tillnote::app::commands
