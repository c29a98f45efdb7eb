#pragma once

#include "schema/wire.hpp"
#include "server/http/server.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::app {

/// Counters and histograms in the Prometheus text format. Safe from any thread.
class Metrics {
public:
    Metrics();
    ~Metrics();

    void count_exchange(const http::Exchange& exchange);
    void count_results(const std::vector<NoteResult>& results);
    void count_commit(std::size_t deliveries, std::size_t notes, std::chrono::microseconds duration);
    void count_recomputed(std::size_t store_days);
    void count_cloned_outbox();
    void count_unplaced_hours(std::size_t hours);
    void count_frozen(std::size_t editions);
    void count_delivery(std::string_view kind, std::string_view outcome);
    void set_deliveries(std::int64_t waiting, std::int64_t failed);
    /// After a whole run of the retention: what it removed, and what is past its term all the same.
    void count_retention(std::int64_t rows_removed, std::size_t months_dropped, std::int64_t rows_past_term);

    /// A caller that asks too often was told to come back: a word of routes::CallerKind.
    void count_limited(std::string_view caller);
    void count_crowding(http::Crowding crowding);
    void count_failed_audit();
    void count_failed_handshake();
    /// When the certificate of the listener ends to be valid.
    void set_certificate_end(std::chrono::system_clock::time_point not_after);

    /// The page of GET /metrics. The gauges are read at this moment.
    [[nodiscard]] std::string render(std::size_t waiting_notes, std::size_t connections) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tillnote::app
