#include "server/storage/transact.hpp"
#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace tillnote::test {
namespace {

using storage::SingleStatement;
using Transaction = pqxx::transaction_base;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

class RowSecurity : public testing::Test {
protected:
    RowSecurity() {
        query(
            "INSERT INTO district VALUES ('north', 'N'), ('south', 'S');"
            "INSERT INTO store (store_id, district_id, name, opened_on)"
            " VALUES ('store-1', 'north', 'One', '2026-01-01'), ('store-2', 'south', 'Two', '2026-01-01');"
            "INSERT INTO event SELECT s, gen_random_uuid(), '2026-11-20', 'Baker', '', '', now()"
            " FROM unnest('{store-1,store-2}'::text[]) AS s;"
            "INSERT INTO rollup SELECT s, '2026-11-20', '101', 3, 2 FROM unnest('{store-1,store-2}'::text[]) AS s;"
            "INSERT INTO rollup_pair SELECT s, '2026-11-20', '101', '102', 9 FROM unnest('{store-1,store-2}'::text[]) AS s;"
            "UPDATE notes_gone SET before = '2026-12-01';"
            "INSERT INTO recipient (store_id, recipient_id, email, kind, language, local_minutes, unsubscribe_token,"
            " unsubscribe_sha256, created_at) SELECT s, gen_random_uuid(), s || '@shop.example', 'digest', 'en', 345, 't',"
            " 'hash of ' || s, now() FROM unnest('{store-1,store-2}'::text[]) AS s");
    }
    std::string query(const std::string& sql) { return postgres().query(database, sql); }

    /// One value, or how many rows were changed.
    std::string ask(storage::Session& session, const std::string& sql) {
        std::string answer;
        const auto asked = storage::transact<SingleStatement>(session, [&](Transaction& transaction) -> Result<void> {
            try {
                const auto rows = transaction.exec(sql);
                answer = rows.empty() || rows.columns() == 0 ? std::to_string(rows.affected_rows())
                                                             : rows[0][0].as<std::string>("");
            } catch (const pqxx::insufficient_privilege&) {
                answer = "refused";
            }
            return {};
        });
        return asked ? answer : "failed";
    }

    const std::string database = postgres().make_database();
    const std::string connection = postgres().connection_string(database, "tillnote_web");
    storage::Session web{{.connection_string = connection}};
};

TEST_F(RowSecurity, IsForcedWhereverAStoreOrADistrictOwnsRows) {
    // Directories from a secret that its holder shows, and the marks of one commit, which only the service's work reads.
    EXPECT_EQ(query(R"(
        SELECT string_agg(DISTINCT c.relname, ' ' ORDER BY c.relname) FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname IN ('store_id', 'of_store', 'approved_store', 'stores', 'district_id',
                                                                       'of_district')
        WHERE c.relnamespace = 'tillnote'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity))"),
              "earlier_enrolment enrolment_request lane_token stale_batch");
    EXPECT_EQ(query("SELECT count(*) FROM pg_class WHERE relnamespace = 'tillnote'::regnamespace AND relforcerowsecurity"),
              "51");
}

TEST_F(RowSecurity, OpensEveryRowToWorkOnlyOfRolesThatAnswerNoRequestOfAPerson) {
    EXPECT_EQ(
        query(R"(
        SELECT string_agg(DISTINCT concat(r, ' ', policyname), ', ' ORDER BY concat(r, ' ', policyname))
        FROM pg_policies, unnest(roles) AS r WHERE schemaname = 'tillnote' AND (qual = 'true' OR with_check = 'true'))"),
        // An entry of the audit log may be added in any scope; that opens nothing.
        "tillnote_digest digest_work, tillnote_ingest append_work, tillnote_ingest token_lookup, tillnote_owner entry_adds, "
        "tillnote_read whole_view, tillnote_web entry_adds");
    EXPECT_EQ(query("SELECT count(*) FROM pg_policies WHERE 'public' = ANY (roles) OR permissive <> 'PERMISSIVE'"), "0");
}

TEST_F(RowSecurity, HasNoWayAroundItByViewsOrPartitions) {
    EXPECT_EQ(
        query("SELECT string_agg(relname, ' ') FROM pg_class WHERE relnamespace = 'tillnote'::regnamespace AND relkind = 'v'"
              " AND NOT coalesce(reloptions, '{}') @> '{security_invoker=true}'"),
        "");
    query("SELECT make_note_month('2040-01-01')");
    EXPECT_EQ(query("SELECT string_agg(DISTINCT grantee, ' ') FROM information_schema.table_privileges WHERE table_name ~ "
                    "'^note_(default|\\d)'"
                    " AND grantee <> 'tillnote_owner'"),
              "");
    EXPECT_EQ(
        query("SELECT string_agg(rolname, ' ') FROM pg_roles WHERE rolname LIKE 'tillnote%' AND (rolbypassrls OR rolsuper)"),
        "");
}

TEST_F(RowSecurity, ShowsNothingAndTakesNothingWithoutAScope) {
    const auto tables = lines_of(query(R"(
        SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'tillnote'::regnamespace AND c.relforcerowsecurity
          AND has_table_privilege('tillnote_web', c.oid, 'SELECT') ORDER BY 1)"));
    EXPECT_GT(tables.size(), 30u);
    for (const auto& table : tables) {
        EXPECT_EQ(ask(web, "SELECT count(*) FROM " + table), "0") << table;
    }
    EXPECT_EQ(ask(web, "INSERT INTO event VALUES ('store-1', gen_random_uuid(), '2026-11-20', 'x', '', '', now())"),
              "refused");
    EXPECT_EQ(ask(web, "UPDATE event SET withdrawn_at = now()"), "0");
    EXPECT_EQ(ask(web, "DELETE FROM closed_day"), "0");
}

TEST_F(RowSecurity, GivesAnAdministratorTheMailAndNoFigure) {
    domain::RowScope admin;
    admin.sets_up = true;
    const domain::LimitedRows rows(web, admin);
    EXPECT_EQ(ask(web, "SELECT count(*) FROM store"), "2");
    EXPECT_EQ(ask(web, "SELECT count(*) FROM recipient"), "2");
    EXPECT_EQ(ask(web, "UPDATE recipient SET language = 'es'"), "2");
    EXPECT_EQ(ask(web, "UPDATE delivery SET state = 'sent'"), "refused") << "to read only";
    for (const char* table : {"rollup", "event", "edition", "action", "alert", "goal"}) {
        EXPECT_EQ(ask(web, std::string("SELECT count(*) FROM ") + table), "0") << table;
    }
}

TEST_F(RowSecurity, HoldsAConnectionToTheScopeOfNow) {
    const auto events = [&] { return ask(web, "SELECT count(*) || coalesce(min(store_id), '') FROM event"); };
    domain::RowScope one;
    one.reads_stores.ids = {"store-1", "store-9"};
    {
        const domain::LimitedRows rows(web, one);
        EXPECT_EQ(events(), "1store-1");
        EXPECT_EQ(ask(web, "UPDATE event SET withdrawn_at = now()"), "0") << "reads only";
        EXPECT_EQ(ask(web, "SELECT count(*) FROM heard_together('store-1', '2026-11-01', '2026-11-30')"), "1");
        EXPECT_EQ(ask(web, "SELECT count(*) FROM heard_together('store-2', '2026-11-01', '2026-11-30')"), "0");
        domain::RowScope other = one;
        other.changes_stores.ids = {"store-2"};
        const domain::LimitedRows inner(web, other);
        EXPECT_EQ(ask(web, "INSERT INTO event VALUES ('store-2', gen_random_uuid(), '2026-11-20', 'x', '', '', now())"),
                  "1");
        EXPECT_EQ(ask(web, "INSERT INTO event VALUES ('store-1', gen_random_uuid(), '2026-11-20', 'x', '', '', now())"),
                  "refused");
        web.disconnect();
        EXPECT_EQ(events(), "1store-1") << "on a fresh connection, too";
    }
    EXPECT_EQ(events(), "0") << "nothing is left over for whoever comes next";
    web.limit_to(domain::every_row());
    EXPECT_EQ(events(), "3store-1");
}

TEST_F(RowSecurity, KeepsTheScopeWhenATransactionIsRolledBack) {
    domain::RowScope one;
    one.reads_stores.ids = {"store-1"};
    web.limit_to(one);
    const auto failed = storage::transact<storage::ReadCommitted>(
        web, [&](Transaction&) -> Result<void> { return Error{ErrorCode::conflict, "", ""}; });
    EXPECT_TRUE(failed.has_error());
    EXPECT_EQ(ask(web, "SELECT count(*) FROM event"), "1");
}

TEST_F(RowSecurity, OpensToAnUnsubscribeLinkItsOwnRowOnly) {
    web.limit_to(domain::row_scope_of_link("hash of store-2"));
    EXPECT_EQ(ask(web, "SELECT string_agg(email, ' ') FROM recipient"), "store-2@shop.example");
    EXPECT_EQ(ask(web, "UPDATE recipient SET unsubscribed_at = now()"), "1");
    EXPECT_EQ(ask(web, "SELECT count(*) FROM store"), "0");
    web.limit_to(domain::row_scope_of_link(""));
    EXPECT_EQ(ask(web, "SELECT count(*) FROM recipient"), "0");
}

TEST_F(RowSecurity, LetsWorkForEveryStoreGoOnWithoutAScope) {
    storage::Session digest{{.connection_string = postgres().connection_string(database, "tillnote_digest")}};
    EXPECT_EQ(ask(digest, "SELECT count(*) FROM rollup"), "2");
    EXPECT_EQ(ask(digest, "SELECT count(*) FROM heard_together('store-2', '2026-11-01', '2026-11-30')"), "1");
    storage::Session retention{{.connection_string = postgres().connection_string(database, "tillnote_retention")}};
    query("INSERT INTO note_comment VALUES ('store-1', '2026-08-20', gen_random_uuid(), 'x', now() - interval '80 days')");
    EXPECT_EQ(ask(retention, "SELECT count(*) FROM list_past_term(now() - interval '40 days', '2020-01-01')"), "1");
    EXPECT_EQ(ask(retention, "SELECT remove_past_term('store-1', now() - interval '40 days', 10)"), "1");
    storage::Session read{{.connection_string = postgres().connection_string(database, "tillnote_read")}};
    EXPECT_EQ(ask(read, "SELECT count(*) FROM event"), "2");
}

TEST_F(RowSecurity, HoldsALaneToItsStoreBesideTheNotesThatAreStoredTogether) {
    storage::Session ingest{{.connection_string = postgres().connection_string(database, "tillnote_ingest"),
                             .rows = domain::row_scope_of_lane("store-1")}};
    const auto contact = [&](const char* store) {
        return ask(ingest, std::string("INSERT INTO contact VALUES ('") + store + "', '2026-11-20', 1, now())");
    };
    EXPECT_EQ(contact("store-1"), "1");
    EXPECT_EQ(contact("store-2"), "refused");
    EXPECT_EQ(ask(ingest, "INSERT INTO stale_mark (store_id, business_day) VALUES ('store-2', '2026-11-20')"), "1");
}

}  // namespace
}  // namespace tillnote::test
