#include "lane-client/sqlite.hpp"

#include <cerrno>
#include <cstring>

#include <sqlite3.h>

namespace tillnote::lane {
namespace {

Trouble find_trouble(int code) noexcept {
    switch (code & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_SCHEMA:
            return Trouble::corrupt;
        case SQLITE_IOERR:
            return Trouble::suspect;
        default:
            return Trouble::other;
    }
}

Error storage_error(sqlite3* handle, int code, const std::string& file) {
    const int number = handle == nullptr ? 0 : sqlite3_system_errno(handle);
    const int primary = code & 0xff;
    const bool out_of_room = number == ENOSPC || number == EDQUOT;
    if (primary == SQLITE_FULL || (primary == SQLITE_IOERR && out_of_room)) {
        return {ErrorCode::disk_full, "Nothing was saved: the lane's disk is full. Free some space, then tap again.", {}};
    }
    std::string detail = "Nothing was saved: the outbox " + file + " ";
    if (primary == SQLITE_READONLY || primary == SQLITE_PERM) {
        detail += "is read-only. Check the owner and mode of the state folder, and whether its disk is mounted read-only.";
    } else if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
        detail += "is held open by another program. Close it, then tap again.";
    } else if (primary == SQLITE_CANTOPEN) {
        detail += "cannot be opened. Check the owner and mode of the state folder and its disk.";
    } else if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB) {
        detail += "is damaged. Tap again; if this stays, have the disk checked.";
    } else {
        detail += "cannot be written (" + std::string(sqlite3_errstr(code));
        detail += number != 0 ? ", " + std::string(std::strerror(number)) + ")." : ").";
        detail += " Tap again; if this stays, have the disk checked.";
    }
    return {ErrorCode::outbox_unusable, std::move(detail), {}};
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const noexcept {
    sqlite3_close_v2(handle);
}

Database::Database(sqlite3* handle, std::string file)
    : file_(std::move(file)),
      trouble_(std::make_unique<Trouble>(Trouble::none)),
      log_pages_(std::make_unique<int>(0)),
      handle_(handle) {}

Result<Database> Database::open(const std::string& file, const char* vfs) {
    sqlite3* handle = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags, vfs);
    Database database(handle, file);
    if (code != SQLITE_OK) {
        return storage_error(handle, code, file);
    }
    sqlite3_busy_timeout(handle, 1000);
    // A hook of our own also takes the place of SQLite's automatic checkpoints.
    sqlite3_wal_hook(
        handle,
        [](void* pages, sqlite3*, const char*, int count) {
            *static_cast<int*>(pages) = count;
            return SQLITE_OK;
        },
        database.log_pages_.get());
    return database;
}

void Database::note_trouble(Trouble trouble) noexcept {
    if (*trouble_ == Trouble::none || *trouble_ == Trouble::other) {
        *trouble_ = trouble;
    }
}

Result<void> Database::run(const char* sql) {
    const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        note_trouble(find_trouble(code));
        return storage_error(handle_.get(), code, file_);
    }
    return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK) {
        // A statement that does not fit the file means a table is missing or foreign: damaged, as far as we can use it.
        note_trouble((code & 0xff) == SQLITE_ERROR ? Trouble::corrupt : find_trouble(code));
        return storage_error(handle_.get(), code, file_);
    }
    return Statement(*this, statement);
}

Result<void> Database::checkpoint(bool empty_log) {
    const int mode = empty_log ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    const int code = sqlite3_wal_checkpoint_v2(handle_.get(), "main", mode, nullptr, nullptr);
    if (code != SQLITE_OK) {
        note_trouble(find_trouble(code));
        return storage_error(handle_.get(), code, file_);
    }
    *log_pages_ = 0;
    return {};
}

void Database::roll_back() noexcept {
    if (handle_ != nullptr && sqlite3_get_autocommit(handle_.get()) == 0) {
        sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void Database::keep_log_on_close() noexcept {
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void Statement::Finalise::operator()(sqlite3_stmt* handle) const noexcept {
    sqlite3_finalize(handle);
}

Statement& Statement::bind(int index, std::int64_t value) noexcept {
    sqlite3_bind_int64(handle_.get(), index, value);
    return *this;
}

Statement& Statement::bind(int index, std::string_view text) noexcept {
    sqlite3_bind_text(handle_.get(), index, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    return *this;
}

Statement& Statement::bind(int index, const Uuid& id) noexcept {
    sqlite3_bind_blob(handle_.get(), index, id.bytes().data(), static_cast<int>(id.bytes().size()), SQLITE_TRANSIENT);
    return *this;
}

Statement& Statement::bind_nothing(int index) noexcept {
    sqlite3_bind_null(handle_.get(), index);
    return *this;
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        return false;
    }
    database_->note_trouble(find_trouble(code));
    return storage_error(database_->handle(), code, database_->file_);
}

Result<void> Statement::finish() {
    auto more = step();
    while (more && *more) {
        more = step();
    }
    sqlite3_reset(handle_.get());
    if (!more) {
        return more.error();
    }
    return {};
}

std::int64_t Statement::integer(int column) const noexcept {
    return sqlite3_column_int64(handle_.get(), column);
}

std::string Statement::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
    return bytes == nullptr ? std::string()
                            : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column)));
}

bool Statement::is_null(int column) const noexcept {
    return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

std::optional<Uuid> Statement::id(int column) const {
    std::array<std::uint8_t, 16> bytes{};
    const void* blob = sqlite3_column_blob(handle_.get(), column);
    if (blob == nullptr || sqlite3_column_bytes(handle_.get(), column) != static_cast<int>(bytes.size())) {
        return std::nullopt;
    }
    std::memcpy(bytes.data(), blob, bytes.size());
    return Uuid(bytes);
}

Result<Transaction> Transaction::begin(Database& database) {
    if (auto begun = database.run("BEGIN IMMEDIATE"); !begun) {
        return begun.error();
    }
    return Transaction(database);
}

Transaction::~Transaction() {
    if (database_ != nullptr) {
        database_->roll_back();
    }
}

Result<void> Transaction::commit() {
    auto done = database_->run("COMMIT");
    if (done) {
        database_ = nullptr;
    } else {
        // SQLite may call a commit off that has half happened: whatever the reason, this connection is over.
        database_->note_trouble(Trouble::other);
    }
    return done;
}

}  // namespace tillnote::lane
