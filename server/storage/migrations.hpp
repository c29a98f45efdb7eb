#pragma once

#include "server/storage/session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tillnote::storage {

/// One file of schema/database, built into the program.
struct Migration {
    int number = 0;
    std::string_view name;
    std::string_view sha256;  ///< of the file, lower-case hex
    std::string_view sql;
};

/// All migrations in the order of their numbers, 1, 2, 3 ...
[[nodiscard]] std::vector<Migration> embedded_migrations();

struct MigrationReport {
    std::vector<std::string> applied;  ///< names, in order; empty when the schema was up to date
    int version = 0;                   ///< number of the last migration in the database now
};

/// Applies what is missing, each file in one transaction under an advisory lock: two migrators at once are safe, and
/// one killed half-way leaves whole migrations only. `connection_string`: the migrate role, or a superuser the first time.
/// Errors: unavailable; conflict (the schema is newer than this program, or an applied file has changed); internal, whose
/// `detail` carries the database's words, because only an operator at a command line reads it.
Result<MigrationReport> migrate(const std::string& connection_string);
/// The same with another list, for tests.
Result<MigrationReport> migrate(const std::string& connection_string, const std::vector<Migration>& migrations);

/// Whether the database has exactly this program's schema. Errors: unavailable; conflict (older or newer; `detail` says
/// which and what to do).
Result<void> check_schema_version(Session& session);

}  // namespace tillnote::storage
