#pragma once

#include <sys/types.h>
#include <filesystem>
#include <string>
#include <string_view>

namespace tillnote::test {

struct PostgresOptions {
    bool fsync = false;  ///< true for measurements and for tests that pull the plug
};

/// A private PostgreSQL cluster for one test program: a unix socket in a short temporary folder, no TCP. As root the
/// server runs as a user of its own. The folder and the server go away with the object, and also when the test crashes
/// or is killed. Throws std::runtime_error when a step fails, with the step's output.
class TemporaryPostgres {
public:
    explicit TemporaryPostgres(PostgresOptions options = {});
    ~TemporaryPostgres();
    TemporaryPostgres(const TemporaryPostgres&) = delete;
    TemporaryPostgres& operator=(const TemporaryPostgres&) = delete;

    /// A database of its own with all migrations applied; copied from a template, so it is quick. Returns its name.
    std::string make_database();
    /// A copy of a database that nobody is connected to. Returns its name.
    std::string make_copy(const std::string& source) { return make_database_from(source); }
    /// A database with nothing in it. Returns its name.
    std::string make_empty_database();

    /// libpq keywords. `role`: "tillnote_ingest", ..., or "postgres" for the superuser.
    [[nodiscard]] std::string connection_string(std::string_view database, std::string_view role) const;
    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }

    /// Runs `sql` as the superuser through psql and returns the rows, "a|b\n" each, without the last newline.
    std::string query(const std::string& database, const std::string& sql);
    /// Types `script`, with psql's own commands in it, as `role` and returns what is printed. Throws at the first error.
    std::string type(const std::string& database, const std::string& role, const std::string& script);
    /// Waits, at most as long as `eventually`, until `sql` returns `expected`. Returns the last answer.
    std::string wait_for(const std::string& database, const std::string& sql, const std::string& expected);

    void start();
    void stop_immediately();  ///< like a crash, with the socket closed in order
    void kill();              ///< SIGKILL to the postmaster and all its backends
    /// Stops, copies the whole cluster aside, starts: a backup.
    void save_copy();
    /// Stops, puts the copy back, starts: yesterday's backup restored.
    void restore_copy();

private:
    std::string make_database_from(const std::string& source);
    [[nodiscard]] pid_t postmaster() const;
    void watch();

    PostgresOptions options_;
    std::filesystem::path folder_;
    std::string user_;  ///< empty: as ourselves
    int databases_made_ = 0;
    bool has_template_ = false;
    int watchdog_pipe_ = -1;
    pid_t watchdog_ = -1;
};

}  // namespace tillnote::test
