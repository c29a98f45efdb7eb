#pragma once

#include "schema/time_text.hpp"
#include "server/domain/business_day.hpp"
#include "tests/routes/page_session.hpp"
#include "tests/support/eventually.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace tillnote::test {

/// Two stores in the north, three in the south, one in the west, of a hundred remarks each on one day; oak-street hears of
/// bad produce. Five days before only one of the south was heard.
class ComparisonRoutes : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        running = new RunningService();
        running->query("INSERT INTO district (district_id, name) VALUES ('west', 'West District') RETURNING 1");
        for (const auto& [store, district] :
             std::vector<std::pair<std::string, std::string>>{{"mesa", "west"}, {"pier", "south"}, {"quay", "south"}}) {
            running->query("INSERT INTO store (store_id, district_id, name, opened_on) SELECT '" + store + "', '" +
                           district + "', initcap('" + store +
                           "'), opened_on FROM store WHERE store_id = 'harbor' RETURNING 1");
            running->query("INSERT INTO store_day_rule (store_id, valid_from, zone, cutoff_minutes) SELECT '" + store +
                           "', valid_from, zone, cutoff_minutes FROM store_day_rule WHERE store_id = 'harbor' RETURNING 1");
        }
        const auto add = [](const std::string& store, const std::string& ago, int bad_produce) {
            running->query("INSERT INTO rollup (store_id, business_day, reason, remarks, breadth) VALUES ('" + store +
                           "', current_date - " + ago + ", '103', " + std::to_string(bad_produce) + ", 8), ('" + store +
                           "', current_date - " + ago + ", '604', " + std::to_string(100 - bad_produce) + ", 9), ('" +
                           store + "', current_date - " + ago + ", '601', 50, 9), ('" + store + "', current_date - " + ago +
                           ", '901', 40, 9) RETURNING 1");
            running->query("SELECT pack_day('" + store + "', current_date - " + ago + ")");
        };
        add("oak-street", "3", 40);
        add("mill-road", "3", 8);
        add("harbor", "3", 12);
        for (const char* store : {"mesa", "pier", "quay"}) {
            add(store, "3", 20);
        }
        add("oak-street", "8", 40);
        add("mill-road", "8", 8);
        add("harbor", "8", 12);
        add("oak-street", "367", 10);
        running->query(
            "INSERT INTO traffic (store_id, business_day, staffed_transactions) VALUES ('oak-street', current_date - 3, "
            "2000) RETURNING 1");
        RecordingClient asking{running->url()};
        const auto chain = bearer(running->bearer_of("chain"));
        ASSERT_TRUE(eventually([&] { return asking.get("/v1/stores", chain).body.find("quay") != std::string::npos; }));
    }
    static void TearDownTestSuite() {
        delete running;
        running = nullptr;
    }

    static domain::Day ago(int days) {
        return domain::add_days(domain::Day{std::chrono::floor<std::chrono::days>(now())}, -days);
    }
    static std::string days(int from, int to) { return "?from=" + format_day(ago(from)) + "&to=" + format_day(ago(to)); }
    nlohmann::json read(const std::string& path, const std::string& role = "district") {
        const auto answer = client.get(path, bearer(running->bearer_of(role)));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return nlohmann::json::parse(answer.body);
    }
    static nlohmann::json row_of(const nlohmann::json& comparison, const std::string& key) {
        for (const nlohmann::json& row : comparison["rows"]) {
            if (row["key"] == key) {
                return row;
            }
        }
        return nullptr;
    }
    /// Reads until `holds`, as the service sees changes of the organisation a moment later.
    template <typename Holds>
    nlohmann::json read_until(const std::string& path, const std::string& role, const Holds& holds) {
        nlohmann::json comparison;
        EXPECT_TRUE(eventually([&] {
            comparison = read(path, role);
            return holds(comparison);
        })) << comparison.dump();
        return comparison;
    }
    static nlohmann::json member_of(const nlohmann::json& comparison, const std::string& id) {
        for (const nlohmann::json& member : comparison.contains("stores") ? comparison["stores"] : comparison["districts"]) {
            if (member["id"] == id) {
                return member;
            }
        }
        return nullptr;
    }
    std::string pointer_of(const std::string& query) {
        const auto answer = client.get("/v1/districts/north/comparison" + query, bearer(running->bearer_of("district")));
        EXPECT_EQ(answer.status, 400) << query << answer.body;
        return nlohmann::json::parse(answer.body)["errors"][0]["pointer"];
    }

    static inline RunningService* running = nullptr;
    RecordingClient client{running->url()};
};

}  // namespace tillnote::test
