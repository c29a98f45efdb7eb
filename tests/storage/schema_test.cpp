#include "server/storage/migrations.hpp"

#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace tillnote::test {
namespace {

TEST(Schema, LeadsEveryKeyOfAStoreOwnedTableWithTheStore) {
    const std::string database = postgres().make_database();
    EXPECT_EQ(postgres().query(database, R"(
        SELECT t.relname || ': ' || i.relname
        FROM pg_index AS x
        JOIN pg_class AS t ON t.oid = x.indrelid
        JOIN pg_class AS i ON i.oid = x.indexrelid
        JOIN pg_attribute AS owned ON owned.attrelid = t.oid AND owned.attname = 'store_id' AND NOT owned.attisdropped
        WHERE t.relnamespace = 'tillnote'::regnamespace AND x.indkey[0] <> owned.attnum)"),
              "");
    EXPECT_EQ(postgres().query(database, R"(
        SELECT count(*) > 20 FROM pg_index AS x JOIN pg_attribute AS owned
        ON owned.attrelid = x.indrelid AND owned.attname = 'store_id')"),
              "t")
        << "the query above looks at something";
}

TEST(Schema, HasNoTriggersAndNothingOutsideItsNamespace) {
    const std::string database = postgres().make_database();
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"), "0");
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"), "0");
    EXPECT_EQ(postgres().query(database,
                               "SELECT count(*) FROM pg_class WHERE relnamespace = 'tillnote'::regnamespace"
                               " AND relowner <> 'tillnote_owner'::regrole"),
              "0");
}

/// Whether `role` may run `sql`.
bool may(const std::string& database, const std::string& role, const std::string& sql) {
    try {
        postgres().query(database, "SET ROLE " + role + "; " + sql);
        return true;
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("permission denied"), std::string::npos) << error.what();
        return false;
    }
}

TEST(Schema, GivesEachRoleWhatItNeedsAndNoMore) {
    const std::string database = postgres().make_database();
    const auto check = [&](bool expected, const std::string& role, const std::string& sql) {
        EXPECT_EQ(may(database, role, sql), expected) << role << ": " << sql;
    };
    check(true, "tillnote_ingest", "SELECT note_id, seq, reason FROM note");
    check(false, "tillnote_ingest", "SELECT comment FROM note_comment");
    check(false, "tillnote_ingest", "SELECT * FROM account");
    check(false, "tillnote_ingest", "SELECT * FROM session");
    check(false, "tillnote_ingest", "UPDATE note SET reason = '1'");
    check(false, "tillnote_ingest", "DELETE FROM note");
    check(false, "tillnote_ingest", "SELECT * FROM rollup");
    check(false, "tillnote_ingest",
          "INSERT INTO lane_token (token_sha256, of_store, enrolment_id, created_at) VALUES ('x', 's', gen_random_uuid(), "
          "now())");
    check(false, "tillnote_ingest", "SELECT make_note_month('2040-01-01')");

    check(true, "tillnote_web", "SELECT * FROM rollup, outbox, contact, account, session");
    check(false, "tillnote_web", "SELECT note_id FROM note");
    check(false, "tillnote_web", "INSERT INTO note (note_id) VALUES (gen_random_uuid())");
    check(false, "tillnote_web", "SELECT comment FROM note_comment");
    check(true, "tillnote_web", "SELECT * FROM recent_comments('s', '{101}')");
    check(false, "tillnote_ingest", "SELECT * FROM recent_comments('s', '{101}')");
    check(false, "tillnote_digest", "SELECT * FROM recent_comments('s', '{101}')");
    check(true, "tillnote_web", "SELECT count_unplaced('s', now(), now())");
    check(false, "tillnote_web", "SELECT * FROM unplaced_note");
    check(false, "tillnote_web", "SELECT lane FROM transaction_hour");
    check(false, "tillnote_web", "SELECT lanes FROM transaction_day");
    check(false, "tillnote_web", "SELECT lane FROM showing");
    check(false, "tillnote_web", "SELECT * FROM quarantine");
    check(false, "tillnote_web", "SELECT * FROM day_remarks('s', '2026-11-20')");
    check(false, "tillnote_web", "DELETE FROM rollup");

    check(true, "tillnote_digest", "SELECT * FROM note, day_remarks('s', '2026-11-20')");
    check(true, "tillnote_digest", "SELECT make_note_month('2040-01-01')");
    check(false, "tillnote_digest", "INSERT INTO note (note_id) VALUES (gen_random_uuid())");
    check(false, "tillnote_digest", "SELECT comment FROM note_comment");
    check(false, "tillnote_digest", "SELECT * FROM session");
    check(false, "tillnote_digest", "DELETE FROM note");

    check(true, "tillnote_web", "SELECT * FROM alert_row, action_row, goal_row, event_row");
    check(false, "tillnote_web", "SELECT * FROM alert_note");
    check(false, "tillnote_web", "UPDATE alert SET remarks = 0");
    check(false, "tillnote_web", "UPDATE action SET line_key = ''");
    check(false, "tillnote_web", "DELETE FROM action_change");
    check(false, "tillnote_digest", "UPDATE alert SET reply = ''");
    check(false, "tillnote_digest", "SELECT * FROM action_change");
    check(false, "tillnote_ingest", "SELECT * FROM alert");
    check(false, "tillnote_ingest", "SELECT * FROM action");

    check(true, "tillnote_retention", "SELECT list_past_term(now() - interval '40 days', '2020-01-01')");
    check(true, "tillnote_retention", "SELECT remove_past_term('s', now() - interval '40 days', 1)");
    check(false, "tillnote_retention", "SELECT * FROM note");
    check(false, "tillnote_retention", "DELETE FROM note_comment");
    check(false, "tillnote_retention", "UPDATE notes_gone SET before = 'infinity'");
    check(false, "tillnote_digest", "SELECT let_notes_go('2020-01-01')");
    check(false, "tillnote_digest", "SELECT drop_note_month()");
    check(false, "tillnote_ingest", "SELECT remove_past_term('s', now() - interval '40 days', 1)");
    check(false, "tillnote_web", "SELECT remove_past_term('s', now() - interval '40 days', 1)");
    check(false, "tillnote_web", "SELECT * FROM rollup_pair");

    check(true, "tillnote_read", "SELECT * FROM note, account, rollup, quarantine, schema_migration");
    check(false, "tillnote_read", "DELETE FROM note");
    check(false, "tillnote_read", "SELECT make_note_month('2040-01-01')");
    check(false, "tillnote_read", "CREATE TABLE tillnote.mine ()");
}

TEST(Schema, KeepsSecretsOfSignInFromEveryRoleButThePages) {
    const std::string database = postgres().make_database();
    const auto check = [&](bool expected, const std::string& role, const std::string& sql) {
        EXPECT_EQ(may(database, role, sql), expected) << role << ": " << sql;
    };
    check(false, "tillnote_read", "SELECT secret FROM second_factor");
    check(false, "tillnote_read", "SELECT pending_secret FROM second_factor");
    check(false, "tillnote_read", "SELECT code_sha256 FROM recovery_code");
    check(false, "tillnote_read", "SELECT step_sha256 FROM sign_in_step");
    check(false, "tillnote_read", "SELECT token_sha256 FROM account_link_token");
    check(false, "tillnote_read", "SELECT token_sha256 FROM setup_token");
    check(true, "tillnote_read", "SELECT account_id, confirmed_at FROM second_factor");
    check(false, "tillnote_digest", "SELECT * FROM second_factor");
    check(false, "tillnote_digest", "SELECT password_hash FROM account");
    check(false, "tillnote_digest", "SELECT * FROM account_link_token");
    check(false, "tillnote_ingest", "SELECT * FROM account_link");
}

TEST(Migrations, AreNumberedWithoutGaps) {
    const auto all = storage::embedded_migrations();
    ASSERT_FALSE(all.empty());
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].number, static_cast<int>(i) + 1) << all[i].name;
        EXPECT_EQ(all[i].sha256.size(), 64u);
    }
}

TEST(Migrations, RunAsTheMigrateRoleOnItsOwnDatabase) {
    const std::string database = postgres().make_empty_database();
    postgres().make_database();  // the roles exist in the cluster from here on
    postgres().query(database, "ALTER DATABASE " + database + " OWNER TO tillnote_migrate");
    const auto report = storage::migrate(postgres().connection_string(database, "tillnote_migrate"));
    ASSERT_TRUE(report.has_value()) << report.error().detail;
    EXPECT_EQ(report->applied.size(), storage::embedded_migrations().size());
    const auto again = storage::migrate(postgres().connection_string(database, "tillnote_migrate"));
    ASSERT_TRUE(again.has_value());
    EXPECT_TRUE(again->applied.empty());
    EXPECT_EQ(again->version, report->version);
}

TEST(Migrations, ApplyEachFileOnceWhenTwoMigratorsStartTogether) {
    const std::string database = postgres().make_empty_database();
    const std::string connection = postgres().connection_string(database, "postgres");
    std::size_t applied[2] = {0, 0};
    std::vector<std::thread> migrators;
    for (std::size_t& count : applied) {
        migrators.emplace_back([&count, &connection] {
            const auto report = storage::migrate(connection);
            ASSERT_TRUE(report.has_value()) << report.error().detail;
            count = report->applied.size();
        });
    }
    for (auto& migrator : migrators) {
        migrator.join();
    }
    EXPECT_EQ(applied[0] + applied[1], storage::embedded_migrations().size());
}

TEST(Migrations, LeaveWholeStepsOnlyWhenKilledHalfWay) {
    const std::string database = postgres().make_empty_database();
    const std::string connection = postgres().connection_string(database, "postgres");
    auto list = storage::embedded_migrations();
    const std::string stuck = std::string("CREATE TABLE tillnote.half (n integer); SELECT pg_sleep(60)");
    list.push_back({static_cast<int>(list.size()) + 1, "9998_half", "x", stuck});
    std::thread migrator([&] { EXPECT_TRUE(storage::migrate(connection, list).has_error()); });
    EXPECT_EQ(postgres().wait_for(database,
                                  "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE TABLE tillnote.half%'"
                                  " AND wait_event = 'PgSleep'",
                                  "1"),
              "1");
    postgres().query(database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
    migrator.join();
    EXPECT_EQ(postgres().query(database, "SELECT max(number), to_regclass('tillnote.half') FROM schema_migration"),
              std::to_string(list.size() - 1) + "|");
    EXPECT_TRUE(storage::migrate(connection).has_value());
}

TEST(Migrations, RefuseASchemaTheyDoNotKnow) {
    const std::string database = postgres().make_database();
    storage::Session session(all_rows(database, "tillnote_web"));
    EXPECT_TRUE(storage::check_schema_version(session).has_value()) << session.last_failure();

    postgres().query(database, "INSERT INTO schema_migration (number, name, sha256) VALUES (999, '0999_later', 'x')");
    const auto newer = storage::check_schema_version(session);
    ASSERT_TRUE(newer.has_error());
    EXPECT_EQ(newer.error().code, ErrorCode::conflict);
    EXPECT_EQ(storage::migrate(postgres().connection_string(database, "postgres")).error().code, ErrorCode::conflict);

    postgres().query(database, "DELETE FROM schema_migration WHERE number >= 5");
    EXPECT_EQ(storage::check_schema_version(session).error().code, ErrorCode::conflict) << "older";
    postgres().query(database, "UPDATE schema_migration SET sha256 = 'other' WHERE number = 2");
    EXPECT_EQ(storage::migrate(postgres().connection_string(database, "postgres")).error().code, ErrorCode::conflict);
}

TEST(Migrations, SayThatTheDatabaseIsNotThere) {
    const auto report = storage::migrate("host=/nonexistent dbname=x user=y");
    ASSERT_TRUE(report.has_error());
    EXPECT_EQ(report.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace tillnote::test
