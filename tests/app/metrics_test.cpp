#include "server/app/metrics.hpp"

#include "tests/support/exposition.hpp"
#include "tests/support/file_text.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace tillnote::app {
namespace {

using namespace std::chrono_literals;
using test::Exposition;
using test::parse_exposition;

Exposition page_of(const Metrics& metrics) {
    return parse_exposition(metrics.render(7, 3));
}

/// Everything counted once.
void count_everything(Metrics& metrics) {
    http::Exchange exchange;
    exchange.route = "/v1/stores/{store}/digests/{day}";
    exchange.status = 200;
    exchange.duration = 3ms;
    metrics.count_exchange(exchange);
    metrics.count_results({{Uuid{}, NoteStatus::stored, {}}, {Uuid{}, NoteStatus::refused, "other_content"}});
    metrics.count_commit(2, 40, 6ms);
    metrics.count_recomputed(5);
    metrics.count_cloned_outbox();
    metrics.count_unplaced_hours(4);
    metrics.count_frozen(12);
    metrics.count_delivery("digest", "sent");
    metrics.set_deliveries(8, 1);
    metrics.count_retention(900, 2, 6);
    metrics.count_limited("lane");
    metrics.count_crowding(http::Crowding::address_full);
    metrics.count_failed_audit();
    metrics.count_failed_handshake();
    metrics.set_certificate_end(std::chrono::system_clock::from_time_t(1'800'000'000));
}

TEST(Metrics, ArePrometheusTextFromTheFirstMoment) {
    Metrics metrics;
    EXPECT_EQ(page_of(metrics).sum("tillnote_notes_total"), 0);
    count_everything(metrics);
    for (const auto& [name, family] : page_of(metrics).families) {
        EXPECT_TRUE(name.starts_with("tillnote_")) << name;
        EXPECT_EQ(family.type == "counter", name.ends_with("_total")) << name;
        EXPECT_GT(family.help.size(), 10U) << name;
    }
}

TEST(Metrics, CountWhatHappens) {
    Metrics metrics;
    count_everything(metrics);
    count_everything(metrics);
    const auto page = page_of(metrics);
    EXPECT_EQ(page.sum("tillnote_http_requests_total", "route=\"/v1/stores/{store}/digests/{day}\""), 2);
    EXPECT_EQ(page.sum("tillnote_http_requests_total", "status=\"200\""), 2);
    EXPECT_EQ(page.sum("tillnote_http_request_seconds_count"), 2);
    EXPECT_NEAR(page.sum("tillnote_http_request_seconds_sum"), 0.006, 1e-9);
    EXPECT_EQ(page.sum("tillnote_http_request_seconds_bucket", "le=\"0.0025\""), 0);
    EXPECT_EQ(page.sum("tillnote_http_request_seconds_bucket", "le=\"0.005\""), 2);
    EXPECT_EQ(page.sum("tillnote_notes_total", "stored"), 2);
    EXPECT_EQ(page.sum("tillnote_notes_total", "refused"), 2);
    EXPECT_EQ(page.sum("tillnote_notes_total", "exists"), 0);
    EXPECT_EQ(page.sum("tillnote_commit_notes_sum"), 80);
    EXPECT_EQ(page.sum("tillnote_commit_seconds_count"), 2);
    EXPECT_EQ(page.sum("tillnote_rollup_days_total"), 10);
    EXPECT_EQ(page.sum("tillnote_cloned_outbox_total"), 2);
    EXPECT_EQ(page.sum("tillnote_unplaced_hours_total"), 8);
    EXPECT_EQ(page.sum("tillnote_editions_total"), 24);
    EXPECT_EQ(page.sum("tillnote_delivery_attempts_total", "kind=\"digest\",outcome=\"sent\""), 2);
    EXPECT_EQ(page.sum("tillnote_deliveries_waiting"), 8);
    EXPECT_EQ(page.sum("tillnote_deliveries_failed"), 1);
    EXPECT_EQ(page.sum("tillnote_retention_rows_total"), 1800);
    EXPECT_EQ(page.sum("tillnote_retention_months_total"), 4);
    EXPECT_EQ(page.sum("tillnote_retention_past_term_rows"), 6);
    EXPECT_GT(page.sum("tillnote_retention_last_run_timestamp_seconds"), 1.7e9);
    EXPECT_EQ(page.sum("tillnote_limited_requests_total", "limit=\"lane\""), 2);
    EXPECT_EQ(page.sum("tillnote_crowded_connections_total", "what=\"address_full\""), 2);
    EXPECT_EQ(page.sum("tillnote_crowded_connections_total"), 2);
    EXPECT_EQ(page.sum("tillnote_commit_queue_notes"), 7);
    EXPECT_EQ(page.sum("tillnote_http_connections"), 3);
}

TEST(Metrics, AreThoseOfTheHandbook) {
    std::istringstream text(test::text_of_file(TILLNOTE_SOURCE_DIR "/docs/operations.md"));
    std::set<std::string> documented;
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with("| `tillnote_")) {
            documented.insert(line.substr(3, line.find('`', 3) - 3));
        }
    }
    Metrics metrics;
    count_everything(metrics);
    std::set<std::string> measured;
    for (const auto& family : page_of(metrics).families) {
        measured.insert(family.first);
    }
    EXPECT_EQ(documented, measured);
}

TEST(Exposition, RefusesWhatAScraperWould) {
    const std::string head = "# HELP a_total Help\n# TYPE a_total counter\n";
    EXPECT_EQ(parse_exposition(head + "a_total{x=\"1\\\"\\n\"} 2\n").sum("a_total"), 2);
    for (const std::string bad : {"a_total 1\n", "# HELP a_total Help\na_total 1\n", "# TYPE a_total counter\n",
                                  "# HELP a_total Help\n# TYPE a_total sum\n"}) {
        EXPECT_ANY_THROW(parse_exposition(bad)) << bad;
    }
    for (const std::string bad : {"a_total 1", "a_total\n", "a_total x\n", "a_total -1\n", "a-total 1\n", "a_total{x=1} 1\n",
                                  "a_total{x=\"1} 1\n", "a_total{x=\"\\t\"} 1\n", "a_total 1\na_total 2\n"}) {
        EXPECT_ANY_THROW(parse_exposition(head + bad)) << bad;
    }
    const std::string histogram = "# HELP b Help\n# TYPE b histogram\n";
    const std::string sound = "b_bucket{le=\"1\"} 1\nb_bucket{le=\"+Inf\"} 2\nb_sum 3\nb_count 2\n";
    EXPECT_EQ(parse_exposition(histogram + sound).sum("b_count"), 2);
    EXPECT_ANY_THROW(parse_exposition(histogram + "b_bucket{le=\"1\"} 3\nb_bucket{le=\"+Inf\"} 2\nb_sum 3\nb_count 2\n"));
    EXPECT_ANY_THROW(parse_exposition(histogram + "b_bucket{le=\"1\"} 2\nb_sum 3\nb_count 2\n"));
}

}  // namespace
}  // namespace tillnote::app
