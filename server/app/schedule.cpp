#include "server/app/schedule.hpp"

#include "server/app/log.hpp"
#include "server/domain/digest_schedule.hpp"

namespace tillnote::app {
namespace {

constexpr std::size_t threads = 2;

bool did_something(const FreezeSummary& summary) {
    return summary.frozen + summary.amended + summary.closed + summary.missed + summary.begun + summary.failed > 0;
}

void log_pass(const FreezeSummary& summary) {
    log_event(summary.failed + summary.missed > 0 ? LogLevel::warning : LogLevel::info, "digests_frozen",
              {{"frozen", std::int64_t{summary.frozen}},
               {"amended", std::int64_t{summary.amended}},
               {"closed", std::int64_t{summary.closed}},
               {"missed", std::int64_t{summary.missed}},
               {"begun", std::int64_t{summary.begun}},
               {"failed", std::int64_t{summary.failed}}});
}

void log_district_pass(const DistrictSummary& summary) {
    if (summary.frozen + summary.missed + summary.begun + summary.failed == 0) {
        return;
    }
    log_event(summary.failed + summary.missed > 0 ? LogLevel::warning : LogLevel::info, "district_digests_frozen",
              {{"frozen", std::int64_t{summary.frozen}},
               {"missed", std::int64_t{summary.missed}},
               {"begun", std::int64_t{summary.begun}},
               {"failed", std::int64_t{summary.failed}}});
}

}  // namespace

Schedule::Schedule(OutgoingMaker make_outgoing, std::function<std::shared_ptr<const domain::Directory>()> directory,
                   std::function<Instant()> now, std::function<void(const FreezeSummary&)> on_pass)
    : make_outgoing_(std::move(make_outgoing)),
      directory_(std::move(directory)),
      now_(std::move(now)),
      started_at_(now_()),
      on_pass_(std::move(on_pass)) {
    for (std::size_t which = 0; which < threads; ++which) {
        threads_.emplace_back([this, which] { run({which, threads}); });
    }
}

Schedule::~Schedule() {
    stop();
}

void Schedule::stop() {
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

void Schedule::pass(Outgoing& outgoing, StoreShare share) {
    const auto directory = directory_();
    const auto summary = outgoing.freezer().freeze_due(*directory, now_(), stopping_, share, started_at_);
    if (!summary) {
        log_event(LogLevel::warning, "schedule_failed", {{"code", std::string(error_row(summary.error().code).type)}});
        return;
    }
    if (did_something(*summary)) {
        log_pass(*summary);
        on_pass_(*summary);
    }
    if (share.which == 0) {
        pass_districts(outgoing, *directory);
    }
}

void Schedule::pass_districts(Outgoing& outgoing, const domain::Directory& directory) {
    const auto summary = outgoing.district_freezer().freeze_due(directory, now_(), stopping_, started_at_);
    if (!summary) {
        log_event(LogLevel::warning, "schedule_failed", {{"code", std::string(error_row(summary.error().code).type)}});
        return;
    }
    log_district_pass(*summary);
}

void Schedule::run(StoreShare share) {
    const auto outgoing = make_outgoing_();
    while (!stopping_) {
        try {
            pass(*outgoing, share);
        } catch (const std::exception& exception) {
            log_event(LogLevel::error, "schedule_failed", {{"what", std::string(exception.what())}});
        }
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, domain::schedule_pass_interval, [this] { return stopping_.load(); });
    }
}

}  // namespace tillnote::app
