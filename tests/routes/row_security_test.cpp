#include "tests/routes/access_table.hpp"
#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

// The service asks for no permission here: open_checks.cpp stands in for the checks of the routes. Every caller reaches the
// code behind every route, and the database alone decides what is there for it.
namespace tillnote::test {
namespace {

using nlohmann::json;

/// In every text of harbor and the south, and nowhere else; and how many remarks there were, on a day and on two.
constexpr const char* marks[] = {"zebra", "7431", "7,431", "14862", "14,862"};

constexpr const char* seed = R"(
    UPDATE store SET free_text = true WHERE store_id = 'harbor';
    INSERT INTO closed_day SELECT 'harbor', d + 9, 'zebra' FROM day;
    INSERT INTO ask SELECT 'harbor', 'a0000000-0000-4000-8000-000000000001', 'zebra?', 'zebra?', d, d + 6, 20, now() FROM day;
    INSERT INTO ask_answer VALUES ('harbor', 'a0000000-0000-4000-8000-000000000001', 1, 'yes', 'zebra', 'zebra'),
                                  ('harbor', 'a0000000-0000-4000-8000-000000000001', 2, 'no', 'No', 'No');
    INSERT INTO lane_message SELECT 'harbor', 'a0000000-0000-4000-8000-000000000002', 'zebra', 'zebra', d, d + 1, now() FROM day;
    INSERT INTO alert (store_id, alert_id, reason, remarks, raised_at, announced_at)
    VALUES ('harbor', 'a0000000-0000-4000-8000-000000000003', '401', 7431, now(), now());
    INSERT INTO alert SELECT 'harbor', 'a0000000-0000-4000-8000-00000000000a', '705', 1, now() - interval '1 minute', now(), now(),
           account_id, 'zebra' FROM account LIMIT 1;
    INSERT INTO action SELECT 'harbor', 'a0000000-0000-4000-8000-000000000004', 'reason:103', 'zebra', 'zebra', 'open', d, '', '', '',
           NULL, now(), NULL FROM day;
    INSERT INTO action SELECT 'harbor', 'a0000000-0000-4000-8000-00000000000b', 'reason:104', 'zebra', 'zebra', 'done', d, '', 'zebra',
           'zebra', NULL, now(), now() FROM day;
    INSERT INTO goal SELECT 'harbor', 'a0000000-0000-4000-8000-000000000005', '', 'zebra', true, 743, d, d + 27, now() FROM day;
    INSERT INTO event SELECT 'harbor', 'a0000000-0000-4000-8000-000000000006', d - 1, 'zebra', '', 'quality', now() FROM day;
    INSERT INTO recipient (store_id, recipient_id, email, kind, language, local_minutes, unsubscribe_token, unsubscribe_sha256,
                           created_at)
    VALUES ('harbor', 'a0000000-0000-4000-8000-000000000007', 'zebra@shop.example', 'digest', 'en', 345, 't', 'h', now());
    INSERT INTO district_recipient VALUES ('south', 'a0000000-0000-4000-8000-000000000008', 'zebra@shop.example', 'en', 't', 'h2', now());
    INSERT INTO lane VALUES ('harbor', 1, now());
    INSERT INTO enrolment VALUES ('harbor', 'a0000000-0000-4000-8000-000000000009', 1, 'zebra', now() - interval '9 days', NULL);
    INSERT INTO outbox (store_id, outbox_id, enrolment_id, lane, have_seq, pending, version, contact_day, heard_at)
    SELECT 'harbor', gen_random_uuid(), gen_random_uuid(), 1, 0, 0, 'zebra', d, now() FROM day;
    INSERT INTO rollup SELECT 'harbor', d - n, '101', 7431, 12 FROM day, generate_series(1, 2) AS n;
    INSERT INTO rollup_day SELECT 'harbor', d - n, '101 7431 12', '1 7431 0' FROM day, generate_series(1, 2) AS n;
    INSERT INTO rollup_lane SELECT 'harbor', d - n, 1, 7431, 0, 0, now(), now() FROM day, generate_series(1, 2) AS n;
    INSERT INTO note (tap_date, business_day, note_id, outbox_id, enrolment_id, seq, tapped_at, raw_tapped_at, received_at, lane,
                      utc_offset_minutes, store_id, reason, source, remark_key)
    SELECT d, d, 'a0000000-0000-4000-8000-00000000000c', gen_random_uuid(), gen_random_uuid(), 1, now(), now(), now(), 1, 0,
           'harbor', '101', 'touch', 'k' FROM day;
    INSERT INTO note_comment SELECT 'harbor', d, 'a0000000-0000-4000-8000-00000000000c', 'zebra', now() FROM day;
    INSERT INTO district_edition SELECT 'south', d - 1, 1, now(), '{}', '{"edition": {}, "word": "zebra"}' FROM day;
)";

/// Of the seed.
std::string id(char last) {
    return std::string("a0000000-0000-4000-8000-00000000000") + last;
}

/// Each would change something of harbor or the south.
struct Change {
    std::string method;
    std::string path;
    std::string body;
    const char* content_type = "application/json";
};

class RowSecurity : public ::testing::Test {
protected:
    RowSecurity() {
        running.query("CREATE TEMP VIEW day AS SELECT date '" + running.in_days(0) + "' AS d; " + seed);
        running.stop();  // reads stores and what lanes are told when it starts again
        running.start();
    }

    RecordingClient::Headers read_token() {
        const auto made = client().post_json("/v1/tokens", R"({"name": "BI", "reads": "store", "scope": "oak-street"})",
                                             bearer(running.bearer_of("admin")));
        EXPECT_EQ(made.status, 201) << made.body;
        return bearer(json::parse(made.body)["token"]);
    }

    std::string code_of_a_terminal() {
        const auto started = client().post_json("/v1/enrolments", R"({"device": "till"})");
        EXPECT_EQ(started.status, 201) << started.body;
        return json::parse(started.body)["code"];
    }

    std::vector<Change> changes() {
        const std::string store = "/v1/stores/harbor/";
        const std::string district = "/v1/districts/south/";
        const json answers = {{{"answer", "yes"}, {"label_en", "Yes"}, {"label_es", "Si"}},
                              {{"answer", "no"}, {"label_en", "No"}, {"label_es", "No"}}};
        const auto ask = [&](int from) {
            return json{{"question_en", "Q?"},
                        {"question_es", "Q?"},
                        {"answers", answers},
                        {"from", running.in_days(from)},
                        {"to", running.in_days(from + 1)}}
                .dump();
        };
        const auto goal = [&](const char* reason) {
            return json{{"reason", reason},
                        {"at_most", true},
                        {"target", 0.1},
                        {"from", running.in_days(1)},
                        {"to", running.in_days(27)}}
                .dump();
        };
        return {
            {"POST", store + "asks", ask(30)},
            {"PATCH", store + "asks/" + id('1'), R"({"closed": true})"},
            {"POST", store + "messages", R"({"text_en": "Hi", "text_es": "Hola"})"},
            {"POST", store + "alerts/" + id('3') + "/acknowledge", "{}"},
            {"POST", store + "actions", R"({"line_key": "reason:101", "state": "acknowledged"})"},
            {"PATCH", store + "actions/" + id('4'), R"({"state": "acknowledged"})"},
            {"POST", store + "goals", goal("101")},
            {"PATCH", store + "goals/" + id('5'), R"({"withdrawn": true})"},
            {"POST", store + "events", json{{"day", running.in_days(-3)}, {"what", "Baker"}, {"theme", "price"}}.dump()},
            {"PATCH", store + "events/" + id('6'), R"({"withdrawn": true})"},
            {"POST", store + "recipients", R"({"email": "new@shop.example"})"},
            {"PATCH", store + "recipients/" + id('7'), R"({"active": false})"},
            {"PUT", store + "traffic/" + running.in_days(-3), R"({"staffed_transactions": 5})"},
            {"POST", district + "asks", ask(40)},
            {"POST", district + "goals", goal("102")},
            {"PUT", district + "digest-rhythm", R"({"rhythm": "weekly"})"},
            {"POST", district + "recipients", R"({"email": "new@shop.example"})"},
            {"PATCH", district + "recipients/" + id('8'), R"({"active": false})"},
            {"POST", "/v1/enrolments/" + code_of_a_terminal() + "/approval", R"({"store": "harbor", "lane": 2})"},
            {"POST", "/admin/stores/harbor/name", "name=Pier", "application/x-www-form-urlencoded"},
            {"POST", "/admin/stores/harbor/closed-days", "why=Flood&day=" + running.in_days(5),
             "application/x-www-form-urlencoded"},
            {"POST", "/admin/districts", "id=south&name=Bay", "application/x-www-form-urlencoded"},
            {"POST", "/stores/harbor/lanes/revocation", "lane=1", "application/x-www-form-urlencoded"},
        };
    }

    Answer send(const Change& change, RecordingClient::Headers headers) {
        headers.emplace_back("Content-Type", change.content_type);
        return client().send(change.method, change.path, headers, change.body);
    }

    /// Of all rows that routes change.
    std::string fingerprint() {
        return running.query(R"(
            SELECT md5(string_agg(query_to_xml(format(
                'SELECT t::text FROM tillnote.%I AS t WHERE %I IN (''harbor'', ''south'') ORDER BY 1', c.relname, a.attname),
                true, false, '')::text, '' ORDER BY c.relname, a.attname))
            FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname IN ('store_id', 'district_id')
            WHERE c.relnamespace = 'tillnote'::regnamespace AND c.relforcerowsecurity AND c.relname NOT IN (
                'digest_run', 'district_digest_run', 'day_change', 'stale_mark', 'urgent_mark'))");
    }

    /// The routes that show `headers`' sender something of harbor or the south.
    std::set<std::string> list_revealing(const RecordingClient::Headers& headers, const std::set<Needs>& but = {}) {
        std::set<std::string> revealing;
        for (const AccessRow& row : access_table()) {
            if (row.method != "GET" || but.contains(row.needs)) {
                continue;
            }
            const auto answer = client().send("GET", path_of(row, "harbor", "south"), headers, std::nullopt);
            if (std::ranges::any_of(marks, [&](const char* mark) { return answer.body.find(mark) != std::string::npos; })) {
                revealing.insert(row.pattern);
            }
        }
        return revealing;
    }

    void expect_no_change_by(const std::string& caller, const RecordingClient::Headers& headers) {
        for (const Change& change : changes()) {
            const std::string before = fingerprint();
            const auto answer = send(change, headers);
            EXPECT_EQ(fingerprint(), before) << caller << " " << change.method << " " << change.path << " " << answer.body;
        }
    }

    RecordingClient& client() {
        if (!client_ || client_url_ != running.url()) {
            client_url_ = running.url();
            client_ = std::make_unique<RecordingClient>(client_url_);
        }
        return *client_;
    }

    RunningService running;

private:
    std::string client_url_;
    std::unique_ptr<RecordingClient> client_;
};

TEST_F(RowSecurity, ShowsNobodyWhatHisGrantsDoNotHoldThoughNoRouteAsks) {
    const std::set<std::string> nothing;
    const auto manager = bearer(running.bearer_of("manager"));
    EXPECT_EQ(list_revealing(manager), nothing);
    EXPECT_EQ(list_revealing(bearer(running.bearer_of("district"))), nothing);
    EXPECT_EQ(list_revealing(read_token()), nothing);
    // An administrator sees how every store is set up, its lanes, and the mail of every district; the chain all but
    // addresses.
    EXPECT_EQ(list_revealing(bearer(running.bearer_of("admin")),
                             {Needs::manage_lanes, Needs::keep_store_mail, Needs::keep_district_mail, Needs::administer}),
              nothing);
    const auto chain = list_revealing(bearer(running.bearer_of("chain")));
    for (const auto& row : access_table()) {
        if (row.pattern.find("/recipients") != std::string::npos) {
            EXPECT_FALSE(chain.contains(row.pattern)) << row.pattern;
        }
    }
    EXPECT_EQ(client().get("/v1/stores/harbor/actions", manager).body, R"({"actions":[]})") << "let in, and nothing there";

    // The same requests of the same manager, who has been given the store and the district meanwhile.
    running.query(
        "INSERT INTO account_grant SELECT account_id, 'manager', 'harbor' FROM account WHERE email LIKE 'manager@%';"
        "INSERT INTO account_grant SELECT account_id, 'district', 'south' FROM account WHERE email LIKE 'manager@%'");
    const auto revealed = list_revealing(manager);
    for (const auto& row : access_table()) {
        const bool of_place =
            row.pattern.find("{store}") != std::string::npos || row.pattern.find("{district}") != std::string::npos;
        // What a district was sent is a whole document as JSON and as a page; the seed has half a one, enough for JSON.
        const bool is_page_of_edition = row.pattern == "/districts/{district}/digests/{day}";
        if (row.method == "GET" && of_place && !is_page_of_edition) {
            EXPECT_TRUE(revealed.contains(row.pattern))
                << row.pattern << " shows nothing of the seed: what it shows is not tested";
        }
    }
}

TEST_F(RowSecurity, LetsNobodyChangeWhatHisGrantsDoNotHoldThoughNoRouteAsks) {
    const auto manager = bearer(running.bearer_of("manager"));
    expect_no_change_by("manager", manager);
    expect_no_change_by("lead", bearer(running.bearer_of("district")));
    expect_no_change_by("chain", bearer(running.bearer_of("chain")));
    expect_no_change_by("read token", read_token());

    running.query(
        "INSERT INTO account_grant SELECT account_id, 'manager', 'harbor' FROM account WHERE email LIKE 'manager@%';"
        "INSERT INTO account_grant SELECT account_id, 'district', 'south' FROM account WHERE email LIKE 'manager@%'");
    for (const Change& change : changes()) {
        const std::string before = fingerprint();
        const auto answer = send(change, manager);
        EXPECT_NE(fingerprint(), before) << change.method << " " << change.path << " " << answer.status << " "
                                         << answer.body;
    }
}

}  // namespace
}  // namespace tillnote::test
