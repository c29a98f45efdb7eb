#pragma once

#include "server/routes/environment.hpp"
#include "server/storage/pg_account_link_store.hpp"
#include "server/storage/pg_account_store.hpp"
#include "server/storage/pg_action_store.hpp"
#include "server/storage/pg_alert_store.hpp"
#include "server/storage/pg_ask_store.hpp"
#include "server/storage/pg_audit_log.hpp"
#include "server/storage/pg_comparison_store.hpp"
#include "server/storage/pg_delivery_store.hpp"
#include "server/storage/pg_digest_store.hpp"
#include "server/storage/pg_district_edition_store.hpp"
#include "server/storage/pg_district_recipient_store.hpp"
#include "server/storage/pg_edition_store.hpp"
#include "server/storage/pg_goal_store.hpp"
#include "server/storage/pg_history_store.hpp"
#include "server/storage/pg_key_store.hpp"
#include "server/storage/pg_lane_store.hpp"
#include "server/storage/pg_message_store.hpp"
#include "server/storage/pg_organisation_store.hpp"
#include "server/storage/pg_read_token_store.hpp"
#include "server/storage/pg_recipient_store.hpp"
#include "server/storage/pg_retention_log.hpp"
#include "server/storage/pg_second_factor_store.hpp"
#include "server/storage/pg_session_store.hpp"
#include "server/storage/pg_setup_store.hpp"
#include "server/storage/pg_user_store.hpp"
#include "server/storage/session.hpp"

#include "server/domain/alert_raiser.hpp"
#include "server/domain/card_scan.hpp"
#include "server/domain/retention_store.hpp"
#include "server/domain/rollup_store.hpp"
#include "server/domain/store_data.hpp"

#include <memory>
#include <string>

namespace tillnote::app {

/// Every port over one connection of one role. One thread only.
struct DatabasePorts {
    /// `book`: the one of the process's writers. Commands have no writers, and so a book of their own.
    /// `rows`: what may be touched at first. Work of the service's own and commands of the operator stay with every row;
    /// threads that answer requests begin with none.
    explicit DatabasePorts(const std::string& connection_string,
                           std::shared_ptr<storage::OutboxBook> book = std::make_shared<storage::OutboxBook>(),
                           domain::RowScope rows = domain::every_row());

    storage::Session session;
    storage::PgLaneStore lanes;
    storage::PgAccountStore accounts;
    storage::PgOrganisationStore organisation;
    storage::PgDigestStore digests;
    storage::PgAskStore asks;
    storage::PgMessageStore messages;
    storage::PgKeyStore keys;
    storage::PgAlertStore alerts;
    storage::PgActionStore actions;
    storage::PgHistoryStore history;
    storage::PgComparisonStore comparison;
    storage::PgGoalStore goals;
    storage::PgEditionStore editions;
    storage::PgRecipientStore recipients;
    storage::PgDeliveryStore deliveries;
    storage::PgDistrictEditionStore district_editions;
    storage::PgDistrictRecipientStore district_recipients;
    storage::PgReadTokenStore read_tokens;
    storage::PgSecondFactorStore second_factors;
    storage::PgSessionStore sessions;
    storage::PgAccountLinkStore account_links;
    storage::PgSetupStore setup;
    storage::PgAuditLog audit;
    storage::PgUserStore users;
    storage::PgRetentionLog retention_log;
    routes::Ports view{session,
                       lanes,
                       accounts,
                       organisation,
                       digests,
                       asks,
                       messages,
                       keys,
                       alerts,
                       actions,
                       history,
                       comparison,
                       goals,
                       editions,
                       recipients,
                       deliveries,
                       district_editions,
                       district_recipients,
                       read_tokens,
                       second_factors,
                       sessions,
                       account_links,
                       setup,
                       audit,
                       users,
                       retention_log};
};

/// A port with a connection of its own.
[[nodiscard]] std::unique_ptr<domain::RollupStore> make_rollup_store(const std::string& connection_string);
[[nodiscard]] std::unique_ptr<domain::RetentionStore> make_retention_store(const std::string& connection_string);
[[nodiscard]] std::unique_ptr<domain::StoredTexts> make_stored_texts(const std::string& connection_string);
[[nodiscard]] std::unique_ptr<domain::StoreData> make_store_data(const std::string& connection_string);
[[nodiscard]] std::unique_ptr<domain::AlertRaiser> make_alert_raiser(const std::string& connection_string);
[[nodiscard]] std::unique_ptr<domain::NoteStore> make_note_store(const std::string& connection_string,
                                                                 std::shared_ptr<storage::OutboxBook> book);

/// Applies missing migrations; the text says which. Errors: those of storage::migrate.
[[nodiscard]] Result<std::string> run_migrations(const std::string& connection_string);

/// Errors: unavailable; conflict when the database has not exactly this program's schema.
[[nodiscard]] Result<void> check_schema(const std::string& connection_string);

}  // namespace tillnote::app
