#include "server/app/database_ports.hpp"

#include "server/app/log.hpp"

#include "server/storage/migrations.hpp"
#include "server/storage/pg_alert_raiser.hpp"
#include "server/storage/pg_note_store.hpp"
#include "server/storage/pg_retention_store.hpp"
#include "server/storage/pg_rollup_store.hpp"
#include "server/storage/pg_store_data.hpp"
#include "server/storage/pg_stored_texts.hpp"

namespace tillnote::app {
namespace {

storage::SessionOptions options_for(
    const std::string& connection_string,
    std::chrono::milliseconds statement_timeout = storage::SessionOptions{}.statement_timeout,
    domain::RowScope rows = domain::every_row()) {
    storage::SessionOptions options;
    options.rows = std::move(rows);
    options.statement_timeout = statement_timeout;
    options.connection_string = connection_string;
    options.on_failure = [](std::string_view what) {
        log_event(LogLevel::warning, "database_failure", {{"what", std::string(what)}});
    };
    return options;
}

/// The session is a base of its own, so that it is made before the port and outlives it.
struct OwnSession {
    template <typename... Timeout>
    explicit OwnSession(const std::string& connection_string, Timeout... timeout)
        : session(options_for(connection_string, timeout...)) {}
    storage::Session session;
};

template <typename Port>
struct WithSession : private OwnSession, public Port {
    template <typename... More>
    explicit WithSession(const std::string& connection_string, More&&... more)
        : OwnSession(connection_string), Port(session, std::forward<More>(more)...) {}
};

/// For what may take minutes in a large chain.
template <typename Port>
struct Patient : private OwnSession, public Port {
    explicit Patient(const std::string& connection_string)
        : OwnSession(connection_string, std::chrono::minutes{30}), Port(session) {}
};

}  // namespace

DatabasePorts::DatabasePorts(const std::string& connection_string, std::shared_ptr<storage::OutboxBook> book,
                             domain::RowScope rows)
    : session(options_for(connection_string, storage::SessionOptions{}.statement_timeout, std::move(rows))),
      lanes(session, std::move(book)),
      accounts(session),
      organisation(session),
      digests(session),
      asks(session),
      messages(session),
      keys(session),
      alerts(session),
      actions(session),
      history(session),
      comparison(session),
      goals(session),
      editions(session),
      recipients(session),
      deliveries(session),
      district_editions(session),
      district_recipients(session),
      read_tokens(session),
      second_factors(session),
      sessions(session),
      account_links(session),
      setup(session),
      audit(session),
      users(session),
      retention_log(session) {}

std::unique_ptr<domain::RollupStore> make_rollup_store(const std::string& connection_string) {
    return std::make_unique<WithSession<storage::PgRollupStore>>(connection_string);
}

std::unique_ptr<domain::RetentionStore> make_retention_store(const std::string& connection_string) {
    return std::make_unique<Patient<storage::PgRetentionStore>>(connection_string);
}

std::unique_ptr<domain::StoredTexts> make_stored_texts(const std::string& connection_string) {
    return std::make_unique<Patient<storage::PgStoredTexts>>(connection_string);
}

std::unique_ptr<domain::StoreData> make_store_data(const std::string& connection_string) {
    return std::make_unique<Patient<storage::PgStoreData>>(connection_string);
}

std::unique_ptr<domain::AlertRaiser> make_alert_raiser(const std::string& connection_string) {
    return std::make_unique<WithSession<storage::PgAlertRaiser>>(connection_string);
}

std::unique_ptr<domain::NoteStore> make_note_store(const std::string& connection_string,
                                                   std::shared_ptr<storage::OutboxBook> book) {
    return std::make_unique<WithSession<storage::PgNoteStore>>(connection_string, std::move(book));
}

Result<void> check_schema(const std::string& connection_string) {
    storage::Session session(options_for(connection_string));
    return storage::check_schema_version(session);
}

Result<std::string> run_migrations(const std::string& connection_string) {
    auto report = storage::migrate(connection_string);
    if (!report) {
        return report.error();
    }
    std::string text;
    for (const auto& name : report->applied) {
        text += "applied " + name + "\n";
    }
    return text + "schema version " + std::to_string(report->version);
}

}  // namespace tillnote::app
