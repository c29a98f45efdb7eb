#include "server/storage/migrations.hpp"

#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

constexpr auto take_lock = "SELECT pg_advisory_xact_lock(5404318552844594803)";
constexpr auto schema_exists = "SELECT to_regclass('tillnote.schema_migration') IS NOT NULL";
constexpr auto list_applied = "SELECT number, name, sha256 FROM tillnote.schema_migration ORDER BY number";
constexpr auto record_applied = "INSERT INTO tillnote.schema_migration (number, name, sha256) VALUES ($1, $2, $3)";

struct Applied {
    int number = 0;
    std::string sha256;
};

std::vector<Applied> load_applied(pqxx::transaction_base& transaction) {
    std::vector<Applied> applied;
    if (!transaction.exec1(schema_exists)[0].as<bool>()) {
        return applied;
    }
    for (const pqxx::row& row : transaction.exec(list_applied)) {
        applied.push_back({row[0].as<int>(), row[2].as<std::string>()});
    }
    return applied;
}

Error newer_schema(int found, std::size_t known) {
    return {ErrorCode::conflict,
            "The database schema has version " + std::to_string(found) + ", but this program knows only " +
                std::to_string(known) + "; start the newer program.",
            {}};
}

Result<void> check_history(const std::vector<Applied>& applied, const std::vector<Migration>& migrations) {
    for (std::size_t i = 0; i < applied.size(); ++i) {
        if (i >= migrations.size()) {
            return newer_schema(applied.back().number, migrations.size());
        }
        if (applied[i].number != migrations[i].number || applied[i].sha256 != migrations[i].sha256) {
            return Error{ErrorCode::conflict,
                         "Migration " + std::string(migrations[i].name) +
                             " was applied with another text; use the program that made this database.",
                         {}};
        }
    }
    return {};
}

// One step per transaction: the lock is taken first, so the list read after it is the truth for as long as it is held.
Result<bool> apply_next(Session& session, const std::vector<Migration>& migrations, MigrationReport& report) {
    return transact<ReadCommitted>(session, [&](pqxx::transaction_base& transaction) -> Result<bool> {
        transaction.exec(take_lock);
        const auto applied = load_applied(transaction);
        if (const auto checked = check_history(applied, migrations); checked.has_error()) {
            return checked.error();
        }
        report.version = static_cast<int>(applied.size());
        if (applied.size() == migrations.size()) {
            return false;
        }
        const Migration& next = migrations[applied.size()];
        transaction.exec(std::string(next.sql));
        transaction.exec_params0(record_applied, next.number, std::string(next.name), std::string(next.sha256));
        report.applied.emplace_back(next.name);
        report.version = next.number;
        return true;
    });
}

}  // namespace

Result<MigrationReport> migrate(const std::string& connection_string, const std::vector<Migration>& migrations) {
    // Another migrator may hold the lock for as long as its longest migration.
    Session session({.connection_string = connection_string,
                     .application_name = "tillnote-migrate",
                     .statement_timeout = std::chrono::hours(1),
                     .lock_timeout = std::chrono::hours(1),
                     .rows = domain::every_row()});
    MigrationReport report;
    for (;;) {
        const auto went_on = apply_next(session, migrations, report);
        if (went_on.has_error()) {
            Error error = went_on.error();
            if (error.code == ErrorCode::internal) {
                error.detail = "A migration failed: " + session.last_failure();
            }
            return error;
        }
        if (!*went_on) {
            return report;
        }
    }
}

Result<MigrationReport> migrate(const std::string& connection_string) {
    return migrate(connection_string, embedded_migrations());
}

Result<void> check_schema_version(Session& session) {
    const auto known = embedded_migrations();
    return transact<SingleStatement>(session, [&](pqxx::transaction_base& transaction) -> Result<void> {
        const auto applied = load_applied(transaction);
        if (applied.size() < known.size()) {
            return Error{ErrorCode::conflict,
                         "The database schema has version " + std::to_string(applied.size()) + " and this program needs " +
                             std::to_string(known.size()) + "; run `tillnote-server migrate` first.",
                         {}};
        }
        return check_history(applied, known);
    });
}

}  // namespace tillnote::storage
