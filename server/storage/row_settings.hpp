#pragma once

#include "server/domain/row_scope.hpp"

#include <array>
#include <string>

/// A RowScope as the settings that the policies of schema/database/0027_row_security.sql read. For Session only.
namespace tillnote::storage {

/// In the order of set_rows_sql. Empty is nothing, "*" everything, else ids parted by spaces.
using RowSettings = std::array<std::string, 7>;

[[nodiscard]] RowSettings row_settings(const domain::RowScope& scope);

/// Of the connection, not of a transaction: it stands until the next call, whatever is rolled back in between.
inline constexpr const char* set_rows_sql =
    "SELECT set_config('tillnote.reads_stores', $1, false), set_config('tillnote.changes_stores', $2, false),"
    " set_config('tillnote.reads_districts', $3, false), set_config('tillnote.changes_districts', $4, false),"
    " set_config('tillnote.names_districts', $5, false), set_config('tillnote.sets_up', $6, false),"
    " set_config('tillnote.link', $7, false)";

}  // namespace tillnote::storage
