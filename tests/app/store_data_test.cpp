#include "server/domain/store_data.hpp"

#include "server/storage/pg_store_data.hpp"
#include "tests/app/retention_fixture.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <future>
#include <map>

namespace tillnote::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class StoreDataTest : public RetentionFixture {
protected:
    void SetUp() override {
        query(
            "INSERT INTO store SELECT 'store-2', district_id, name || ' 2', opened_on, closed_on, free_text FROM store "
            "WHERE store_id = "
            "'store-1';"
            "INSERT INTO traffic VALUES ('store-2', current_date - 3, 55);"
            "INSERT INTO account VALUES (gen_random_uuid(), 'm@x.example', 'x', now(), NULL);"
            "INSERT INTO account_grant SELECT account_id, 'manager', s FROM account, unnest(ARRAY['store-1', 'store-2']) AS "
            "s WHERE email = 'm@x.example';"
            "INSERT INTO recipient (store_id, recipient_id, email, kind, language, local_minutes, unsubscribe_token, "
            "unsubscribe_sha256, created_at) "
            "SELECT 'store-1', gen_random_uuid(), 'boss@x.example', 'digest', 'en', 345, 'open-sesame', 'abc', now()");
    }
    /// Tables with a key of a store, by the database's catalog, and how many rows of `store` each has.
    std::map<std::string, int> count_rows(const std::string& store) {
        std::istringstream lines(
            query("SELECT c.relname || ' ' || (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n "
                  "FROM %I WHERE %I = %L', "
                  "c.relname, a.attname, '" +
                  store +
                  "'), false, true, '')))[1]::text "
                  "FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid WHERE c.relnamespace = "
                  "'tillnote'::regnamespace "
                  "AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attname IN ('store_id', 'of_store') "
                  "AND c.relname NOT LIKE 'audit%' ORDER BY 1"));
        std::map<std::string, int> counts;
        std::string table;
        for (int rows = 0; lines >> table >> rows;) {
            counts[table] = rows;
        }
        return counts;
    }

    std::unique_ptr<domain::StoreData> data =
        app::make_store_data(postgres().connection_string(database, "tillnote_migrate"));
};

TEST_F(StoreDataTest, KnowsOfEveryTableWhetherItIsExported) {
    auto known = storage::PgStoreData::list_known_tables();
    std::ranges::sort(known);
    std::vector<std::string> owned;
    std::ranges::transform(count_rows("store-1"), std::back_inserter(owned), [](const auto& entry) { return entry.first; });
    EXPECT_EQ(known, owned);
}

TEST_F(StoreDataTest, ExportsWhatMayBeShownAndNothingThatOpensOrTiesToAShift) {
    std::map<std::string, int> taken;
    std::string all;
    const auto counts = data->export_rows("store-1", [&](std::string_view table, std::string_view row) {
        const json object = json::parse(row);
        EXPECT_TRUE(object.value("store_id", object.value("of_store", "")) == "store-1") << table;
        for (const char* hidden : {"lane", "note_id", "outbox_id", "unsubscribe_token", "unsubscribe_sha256", "input"}) {
            EXPECT_FALSE(object.contains(hidden)) << table << '.' << hidden;
        }
        ++taken[std::string(table)];
        all.append(row).append("\n");
        return true;
    });
    ASSERT_TRUE(counts);
    const auto there = count_rows("store-1");
    for (const domain::TableCount& count : *counts) {
        EXPECT_EQ(count.rows, taken[count.table]);
        EXPECT_EQ(count.rows, there.at(count.table)) << count.table;
    }
    EXPECT_THAT(all, HasSubstr("boss@x.example"));
    EXPECT_THAT(all, HasSubstr("said on 3"));
    EXPECT_THAT(all, Not(HasSubstr("open-sesame")));
    EXPECT_FALSE(taken.contains("note"));
    EXPECT_GT(taken["note_comment"], 0);
}

TEST_F(StoreDataTest, StopsWhenNobodyTakesTheRows) {
    int taken = 0;
    EXPECT_TRUE(data->export_rows("store-1", [&](std::string_view, std::string_view) { return ++taken < 3; }));
    EXPECT_EQ(taken, 3);
}

TEST_F(StoreDataTest, ErasesAllOfOneStoreAndNothingOfAnother) {
    const auto of_other = count_rows("store-2");
    const auto before = count_rows("store-1");
    EXPECT_GT(before.at("note"), 1'000);
    const auto erased = data->erase_rows("store-1");
    ASSERT_TRUE(erased) << erased.error().detail;
    for (const domain::TableCount& count : *erased) {
        if (const auto found = before.find(count.table); found != before.end()) {
            EXPECT_EQ(count.rows, found->second) << count.table;
        }
    }
    for (const auto& [table, rows] : count_rows("store-1")) {
        EXPECT_EQ(rows, 0) << table;
    }
    EXPECT_EQ(count_rows("store-2"), of_other);
}

TEST_F(StoreDataTest, RemovesWhoManagedOnlyThisStoreAndSignsTheOthersOut) {
    query(
        "INSERT INTO account VALUES (gen_random_uuid(), 'only@x.example', 'x', now(), NULL),"
        " (gen_random_uuid(), 'admin@x.example', 'x', now(), NULL), (gen_random_uuid(), 'other@x.example', 'x', now(), "
        "NULL);"
        "INSERT INTO account_grant SELECT account_id, r, s FROM account JOIN (VALUES ('only@x.example', 'manager', "
        "'store-1'),"
        " ('admin@x.example', 'manager', 'store-1'), ('admin@x.example', 'admin', ''),"
        " ('other@x.example', 'manager', 'store-2')) AS v (e, r, s) ON e = email;"
        "INSERT INTO session SELECT gen_random_uuid(), account_id, email, 'c', true, now(), now(), now() + interval '1 "
        "hour', 0"
        " FROM account WHERE email LIKE '%@x.example';"
        "INSERT INTO second_factor (account_id, secret, confirmed_at) SELECT account_id, 's', now() FROM account;"
        "INSERT INTO recovery_code SELECT account_id, 'r' FROM account;"
        "INSERT INTO sign_in_step SELECT email, account_id, 0, now() + interval '1 minute' FROM account;"
        "INSERT INTO account_link SELECT gen_random_uuid(), account_id, 'reset', 'en', now(), now() + interval '1 hour' "
        "FROM account;"
        "INSERT INTO account_link_token SELECT link_id::text, link_id FROM account_link;"
        "INSERT INTO delivery (delivery_id, kind, channel, target_id, message_id, due_at, next_attempt_at, last_error)"
        " SELECT gen_random_uuid(), 'account', 'mail', l.link_id, email, now(), now(), 'no such user ' || email"
        " FROM account_link AS l JOIN account USING (account_id) WHERE email LIKE '%@x.example'");
    ASSERT_TRUE(data->erase_rows("store-1"));

    const auto those_of = [this](const std::string& table) {
        return query("SELECT string_agg(split_part(email, '@', 1), ' ' ORDER BY email) FROM account JOIN " + table +
                     " USING (account_id) WHERE email LIKE '%@x.example'");
    };
    EXPECT_EQ(
        query("SELECT string_agg(split_part(email, '@', 1) || sign_in_epoch, ' ' ORDER BY email) FROM account WHERE email "
              "LIKE '%@x.example'"),
        "admin1 m1 other0");
    EXPECT_EQ(those_of("account_grant"), "admin m other");
    for (const char* table : {"session", "sign_in_step"}) {
        EXPECT_EQ(those_of(table), "other") << table;
    }
    for (const char* table : {"second_factor", "recovery_code", "account_link"}) {
        EXPECT_EQ(those_of(table), "admin m other") << table;
    }
    EXPECT_EQ(query("SELECT count(*) FROM delivery WHERE last_error LIKE '%only@%'"), "0");
}

TEST_F(StoreDataTest, WaitsForWhoeverChangesRoles) {
    query("DELETE FROM account_grant WHERE scope = 'store-2'");
    // An administrator gives the manager another role, and commits when somebody waits.
    auto change = std::async(std::launch::async, [this] {
        query(
            "BEGIN; SELECT pg_advisory_xact_lock(hashtext('account_grant'));"
            "INSERT INTO account_grant SELECT account_id, 'chain', '' FROM account WHERE email = 'm@x.example';"
            "DO $$ BEGIN FOR n IN 1 .. 1000 LOOP"
            " EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted);"
            " PERFORM pg_sleep(0.02); END LOOP; END $$; COMMIT");
    });
    EXPECT_EQ(postgres().wait_for(database, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'", "1"), "1");
    const auto erased = data->erase_rows("store-1");
    change.get();
    EXPECT_TRUE(erased) << erased.error().detail;
    EXPECT_EQ(query("SELECT role FROM account JOIN account_grant USING (account_id) WHERE email = 'm@x.example'"), "chain");
}

}  // namespace
}  // namespace tillnote::test
