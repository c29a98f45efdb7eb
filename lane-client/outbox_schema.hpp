#pragma once

#include "lane-client/sqlite.hpp"

#include <string>

namespace tillnote::lane {

/// Opens the outbox file with the settings that make a commit durable, and makes its tables when it is new (a file that
/// was not there, or is empty). When it fails, `trouble` says what the file needs. Not yet known: a newer layout, which is
/// opened as it is; layouts only ever gain. Source: docs/decisions/0003; sqlite.org/wal.html, "Use of WAL without shared
/// memory".
[[nodiscard]] Result<Database> open_outbox_database(const std::string& file, const char* vfs, Trouble& trouble);

}  // namespace tillnote::lane
