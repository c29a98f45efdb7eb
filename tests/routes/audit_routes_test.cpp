#include "tests/routes/form_session.hpp"
#include "tests/routes/page_session.hpp"
#include "tests/support/eventually.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class AuditRoutes : public ::testing::Test {
protected:
    static void SetUpTestSuite() { running = new test::RunningService(); }
    static void TearDownTestSuite() {
        delete running;
        running = nullptr;
    }
    void SetUp() override { running->query("WITH gone AS (DELETE FROM audit_entry RETURNING 1) SELECT count(*) FROM gone"); }

    test::Answer read(const std::string& query = "", const std::string& accept = "") {
        auto headers = bearer(admin);
        if (!accept.empty()) {
            headers.emplace_back("Accept", accept);
        }
        return client.get("/v1/audit" + query, headers);
    }
    json entries(const std::string& query = "") { return json::parse(read(query).body)["entries"]; }
    /// "actor action object object_id outcome" of each entry, the first first, without those of reading the log.
    std::string told() {
        return running->query(
            "select coalesce(string_agg(concat_ws(' ', nullif(split_part(actor_name, '@', 1), ''), action, object_kind, "
            "object_id, "
            "nullif(outcome, 'done')), ', ' order by entry_id), '') from audit_entry where object_kind <> 'audit_log'");
    }
    static test::RunningService* running;
    test::RecordingClient client{running->url()};
    const std::string admin = running->bearer_of("admin");
};
test::RunningService* AuditRoutes::running = nullptr;

TEST_F(AuditRoutes, HoldAChangeWithWhoAndFromWhere) {
    const auto made = client.post_json(
        "/v1/tokens", json{{"name", "BI"}, {"reads", "store"}, {"scope", "oak-street"}}.dump(), bearer(admin));
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string id = json::parse(made.body)["token_id"];
    const auto rows = entries();
    ASSERT_EQ(rows.size(), 1U) << rows;
    EXPECT_EQ(rows[0]["actor"]["name"], "admin@test.example");
    EXPECT_EQ(rows[0]["actor"]["kind"], "person");
    EXPECT_EQ(rows[0]["actor"]["role"], "admin");
    EXPECT_EQ(rows[0]["actor"]["address"], "127.0.0.1");
    EXPECT_EQ(rows[0]["action"], "added");
    EXPECT_EQ(rows[0]["object"], "read_token");
    EXPECT_EQ(rows[0]["object_id"], id);
    EXPECT_EQ(rows[0]["details"], (json{{"name", "BI"}, {"reads", "store"}, {"scope", "oak-street"}}));
    const std::string secret = json::parse(made.body)["token"];
    EXPECT_THAT(read().body, Not(HasSubstr(secret)));
    EXPECT_EQ(client.send("DELETE", "/v1/tokens/" + id, bearer(admin), std::nullopt).status, 204);
    EXPECT_EQ(told(), "admin added read_token " + id + ", admin revoked read_token " + id);
}

TEST_F(AuditRoutes, HoldNothingOfWhatWasNotChanged) {
    EXPECT_EQ(client.post_json("/v1/tokens", R"({"name": ""})", bearer(admin)).status, 400);
    const std::string nobody = "0190f000-0000-7000-8000-000000000000";
    EXPECT_EQ(client.send("DELETE", "/v1/tokens/" + nobody, bearer(admin), std::nullopt).status, 404);
    EXPECT_EQ(client.post_json("/v1/tokens", "{}", {}).status, 401);
    EXPECT_EQ(told(), "");
}

TEST_F(AuditRoutes, HoldThatSomebodyWasRefusedOnceADay) {
    const auto manager = running->bearer_of("manager");
    for (int times = 0; times < 2; ++times) {
        EXPECT_EQ(client.get("/v1/audit", bearer(manager)).status, 403);
    }
    EXPECT_EQ(client.get("/v1/stores/harbor/digests/today", bearer(manager)).status, 404);
    EXPECT_EQ(
        running->query("select string_agg(concat_ws(' ', action, object_kind, of_store, outcome, details), ', ' order by "
                       "entry_id) from audit_entry"),
        "read audit_log  refused {\"problem\": \"forbidden\"}, read digest harbor refused {\"problem\": \"not-found\"}");
    test::PageSession page(*running, client, "manager");
    EXPECT_EQ(page.post("/account/sessions/end-others", "", "wrong").status, 403);
    EXPECT_THAT(told(), HasSubstr("manager ended session  refused"));
}

TEST_F(AuditRoutes, HoldOnceADayWhoReadWhichDigest) {
    const auto manager = running->bearer_of("manager");
    for (int times = 0; times < 3; ++times) {
        EXPECT_EQ(client.get("/v1/stores/oak-street/digests/today", bearer(manager)).status, 200);
    }
    const std::string today = running->in_days(0);
    EXPECT_EQ(client.get("/v1/stores/oak-street/digests/" + today, bearer(manager)).status, 200)
        << "the same day by its date";
    EXPECT_EQ(told(), "manager read digest " + today);
    EXPECT_EQ(client.get("/v1/stores/oak-street/digests/today", bearer(running->bearer_of("manager"))).status, 200);
    EXPECT_EQ(told(), "manager read digest " + today + ", manager read digest " + today) << "another sign-in";
}

TEST_F(AuditRoutes, HoldEachReasonAndEachRangeThatWasRead) {
    const auto lead = running->bearer_of("district");
    const auto read_by_lead = [&](const std::string& path) {
        for (int times = 0; times < 2; ++times) {
            EXPECT_EQ(client.get(path, bearer(lead)).status, 200) << path;
        }
    };
    read_by_lead("/v1/stores/oak-street/history?reason=101");
    read_by_lead("/v1/stores/oak-street/history?reason=102");
    read_by_lead("/v1/stores/oak-street/history?reason=102&theme=anything&from=whatever");
    read_by_lead("/v1/districts/north/comparison?from=" + running->in_days(-9) + "&to=" + running->in_days(-8));
    read_by_lead("/v1/districts/north/comparison?from=" + running->in_days(-7) + "&to=" + running->in_days(-6));
    EXPECT_EQ(running->query("select string_agg(concat_ws(' ', object_kind, details), ', ' order by entry_id) from "
                             "audit_entry"),
              "history {\"reason\": \"101\"}, history {\"reason\": \"102\"}, comparison {\"to\": \"" + running->in_days(-8) +
                  "\", \"from\": \"" + running->in_days(-9) + "\"}, comparison {\"to\": \"" + running->in_days(-6) +
                  "\", \"from\": \"" + running->in_days(-7) + "\"}");
}

TEST_F(AuditRoutes, HoldThatFiguresWereReadWhereverTheyAreShown) {
    const auto lead = running->bearer_of("district");
    for (const auto* path : {"asks", "alerts", "actions", "goals", "events"}) {
        EXPECT_EQ(client.get("/v1/stores/oak-street/" + std::string(path), bearer(lead)).status, 200) << path;
    }
    EXPECT_EQ(client.get("/v1/tokens", bearer(admin)).status, 200);
    test::PageSession page(*running, client, "district");
    EXPECT_EQ(page.get("/").status, 200);
    EXPECT_EQ(told(),
              "district read ask , district read alert , district read action , district read goal , district read event , "
              "admin read read_token , district read store ");
}

TEST_F(AuditRoutes, HoldWhatWasShownNotWhatLedThere) {
    test::PageSession page(*running, client, "manager");
    EXPECT_EQ(page.get("/").status, 303) << "the only store";
    const auto found = page.get("/stores/oak-street/history?q=Produce+price+good");
    ASSERT_EQ(found.status, 303) << found.body;
    EXPECT_EQ(told(), "");
    EXPECT_EQ(page.get(found.header("location")).status, 200);
    EXPECT_EQ(running->query("select details from audit_entry"), "{\"reason\": \"101\"}");
}

TEST_F(AuditRoutes, HoldOnlySoManyRefusalsOfWhoTriesWhateverThereMightBe) {
    const auto manager = running->bearer_of("manager");
    for (int store = 0; store < 40; ++store) {
        EXPECT_EQ(client.get("/v1/stores/store-" + std::to_string(store) + "/digests/today", bearer(manager)).status, 404);
    }
    EXPECT_EQ(running->query("select count(*) from audit_entry where outcome = 'refused'"), "20");
}

TEST_F(AuditRoutes, HoldNoCardNumberThatARefusedPathNamed) {
    const auto manager = running->bearer_of("manager");
    EXPECT_EQ(client.get("/v1/stores/4111111111111111/digests/today", bearer(manager)).status, 404);
    EXPECT_EQ(client.get("/v1/districts/4111-1111-1111-1111/digests/today", bearer(manager)).status, 403);
    EXPECT_EQ(running->query("select string_agg(of_store || of_district, ' ') from audit_entry where outcome = 'refused'"),
              "(removed) (removed)");
    EXPECT_EQ(running->query("select count(*) from audit_entry where audit_entry::text like '%1111%'"), "0");
}

TEST_F(AuditRoutes, HoldEachTimeThatSomethingWasTakenOut) {
    const auto lead = running->bearer_of("district");
    auto as_csv = bearer(lead);
    as_csv.emplace_back("Accept", "text/csv");
    for (int times = 0; times < 2; ++times) {
        EXPECT_EQ(client.get("/v1/districts/north/comparison?by=theme", bearer(lead)).status, 200);
        EXPECT_EQ(client.get("/v1/districts/north/comparison?by=theme", as_csv).status, 200);
    }
    EXPECT_EQ(running->query("select string_agg(concat_ws(' ', action, of_district, details), ', ' order by entry_id) from "
                             "audit_entry"),
              "read north {\"by\": \"theme\"}, exported north {\"by\": \"theme\"}, exported north {\"by\": \"theme\"}");
}

TEST_F(AuditRoutes, NameTheLaneThatWasApproved) {
    const auto begun = client.post_json("/v1/enrolments", R"({"device": "till 9"})");
    ASSERT_EQ(begun.status, 201) << begun.body;
    const std::string code = json::parse(begun.body)["code"];
    EXPECT_EQ(client
                  .post_json("/v1/enrolments/" + code + "/approval", R"({"store": "oak-street", "lane": 9})",
                             bearer(running->bearer_of("manager")))
                  .status,
              204);
    EXPECT_EQ(running->query("select concat_ws(' ', action, object_kind, object_id, of_store, actor_role) from audit_entry"),
              "approved lane 9 oak-street manager oak-street");
}

TEST_F(AuditRoutes, HoldEverySignInAndWhyOneWasRefused) {
    const auto sign_in = [&](const std::string& email, const std::string& password) {
        return client.post_json("/v1/sessions", json{{"email", email}, {"password", password}}.dump()).status;
    };
    EXPECT_EQ(sign_in("chain@test.example", test::RunningService::password), 201);
    EXPECT_EQ(sign_in("chain@test.example", "not this one at all"), 401);
    EXPECT_EQ(sign_in("hunter2 my password", "not this one at all"), 401);
    EXPECT_EQ(told(),
              "chain signed_in user chain@test.example, signed_in user chain@test.example refused, signed_in user  refused")
        << "what was typed in place of an address may be a password";
    EXPECT_EQ(running->query("select string_agg(details->>'problem', ', ' order by entry_id) from audit_entry"),
              "wrong password, unknown account");
    EXPECT_EQ(running->query("select string_agg(DISTINCT actor_kind, ' ') from audit_entry where outcome = 'refused'"),
              "nobody");
    test::FormSession browser(running->url());
    ASSERT_EQ(browser.sign_in("manager@test.example").status, 303);
    ASSERT_EQ(browser.post_own("/sign-out", "").status, 303);
    EXPECT_THAT(told(), HasSubstr("manager signed_in user manager@test.example, manager signed_out session"));
}

TEST_F(AuditRoutes, TellOfWhoHasToWaitOnceAMinute) {
    test::RunningService fresh;
    test::RecordingClient stranger{fresh.url()};
    for (int attempt = 0; attempt < 13; ++attempt) {
        stranger.post_json("/v1/sessions", json{{"email", "chain@test.example"}, {"password", "not this at all"}}.dump());
    }
    // It is put down after the answer has left.
    std::string counts;
    EXPECT_TRUE(test::eventually([&] {
        counts = fresh.query(
            "select string_agg(outcome || ' ' || n, ', ' order by outcome) from (select outcome, count(*) as n from "
            "audit_entry group by outcome) as c");
        return counts.find("throttled") != std::string::npos;
    }));
    EXPECT_EQ(counts, "refused 10, throttled 1");
}

TEST_F(AuditRoutes, HoldThatALinkWasAskedForButNotForWhom) {
    test::FormSession browser(running->url());
    EXPECT_EQ(browser.post_open("/forgotten-password", "/forgotten-password", "email=nobody%40test.example").status, 200);
    EXPECT_EQ(browser.post_open("/forgotten-password", "/forgotten-password", "email=chain%40test.example").status, 200);
    EXPECT_TRUE(test::eventually([&] { return !told().empty(); }));
    EXPECT_EQ(told(), "asked_for password chain@test.example") << "no account, no link, no entry";
}

TEST_F(AuditRoutes, PageThroughTheLogAndFilterIt) {
    running->query(
        "insert into audit_entry (actor_kind, actor_name, actor_role, address, action, object_kind, object_id, of_store,"
        " of_district, outcome, details) select 'person', 'p' || n % 2 || '@x.example', '', '', 'changed', 'goal', n::text,"
        " 'oak-street', '', 'done', '{}' from generate_series(1, 150) as n returning 1");
    const auto first = json::parse(read().body);
    ASSERT_EQ(first["entries"].size(), 100U);
    EXPECT_EQ(first["entries"][0]["object_id"], "150");
    const auto rest = json::parse(read("?after=" + first["next"].dump() + "&action=changed").body);
    EXPECT_EQ(rest["entries"].size(), 50U);
    EXPECT_TRUE(rest["next"].is_null());
    EXPECT_EQ(entries("?actor=p1@x.example&store=oak-street").size(), 75U);
    EXPECT_EQ(entries("?store=harbor").size(), 0U);
    EXPECT_EQ(entries("?from=2020-01-01&to=2020-01-31").size(), 0U);
    EXPECT_EQ(read("?from=yesterday").status, 400);
    EXPECT_EQ(read("?action=sold").status, 400);
    const auto csv = read("?action=changed", "text/csv");
    EXPECT_THAT(csv.header("content-type"), StartsWith("text/csv"));
    EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 151);
    EXPECT_EQ(running->query("select string_agg(DISTINCT action, ' ') from audit_entry where object_kind = 'audit_log'"),
              "exported read");
}

TEST_F(AuditRoutes, FindAProgramByTheNameOfItsToken) {
    const auto made = client.post_json("/v1/tokens", json{{"name", "Power BI"}, {"reads", "chain"}}.dump(), bearer(admin));
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string secret = json::parse(made.body)["token"];
    ASSERT_EQ(client.get("/v1/stores/oak-street/digests/today", bearer(secret)).status, 200);
    const auto rows = entries("?actor=Power%20BI");
    ASSERT_EQ(rows.size(), 1U) << rows;
    EXPECT_EQ(rows[0]["actor"]["kind"], "read_token");
    EXPECT_EQ(rows[0]["actor"]["name"], "token Power BI");
    EXPECT_EQ(entries("?actor=token%20Power%20BI"), rows);
    test::PageSession page(*running, client, "admin");
    EXPECT_TRUE(page.shows("/admin/audit?actor=Power+BI", "token Power BI"));
}

TEST_F(AuditRoutes, AreAPageForAdministrators) {
    test::PageSession page(*running, client, "admin");
    client.post_json("/v1/tokens", json{{"name", "<b>BI</b>"}, {"reads", "chain"}}.dump(), bearer(admin));
    const auto shown = page.get("/admin/audit?action=added");
    ASSERT_EQ(shown.status, 200) << shown.body;
    EXPECT_THAT(shown.body,
                AllOf(HasSubstr("admin@test.example"), HasSubstr("&lt;b&gt;BI&lt;/b&gt;"), Not(HasSubstr("<b>BI"))));
    EXPECT_TRUE(page.shows("/admin/audit?store=nowhere&lang=es", "No hay ninguna entrada así."));
    EXPECT_EQ(page.get("/admin/audit?from=yesterday").status, 400);
    EXPECT_EQ(test::PageSession(*running, client, "manager").get("/admin/audit").status, 403);
}

TEST_F(AuditRoutes, FailAChangeThatCannotBeToldOf) {
    test::RunningService fresh;
    fresh.query("alter table audit_entry add constraint nothing check (action <> 'added'); select 1");
    test::RecordingClient person{fresh.url()};
    const auto answer =
        person.post_json("/v1/tokens", json{{"name", "BI"}, {"reads", "chain"}}.dump(), bearer(fresh.bearer_of("admin")));
    EXPECT_EQ(answer.status, 503) << answer.body;
    EXPECT_EQ(fresh.query("select count(*) from read_token"), "0");
}

TEST_F(AuditRoutes, ShowNothingThatCannotBeToldOf) {
    test::RunningService fresh;
    fresh.query("alter table audit_entry add constraint nothing check (action <> 'read'); select 1");
    test::RecordingClient person{fresh.url()};
    const auto answer = person.get("/v1/stores/oak-street/digests/today", bearer(fresh.bearer_of("manager")));
    EXPECT_EQ(answer.status, 503) << answer.body;
}

}  // namespace
}  // namespace tillnote
