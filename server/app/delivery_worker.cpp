#include "server/app/delivery_worker.hpp"

#include "schema/time_text.hpp"
#include "server/app/log.hpp"

namespace tillnote::app {
namespace {

using namespace std::chrono_literals;

/// Another server may have put something into the outbox, and retries come due.
constexpr auto look_interval = 5s;
constexpr auto count_interval = 1s;
constexpr int threads = 2;

}  // namespace

DeliveryWorker::DeliveryWorker(OutgoingMaker make_outgoing, std::function<Instant()> now, CountsReceiver on_counts)
    : make_outgoing_(std::move(make_outgoing)), now_(std::move(now)), on_counts_(std::move(on_counts)) {
    for (int thread = 0; thread < threads; ++thread) {
        threads_.emplace_back([this] { run(); });
    }
}

DeliveryWorker::~DeliveryWorker() {
    stop();
}

void DeliveryWorker::wake() {
    {
        const std::lock_guard lock(mutex_);
        ++wakes_;
    }
    changed_.notify_all();
}

void DeliveryWorker::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

void DeliveryWorker::send_due(Outgoing& outgoing) {
    while (!stopping_) {
        const auto sent = outgoing.loop().send_next();
        if (!sent) {
            log_event(LogLevel::warning, "outbox_failed", {{"code", std::string(error_row(sent.error().code).type)}});
            return;
        }
        if (!*sent) {
            break;
        }
    }
    tell_counts(outgoing);
}

// Each edition of a morning wakes the worker; the counts may wait.
void DeliveryWorker::tell_counts(Outgoing& outgoing) {
    {
        const std::lock_guard lock(mutex_);
        const auto now = std::chrono::steady_clock::now();
        if (now < count_next_at_) {
            return;
        }
        count_next_at_ = now + count_interval;
    }
    if (const auto counts = outgoing.deliveries().count_deliveries(now_())) {
        on_counts_(*counts);
    }
}

void DeliveryWorker::run() {
    const auto outgoing = make_outgoing_();
    std::uint64_t seen = 0;
    while (!stopping_) {
        {
            const std::lock_guard lock(mutex_);
            seen = wakes_;
        }
        try {
            send_due(*outgoing);
        } catch (const std::exception& exception) {
            log_event(LogLevel::error, "outbox_failed", {{"what", std::string(exception.what())}});
        }
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, look_interval, [&] { return stopping_ || wakes_ != seen; });
    }
}

void log_delivery(const delivery::DeliveryEvent& event) {
    using Outcome = delivery::DeliveryEvent::Outcome;
    const bool went_well = event.outcome == Outcome::sent || event.outcome == Outcome::cancelled;
    log_event(went_well ? LogLevel::info : LogLevel::warning, "delivery",
              {{"outcome", std::string(delivery::to_text(event.outcome))},
               {"store", event.delivery.store},
               {"district", event.delivery.district},
               {"kind", std::string(domain::to_text(event.delivery.kind))},
               {"channel", std::string(domain::to_text(event.delivery.channel))},
               {"message_id", event.delivery.message_id},
               {"attempts", std::int64_t{event.attempts}}});
}

}  // namespace tillnote::app
