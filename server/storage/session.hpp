#pragma once

#include "schema/error.hpp"
#include "server/domain/row_scope.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pqxx {
class connection_base;
class transaction_base;
}  // namespace pqxx

namespace tillnote::storage {

struct SessionOptions {
    std::string connection_string;  ///< libpq keywords or a postgresql:// URI
    std::string application_name = "tillnote-server";
    std::chrono::milliseconds statement_timeout{30'000};
    std::chrono::milliseconds lock_timeout{5'000};
    /// Told of each failure a caller cannot act on, on the session's thread: SQLSTATE and the database's words, without the
    /// values it quotes. Must not throw. May be empty.
    std::function<void(std::string_view what)> on_failure{};
    domain::RowScope rows{};  ///< until the first limit_to(); of a role whose policies ask for it, that is nothing
};

/// A prepared statement; both texts live as long as the program.
struct Statement {
    const char* name;
    const char* sql;
};

/// Something that is written together with the next change made over a session, or not at all.
class Companion {
public:
    virtual ~Companion() = default;
    /// In the transaction of a change, after its work: whether there is something to commit with it. What it throws undoes
    /// the change.
    virtual bool join(pqxx::transaction_base& transaction) = 0;
    /// What it last joined has been committed.
    virtual void committed() noexcept = 0;
};

/// One connection to PostgreSQL, made when first needed and made anew after it was lost. One thread only.
/// Sets search_path, time zone and timeouts itself, so that every role may be used with a bare connection string.
/// No transaction begins under another scope than the one asked for last.
class Session final : public domain::RowLimiter {
public:
    explicit Session(SessionOptions options);
    ~Session() override;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Connects now, for start-up and readiness. Errors: unavailable.
    Result<void> connect();
    void limit_to(const domain::RowScope& scope) override { options_.rows = scope; }
    [[nodiscard]] const domain::RowScope& scope() const noexcept override { return options_.rows; }
    void disconnect() noexcept;
    /// Whether there is a connection, which may have died unnoticed.
    [[nodiscard]] bool is_connected() const noexcept { return link_ != nullptr; }

    /// How many connections have been made so far: a new number means that what was known of the old one is void.
    [[nodiscard]] std::uint64_t connection_count() const noexcept { return connection_count_; }

    /// The database's words about the last failure, for the log only. Empty after a restart of the session.
    [[nodiscard]] const std::string& last_failure() const noexcept { return last_failure_; }

    /// For the stores: registers statements, which are prepared on this and every later connection. One that
    /// is registered already is left as it is.
    void use(std::span<const Statement> statements);
    /// For the stores: joins every transact() from now on; null: nothing does. Must live until it is taken back.
    void accompany(Companion* companion) noexcept { companion_ = companion; }
    [[nodiscard]] Companion* companion() const noexcept { return companion_; }
    /// For the stores: the live connection, in the scope of now; not inside a transaction. Throws libpqxx exceptions; call
    /// inside transact().
    pqxx::connection_base& connection();
    /// For the stores: turns the exception in flight into an error, and drops the connection where it can no longer be
    /// trusted. Codes: busy (nothing was done), unavailable (outcome unknown), conflict (unique key), impossible_value
    /// (foreign key), internal.
    Error take_failure() noexcept;
    /// Whether the last failure was a deadlock, a serialization failure, or a partition that was just attached:
    /// nothing was done, and the same transaction may be run again at once.
    [[nodiscard]] bool lost_a_race() const noexcept { return lost_a_race_; }

private:
    struct Link;
    std::unique_ptr<Link> make_link();
    void apply_scope();
    Error take_sql_failure(const std::string& sqlstate, const char* text);
    Error sort_failure();

    SessionOptions options_;
    std::vector<Statement> statements_;
    std::unique_ptr<Link> link_;
    Companion* companion_ = nullptr;
    std::uint64_t connection_count_ = 0;
    std::string last_failure_;
    bool lost_a_race_ = false;
};

}  // namespace tillnote::storage
