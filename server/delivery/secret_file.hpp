#pragma once

#include "schema/error.hpp"

#include <string>

namespace tillnote::delivery {

/// The first line of a file that holds a password or key, so that neither stands in a configuration or the database.
/// Read anew at each use: a changed secret needs no restart. Errors: not_found (missing, unreadable or empty).
[[nodiscard]] Result<std::string> read_secret_file(const std::string& path);

}  // namespace tillnote::delivery
