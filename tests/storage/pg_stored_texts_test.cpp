#include "server/storage/pg_stored_texts.hpp"

#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace tillnote::test {
namespace {

/// A published test number, written as a customer might say it.
constexpr const char* visa = "4111 1111 1111 1111";

/// Columns that hold ids, codes of a closed list, hashes or figures of ours: nobody can write a sentence into them. A new
/// column of text is either scanned or named here.
const std::set<std::string> nobodys_words{
    "account.password_hash", "account_grant.role", "account_grant.scope", "account_link.language", "account_link.purpose",
    "account_link_token.token_sha256", "action.assigned", "action.state", "action_change.assigned", "action_change.state",
    "alert.reason", "audit_entry.action", "audit_entry.actor_kind", "audit_entry.actor_role", "audit_entry.address",
    "audit_entry.object_kind", "audit_entry.outcome", "delivery.channel", "delivery.kind", "delivery.message_id",
    "delivery.of_district", "delivery.of_store", "delivery.state", "department.code", "digest_run.outcome",
    "district.digest_rhythm", "district_digest_run.outcome", "district_recipient.language",
    "district_recipient.unsubscribe_sha256", "district_recipient.unsubscribe_token", "earlier_enrolment.of_store",
    "read_token.reads", "read_token.scope", "read_token.token_sha256", "enrolment_request.approved_store",
    "enrolment_request.code", "enrolment_request.previous_token_sha256", "enrolment_request.secret_sha256",
    "enrolment_request.state", "event.reason", "goal.reason", "hot_key.key", "hot_key.reason", "lane_token.of_store",
    "lane_token.token_sha256", "note.reason", "note.source", "note_undo.problem", "quarantine.problem", "quarantine.source",
    "reason.department", "reason.polarity", "recipient.kind", "recipient.language", "recipient.unsubscribe_sha256",
    "recipient.unsubscribe_token", "recovery_code.code_sha256", "refusal.problem", "rollup.reason", "rollup_day.lanes",
    "rollup_day.reasons", "rollup_hour.reason", "rollup_pair.first_reason", "rollup_pair.second_reason",
    "rollup_unplaced.problem", "schema_migration.name", "schema_migration.sha256", "second_factor.pending_secret",
    "second_factor.secret", "session.csrf_token", "session.token_sha256", "setup_token.token_sha256", "showing.outcome",
    "sign_in_step.step_sha256", "store_day_rule.zone", "store_department.department", "store_hot_key.key",
    "store_hot_key.reason", "store_layout.reason", "webhook.kind", "webhook.of_district", "webhook.of_store",
    // What an operator types; ids in addresses of chat services look like cards.
    "webhook.secret_file", "webhook.url"};

class CardScan : public testing::Test {
protected:
    void SetUp() override {
        query(
            "INSERT INTO district VALUES ('north', 'Northside');"
            "INSERT INTO store (store_id, district_id, name, opened_on) VALUES ('store-1', 'north', 'Elm', '2026-01-01')");
    }
    std::string query(const std::string& sql) { return postgres().query(database, sql); }
    domain::CardScan scan() {
        storage::Session session(all_rows(database, "tillnote_migrate"));
        storage::PgStoredTexts texts(session);
        auto result = domain::scan_for_cards(texts);
        EXPECT_TRUE(result.has_value()) << session.last_failure();
        return result ? *result : domain::CardScan{};
    }

    const std::string database = postgres().make_database();
};

TEST_F(CardScan, FindsANumberWhereverTextIsKeptAndNeverRepeatsIt) {
    const std::string id = "'00000000-0000-4000-8000-00000000000b'";
    const std::string number = std::string("'card ") + visa + " said'";
    query("INSERT INTO note_comment VALUES ('store-1', '2026-11-20', " + id + ", " + number +
          ", now());"
          "INSERT INTO lane_message VALUES ('store-1', " +
          id + ", 'Thanks', " + number +
          ", '2026-11-20', '2026-11-21', now());"
          "INSERT INTO action VALUES ('store-1', " +
          id + ", 'k', 'a', 'b', 'done', '2026-11-20', '', " + number +
          ", '', NULL, now(), now());"
          "INSERT INTO action_change VALUES ('store-1', " +
          id + ", 1, now(), " + id + ", 'done', '', " + number +
          ");"
          "INSERT INTO ask VALUES ('store-1', " +
          id + ", " + number +
          ", 'q', '2026-11-20', '2026-11-21', 5, now());"
          "INSERT INTO ask_answer VALUES ('store-1', " +
          id + ", 1, 'yes', 'Yes', " + number +
          ");"
          "INSERT INTO event VALUES ('store-1', " +
          id + ", '2026-11-20', " + number +
          ", '', '', now());"
          "INSERT INTO closed_day VALUES ('store-1', '2026-11-20', " +
          number +
          ");"
          "INSERT INTO delivery (delivery_id, of_store, kind, channel, target_id, business_day, edition, message_id, due_at,"
          " next_attempt_at, last_error) VALUES (" +
          id + ", 'store-1', 'digest', 'mail', " + id + ", '2026-11-20', 1, 'm', '2026-11-20', now(), " + number +
          ");"
          "INSERT INTO edition VALUES ('store-1', '2026-11-20', 1, now(), 3, '{\"comments\": [\"" +
          visa +
          "\"]}', '{\"counts\": [4111, 1111, 1111, 1111], \"events\": [{\"what\": \"4111-1111-1111-1111\"}]}');"
          "INSERT INTO quarantine (store_id, tap_date, note_id, outbox_id, enrolment_id, seq, raw_tapped_at, received_at, "
          "lane,"
          " utc_offset_minutes, reason, source, remark_key, problem) VALUES ('store-1', '2026-11-20', " +
          id + ", " + id + ", " + id +
          ", 1, now(), now(), 3, 0, '4111111111111111', 'script', '5555-5555_5555-4444', 'unknown_reason')");

    std::set<std::string> found;
    for (const auto& finding : scan().findings) {
        EXPECT_EQ(finding.text, "");
        EXPECT_EQ(finding.store, "store-1");
        EXPECT_TRUE(finding.place == "ask_answer.label_es" || finding.day.size() == 10) << finding.place << finding.day;
        EXPECT_TRUE(finding.place == "closed_day.why" || !finding.id.empty()) << finding.place;
        found.insert(finding.place);
    }
    EXPECT_EQ(found, (std::set<std::string>{"note_comment.comment", "lane_message.text_es", "action.reply",
                                            "action_change.reply", "ask.question_en", "ask_answer.label_es", "event.what",
                                            "closed_day.why", "delivery.last_error", "edition.input", "edition.digest",
                                            "quarantine.reason", "quarantine.remark_key"}));
}

TEST_F(CardScan, FindsANumberThatStandsForAStoreAndDoesNotNameItsRowByIt) {
    query(
        "INSERT INTO audit_entry (actor_kind, actor_name, actor_role, address, action, object_kind, object_id, of_store, "
        "of_district,"
        " outcome, details) VALUES ('person', 'm@x.example', 'manager', '', 'read', 'route', 'e', '4111111111111111',"
        " '5555555555554444', 'refused', '{}')");
    std::set<std::string> found;
    for (const auto& finding : scan().findings) {
        EXPECT_EQ(finding.store, "(removed)");
        found.insert(finding.place);
    }
    EXPECT_EQ(found, (std::set<std::string>{"audit_entry.of_store", "audit_entry.of_district"}));
}

TEST_F(CardScan, LetsCleanTextPass) {
    query(
        "INSERT INTO note_comment SELECT 'store-1', '2026-11-20', gen_random_uuid(), t, now() FROM (VALUES"
        " ('the milk 4006381333931 is sour'), ('call +1 312-555-0142'), ('since 2026-11-20 08:30'), ('receipt "
        "000123456789'),"
        " ('lane 3, 4.99 instead of 3.49')) AS v (t);"
        "INSERT INTO edition VALUES ('store-1', '2026-11-20', 1, '2026-11-21', 3, '{}',"
        " '{\"counts\": [4111, 1111, 1111, 1111], \"at\": \"2026-11-20T10:00:00.000Z\"}')");
    const auto clean = scan();
    EXPECT_TRUE(clean.findings.empty());
    EXPECT_EQ(clean.texts, 5 + 1 + 2) << "comments, a string of the edition, names of store and district";
}

TEST_F(CardScan, LooksAtEveryColumnThatSomebodyCanWriteInto) {
    std::istringstream columns(query(R"(
        SELECT c.relname || '.' || a.attname
        FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'tillnote'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0
          AND NOT a.attisdropped AND a.atttypid IN ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype)
          AND a.attname NOT IN ('store_id', 'district_id', 'stores') ORDER BY 1)"));
    const auto places = storage::PgStoredTexts::list_places();
    std::size_t count = 0;
    for (std::string column; std::getline(columns, column); ++count) {
        EXPECT_NE(std::find(places.begin(), places.end(), column) != places.end(), nobodys_words.contains(column))
            << column << " is neither scanned for card numbers nor known to hold nobody's words, or both";
    }
    EXPECT_GT(count, 80u);
}

}  // namespace
}  // namespace tillnote::test
