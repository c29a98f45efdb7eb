#include "server/storage/session.hpp"

#include "server/storage/connection_text.hpp"
#include "server/storage/row_settings.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>

namespace tillnote::storage {
namespace {

/// Of a fresh connection: the name of the program, and the deadlines of statements and locks in milliseconds.
constexpr const char* set_up_sql =
    "SELECT set_config('search_path', 'tillnote, pg_temp', false), set_config('timezone', 'UTC', false),"
    " set_config('datestyle', 'ISO', false), set_config('client_min_messages', 'warning', false),"
    " set_config('application_name', $1, false), set_config('statement_timeout', $2, false),"
    " set_config('lock_timeout', $3, false)";

bool is_uri(const std::string& text) {
    return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

// Earlier keywords give way to later ones, so what the operator wrote wins.
std::string with_deadlines(const std::string& text) {
    return is_uri(text) ? text
                        : "connect_timeout=5 keepalives_idle=10 keepalives_interval=5 keepalives_count=3 "
                          "tcp_user_timeout=15000 " +
                              text;
}

Error unavailable() {
    return {ErrorCode::unavailable, "The database cannot be reached or broke off; send the same request again.", {}};
}

Error busy() {
    return {ErrorCode::busy, "The database is busy and did nothing; send the same request again.", {}};
}

/// The first line: DETAIL and CONTEXT below it may quote rows and parameters. SQLSTATE class 22 quotes them at once.
std::string_view without_values(std::string_view text) {
    text = text.substr(0, text.find('\n'));
    return text.starts_with("SQLSTATE 22") ? text.substr(0, text.find('"')) : text;
}

}  // namespace

struct Session::Link {
    explicit Link(const std::string& connection_string) : connection(connection_string) {}
    pqxx::connection connection;
    domain::RowScope scope{};  ///< what the connection's settings say; those of a fresh one say nothing
};

Session::Session(SessionOptions options) : options_(std::move(options)) {}
Session::~Session() = default;

Result<void> Session::connect() {
    try {
        connection();
        return {};
    } catch (...) {
        return take_failure();
    }
}

void Session::disconnect() noexcept {
    link_.reset();
}

void Session::use(std::span<const Statement> statements) {
    for (const Statement& statement : statements) {
        const auto known = [&](const Statement& earlier) { return std::string_view(earlier.name) == statement.name; };
        if (std::any_of(statements_.begin(), statements_.end(), known)) {
            continue;  // of two stores on one connection
        }
        statements_.push_back(statement);
        if (link_) {
            link_->connection.prepare(statement.name, statement.sql);
        }
    }
}

pqxx::connection_base& Session::connection() {
    if (!link_ || !link_->connection.is_open()) {
        link_.reset();
        link_ = make_link();
        ++connection_count_;
    }
    if (link_->scope != options_.rows) {
        apply_scope();
    }
    return link_->connection;
}

std::unique_ptr<Session::Link> Session::make_link() {
    const auto text = with_password(options_.connection_string);
    if (!text) {
        // For those who wait the database is away; the failure says what there is to mend.
        throw pqxx::broken_connection(text.error().detail);
    }
    auto fresh = std::make_unique<Link>(with_deadlines(*text));
// A silent reconnect in the middle of a transaction would hide that its first half is gone.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    fresh->connection.inhibit_reactivation(true);
#pragma GCC diagnostic pop
    pqxx::nontransaction set_up(fresh->connection);
    set_up.exec_params1(set_up_sql, options_.application_name, std::to_string(options_.statement_timeout.count()),
                        std::to_string(options_.lock_timeout.count()));
    set_up.commit();
    for (const Statement& statement : statements_) {
        fresh->connection.prepare(statement.name, statement.sql);
    }
    return fresh;
}

void Session::apply_scope() {
    const RowSettings settings = row_settings(options_.rows);
    pqxx::nontransaction transaction(link_->connection);
    transaction.exec_params1(set_rows_sql, settings[0], settings[1], settings[2], settings[3], settings[4], settings[5],
                             settings[6]);
    transaction.commit();
    link_->scope = options_.rows;
}

Error Session::take_sql_failure(const std::string& sqlstate, const char* text) {
    last_failure_ = "SQLSTATE " + sqlstate + ": " + text;
    if (sqlstate == "23503") {
        return {ErrorCode::impossible_value, "It refers to something that does not exist.", {}};
    }
    if (sqlstate == "23505") {
        return {ErrorCode::conflict, "It exists already.", {}};
    }
    if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "23514") {
        // 23514 is raised for a row routed to the default partition while its month was being attached.
        lost_a_race_ = true;
        return busy();
    }
    if (sqlstate == "55P03" || sqlstate == "57014") {
        return busy();  // lock or statement timeout
    }
    disconnect();
    const std::string kind = sqlstate.substr(0, 2);
    if (kind.empty() || kind == "08" || kind == "53" || kind == "57" || kind == "58" || sqlstate == "25006") {
        return unavailable();  // connection, resources, shutdown, input/output, or a standby that refuses writes
    }
    return {ErrorCode::internal, "The database refused a statement; the log of the server says why.", {}};
}

Error Session::take_failure() noexcept {
    Error error = sort_failure();
    const bool can_be_acted_on = error.code == ErrorCode::conflict || error.code == ErrorCode::impossible_value;
    if (options_.on_failure && !can_be_acted_on) {
        options_.on_failure(without_values(last_failure_));
    }
    return error;
}

Error Session::sort_failure() {
    lost_a_race_ = false;
    try {
        throw;  // cppcheck-suppress rethrowNoCurrentException ; called from handlers only
    } catch (const pqxx::in_doubt_error& error) {
        last_failure_ = error.what();
    } catch (const pqxx::broken_connection& error) {
        last_failure_ = error.what();
    } catch (const pqxx::statement_completion_unknown& error) {
        last_failure_ = error.what();
    } catch (const pqxx::transaction_rollback& error) {
        last_failure_ = error.what();
        lost_a_race_ = true;
        return busy();
    } catch (const pqxx::insufficient_privilege& error) {
        // libpqxx keeps no SQLSTATE for it. Neither a grant nor a row's policy is ever missing but by a mistake of ours.
        return take_sql_failure("42501", error.what());
    } catch (const pqxx::sql_error& error) {
        return take_sql_failure(error.sqlstate(), error.what());
    } catch (const std::exception& error) {
        last_failure_ = error.what();
        disconnect();
        return {ErrorCode::internal, "The server made a mistake; its log says which.", {}};
    }
    disconnect();
    return unavailable();
}

}  // namespace tillnote::storage
