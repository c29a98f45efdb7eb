#include "server/app/rollup_worker.hpp"

#include "schema/time_text.hpp"
#include "server/app/log.hpp"
#include "server/domain/placement.hpp"

#include <algorithm>

namespace tillnote::app {
namespace {

using namespace std::chrono_literals;

// Small passes, newest days first, so that a tap of now never waits behind ninety days of history.
constexpr std::size_t store_days_max = 64;
// Marks may come from another server, so the worker also looks without being woken.
constexpr auto look_interval = 1000ms;
// Between two passes it rests this many times as long as the pass took, so that a burst of taps is one recount and
// recounting never starves ingest ...
constexpr int rest_per_work = 9;
constexpr auto rest_min = 100ms;
// ... but only so long that a note shows within two seconds, unless days have grown so large that recounting one is slow. A
// note waits at most for the pass that has just left its day behind, for the rest, and for the next pass; what is left of
// the two seconds is for a page to be made. A common day is some hundred notes and a few milliseconds.
constexpr auto shown_within = 1700ms;
constexpr auto slow_recount = 20ms;
constexpr auto months_interval = 1h;

std::chrono::steady_clock::duration rest_after(std::chrono::steady_clock::duration took, std::size_t store_days) {
    const std::chrono::steady_clock::duration rest =
        std::max<std::chrono::steady_clock::duration>(rest_min, took * rest_per_work);
    if (store_days > 0 && took / store_days > slow_recount) {
        return rest;
    }
    const bool more_waits = store_days == store_days_max;
    const std::chrono::steady_clock::duration rest_max =
        more_waits ? rest_min : std::max<std::chrono::steady_clock::duration>(rest_min, shown_within - 2 * took);
    return std::min(rest, rest_max);
}

}  // namespace

RollupWorker::RollupWorker(StoreMaker make_store, const routes::DirectorySource& directory, std::function<Instant()> now,
                           std::function<void(std::size_t)> on_recomputed)
    : make_store_(std::move(make_store)),
      directory_(directory),
      now_(std::move(now)),
      on_recomputed_(std::move(on_recomputed)),
      thread_([this] { run(); }) {}

RollupWorker::~RollupWorker() {
    stop();
}

void RollupWorker::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_one();
}

void RollupWorker::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void RollupWorker::make_months(domain::RollupStore& store) {
    const auto now = now_();
    if (now - months_made_at_ < months_interval) {
        return;
    }
    const domain::Day today{std::chrono::floor<std::chrono::days>(now)};
    if (auto made = store.make_months_ahead(today)) {
        months_made_at_ = now;
    } else {
        log_event(LogLevel::warning, "months_not_made", {{"code", std::string(error_row(made.error().code).type)}});
    }
}

std::size_t RollupWorker::work_once(domain::RollupStore& store) {
    auto stale = store.list_stale(store_days_max);
    if (!stale) {
        log_event(LogLevel::warning, "rollup_failed", {{"code", std::string(error_row(stale.error().code).type)}});
        return 0;
    }
    const auto directory = directory_.current();
    const auto now = now_();
    std::size_t done = 0;
    for (const auto& store_day : *stale) {
        const auto* entry = directory->find_store(store_day.store);
        if (entry == nullptr) {
            continue;  // made a moment ago; the mark stays until the directory knows the store
        }
        const auto horizon = domain::sealing_horizon(entry->calendar.day_of(now));
        auto recomputed = store.recompute(store_day, entry->calendar.bounds_of(store_day.day), store_day.day < horizon);
        if (!recomputed) {
            log_event(LogLevel::warning, "rollup_failed",
                      {{"code", std::string(error_row(recomputed.error().code).type)},
                       {"store", store_day.store},
                       {"day", format_day(store_day.day)}});
            continue;  // its mark stays, and one bad day must not keep the others waiting
        }
        ++done;
    }
    if (done > 0) {
        on_recomputed_(done);
        log_event(LogLevel::debug, "rollup", {{"store_days", static_cast<std::int64_t>(done)}});
    }
    return done;
}

void RollupWorker::run() {
    const auto store = make_store_();
    while (true) {
        const auto began = std::chrono::steady_clock::now();
        std::size_t store_days = 0;
        try {
            make_months(*store);
            store_days = work_once(*store);
        } catch (const std::exception& exception) {
            log_event(LogLevel::error, "rollup_failed", {{"what", std::string(exception.what())}});
        }
        const auto rest = rest_after(std::chrono::steady_clock::now() - began, store_days);

        std::unique_lock lock(mutex_);
        if (changed_.wait_for(lock, rest, [this] { return stopping_; })) {
            return;
        }
        if (store_days == 0) {
            changed_.wait_for(lock, look_interval, [this] { return stopping_ || woken_; });
        }
        if (stopping_) {
            return;
        }
        woken_ = false;
    }
}

}  // namespace tillnote::app
