#pragma once

#include "schema/ids.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace tillnote::lane {

/// What a failed call says about the file, and so what must happen before the next one.
enum class Trouble {
    none,
    corrupt,  ///< the content is damaged: set aside and salvage
    suspect,  ///< a write or fsync failed: what the page cache shows may not be on the disk; copy before use
    other,    ///< full, read-only, locked: close and open again
};

class Statement;

/// One SQLite connection. Not thread-safe. Errors of all calls: disk_full, outbox_unusable; `trouble` keeps the worst.
class Database {
public:
    /// `vfs` names the file layer, null for the system's; tests pass one that loses data.
    [[nodiscard]] static Result<Database> open(const std::string& file, const char* vfs);

    /// One or more statements without parameters or rows of interest.
    [[nodiscard]] Result<void> run(const char* sql);
    [[nodiscard]] Result<Statement> prepare(std::string_view sql);

    /// Ends an open transaction, if there is one; its own failure adds nothing to the one that led here.
    void roll_back() noexcept;
    /// Closing leaves the write-ahead log as it is, for the next to open.
    void keep_log_on_close() noexcept;

    /// Pages in the write-ahead log after the last commit of this connection.
    [[nodiscard]] int log_pages() const noexcept { return *log_pages_; }
    /// Moves the log into the file; with `empty_log`, cuts the log to nothing as well.
    [[nodiscard]] Result<void> checkpoint(bool empty_log);

    [[nodiscard]] Trouble trouble() const noexcept { return *trouble_; }
    void note_trouble(Trouble trouble) noexcept;
    [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }

private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept;
    };
    Database(sqlite3* handle, std::string file);
    friend class Statement;

    std::string file_;
    std::unique_ptr<Trouble> trouble_;
    std::unique_ptr<int> log_pages_;
    std::unique_ptr<sqlite3, Close> handle_;
};

/// One prepared statement; must not outlive its Database. Parameters count from 1, columns from 0.
class Statement {
public:
    Statement& bind(int index, std::int64_t value) noexcept;
    Statement& bind(int index, std::string_view text) noexcept;
    Statement& bind(int index, const Uuid& id) noexcept;
    Statement& bind_nothing(int index) noexcept;

    /// True when a row is there to read, false at the end.
    [[nodiscard]] Result<bool> step();
    /// For a statement without rows: runs it and makes it ready for the next parameters.
    [[nodiscard]] Result<void> finish();

    [[nodiscard]] std::int64_t integer(int column) const noexcept;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] bool is_null(int column) const noexcept;
    /// Nothing when the column does not hold 16 bytes: the file is damaged.
    [[nodiscard]] std::optional<Uuid> id(int column) const;

private:
    struct Finalise {
        void operator()(sqlite3_stmt* handle) const noexcept;
    };
    Statement(Database& database, sqlite3_stmt* handle) : database_(&database), handle_(handle) {}
    friend class Database;

    Database* database_;
    std::unique_ptr<sqlite3_stmt, Finalise> handle_;
};

/// BEGIN IMMEDIATE now; ROLLBACK when it goes without commit().
class Transaction {
public:
    [[nodiscard]] static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
    ~Transaction();

    /// Durable on return. After an error the database must not be used again.
    [[nodiscard]] Result<void> commit();

private:
    explicit Transaction(Database& database) : database_(&database) {}
    Database* database_;
};

}  // namespace tillnote::lane
