#include "server/app/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <map>
#include <mutex>

namespace tillnote::app {
namespace {

const prometheus::Histogram::BucketBoundaries seconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5};
const prometheus::Histogram::BucketBoundaries sizes{1, 4, 16, 64, 256, 1024, 4096};

}  // namespace

struct Metrics::Impl {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                                            .Name("tillnote_http_requests_total")
                                                            .Help("Requests answered, by route and status")
                                                            .Register(registry);
    prometheus::Histogram& request_seconds = prometheus::BuildHistogram()
                                                 .Name("tillnote_http_request_seconds")
                                                 .Help("Time from the first byte of a request to its answer")
                                                 .Register(registry)
                                                 .Add({}, seconds);
    prometheus::Family<prometheus::Counter>& notes = prometheus::BuildCounter()
                                                         .Name("tillnote_notes_total")
                                                         .Help("Notes, undos and showings received, by what became of them")
                                                         .Register(registry);
    std::array<prometheus::Counter*, 4> notes_by_status{
        &notes.Add({{"status", "stored"}}), &notes.Add({{"status", "exists"}}), &notes.Add({{"status", "quarantined"}}),
        &notes.Add({{"status", "refused"}})};
    prometheus::Histogram& commit_notes = prometheus::BuildHistogram()
                                              .Name("tillnote_commit_notes")
                                              .Help("Notes stored by one transaction")
                                              .Register(registry)
                                              .Add({}, sizes);
    prometheus::Histogram& commit_seconds = prometheus::BuildHistogram()
                                                .Name("tillnote_commit_seconds")
                                                .Help("Time one transaction took")
                                                .Register(registry)
                                                .Add({}, seconds);
    prometheus::Counter& recomputed = prometheus::BuildCounter()
                                          .Name("tillnote_rollup_days_total")
                                          .Help("Store-days recomputed from their notes")
                                          .Register(registry)
                                          .Add({});
    prometheus::Counter& cloned = prometheus::BuildCounter()
                                      .Name("tillnote_cloned_outbox_total")
                                      .Help("Deliveries of a terminal whose disk image another one has, too")
                                      .Register(registry)
                                      .Add({});
    prometheus::Counter& unplaced_hours =
        prometheus::BuildCounter()
            .Name("tillnote_unplaced_hours_total")
            .Help("Hours of transactions, each time they were told, that belong to no open day: a lane's clock is wrong")
            .Register(registry)
            .Add({});
    prometheus::Counter& frozen = prometheus::BuildCounter()
                                      .Name("tillnote_editions_total")
                                      .Help("Digests frozen, amendments included")
                                      .Register(registry)
                                      .Add({});
    prometheus::Family<prometheus::Counter>& deliveries =
        prometheus::BuildCounter()
            .Name("tillnote_delivery_attempts_total")
            .Help("Attempts to send digests and alerts, by kind and outcome")
            .Register(registry);
    prometheus::Gauge& deliveries_waiting = prometheus::BuildGauge()
                                                .Name("tillnote_deliveries_waiting")
                                                .Help("Digests and alerts that are due and not sent yet")
                                                .Register(registry)
                                                .Add({});
    prometheus::Gauge& deliveries_failed = prometheus::BuildGauge()
                                               .Name("tillnote_deliveries_failed")
                                               .Help("Digests and alerts given up in the last seven days")
                                               .Register(registry)
                                               .Add({});
    prometheus::Counter& retention_rows = prometheus::BuildCounter()
                                              .Name("tillnote_retention_rows_total")
                                              .Help("Rows removed because their term was over, beside whole months of notes")
                                              .Register(registry)
                                              .Add({});
    prometheus::Counter& retention_months = prometheus::BuildCounter()
                                                .Name("tillnote_retention_months_total")
                                                .Help("Months of notes dropped because their term was over")
                                                .Register(registry)
                                                .Add({});
    prometheus::Gauge& past_term =
        prometheus::BuildGauge()
            .Name("tillnote_retention_past_term_rows")
            .Help("Rows there a day after their term, as the last run found: 0 unless something is wrong")
            .Register(registry)
            .Add({});
    prometheus::Gauge& retention_at = prometheus::BuildGauge()
                                          .Name("tillnote_retention_last_run_timestamp_seconds")
                                          .Help("When the last whole run of the retention ended; 0: none since the start")
                                          .Register(registry)
                                          .Add({});
    prometheus::Family<prometheus::Counter>& limited =
        prometheus::BuildCounter()
            .Name("tillnote_limited_requests_total")
            .Help("Requests of callers that ask too often, answered 429, by whose limit it was")
            .Register(registry);
    prometheus::Family<prometheus::Counter>& crowded =
        prometheus::BuildCounter()
            .Name("tillnote_crowded_connections_total")
            .Help("Connections refused or closed for want of room, by what for")
            .Register(registry);
    std::array<prometheus::Counter*, 4> crowded_by_kind{
        &crowded.Add({{"what", "server_full"}}), &crowded.Add({{"what", "address_full"}}),
        &crowded.Add({{"what", "idle_closed"}}), &crowded.Add({{"what", "address_too_often"}})};
    prometheus::Counter& failed_audits = prometheus::BuildCounter()
                                             .Name("tillnote_audit_failures_total")
                                             .Help("Refusals that could not be put into the audit log")
                                             .Register(registry)
                                             .Add({});
    prometheus::Counter& failed_handshakes = prometheus::BuildCounter()
                                                 .Name("tillnote_tls_handshake_failures_total")
                                                 .Help("TLS handshakes that failed, clients that only left aside")
                                                 .Register(registry)
                                                 .Add({});
    prometheus::Gauge& certificate_end = prometheus::BuildGauge()
                                             .Name("tillnote_tls_certificate_expiry_timestamp_seconds")
                                             .Help("When the certificate in use ends to be valid; 0: no TLS")
                                             .Register(registry)
                                             .Add({});
    prometheus::Gauge& waiting = prometheus::BuildGauge()
                                     .Name("tillnote_commit_queue_notes")
                                     .Help("Notes that wait for their commit")
                                     .Register(registry)
                                     .Add({});
    prometheus::Gauge& connections =
        prometheus::BuildGauge().Name("tillnote_http_connections").Help("Open connections").Register(registry).Add({});

    // Family::Add hashes its labels at every call; the few (route, status) pairs there are, are remembered here.
    std::mutex mutex;
    std::map<std::pair<std::string, int>, prometheus::Counter*> by_route;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::count_exchange(const http::Exchange& exchange) {
    prometheus::Counter* counter = nullptr;
    {
        const std::lock_guard lock(impl_->mutex);
        auto& known = impl_->by_route[{exchange.route, exchange.status}];
        if (known == nullptr) {
            known = &impl_->requests.Add({{"route", exchange.route}, {"status", std::to_string(exchange.status)}});
        }
        counter = known;
    }
    counter->Increment();
    impl_->request_seconds.Observe(std::chrono::duration<double>(exchange.duration).count());
}

void Metrics::count_results(const std::vector<NoteResult>& results) {
    for (const auto& result : results) {
        impl_->notes_by_status[static_cast<std::size_t>(result.status)]->Increment();
    }
}

void Metrics::count_commit(std::size_t /*deliveries*/, std::size_t notes, std::chrono::microseconds duration) {
    impl_->commit_notes.Observe(static_cast<double>(notes));
    impl_->commit_seconds.Observe(std::chrono::duration<double>(duration).count());
}

void Metrics::count_recomputed(std::size_t store_days) {
    impl_->recomputed.Increment(static_cast<double>(store_days));
}

void Metrics::count_unplaced_hours(std::size_t hours) {
    impl_->unplaced_hours.Increment(static_cast<double>(hours));
}

void Metrics::count_cloned_outbox() {
    impl_->cloned.Increment();
}

void Metrics::count_retention(std::int64_t rows_removed, std::size_t months_dropped, std::int64_t rows_past_term) {
    impl_->retention_rows.Increment(static_cast<double>(rows_removed));
    impl_->retention_months.Increment(static_cast<double>(months_dropped));
    impl_->past_term.Set(static_cast<double>(rows_past_term));
    impl_->retention_at.SetToCurrentTime();
}

void Metrics::count_limited(std::string_view caller) {
    impl_->limited.Add({{"limit", std::string(caller)}}).Increment();
}

void Metrics::count_crowding(http::Crowding crowding) {
    impl_->crowded_by_kind.at(static_cast<std::size_t>(crowding))->Increment();
}

void Metrics::count_failed_audit() {
    impl_->failed_audits.Increment();
}

void Metrics::count_failed_handshake() {
    impl_->failed_handshakes.Increment();
}

void Metrics::set_certificate_end(std::chrono::system_clock::time_point not_after) {
    impl_->certificate_end.Set(std::chrono::duration<double>(not_after.time_since_epoch()).count());
}

void Metrics::count_frozen(std::size_t editions) {
    impl_->frozen.Increment(static_cast<double>(editions));
}

void Metrics::count_delivery(std::string_view kind, std::string_view outcome) {
    impl_->deliveries.Add({{"kind", std::string(kind)}, {"outcome", std::string(outcome)}}).Increment();
}

void Metrics::set_deliveries(std::int64_t waiting, std::int64_t failed) {
    impl_->deliveries_waiting.Set(static_cast<double>(waiting));
    impl_->deliveries_failed.Set(static_cast<double>(failed));
}

std::string Metrics::render(std::size_t waiting_notes, std::size_t connections) const {
    impl_->waiting.Set(static_cast<double>(waiting_notes));
    impl_->connections.Set(static_cast<double>(connections));
    return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace tillnote::app
