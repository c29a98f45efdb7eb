#include "server/app/alert_worker.hpp"

#include "schema/time_text.hpp"
#include "server/app/log.hpp"
#include "server/routes/make_id.hpp"

namespace tillnote::app {
namespace {

using namespace std::chrono_literals;

// A look at two small tables: an alert goes out at most this much after it is due.
constexpr auto look_interval = 1000ms;
constexpr auto rest_between_looks = 100ms;
constexpr std::size_t store_days_max = 64;
constexpr std::size_t announced_max = 64;

void log_failure(const Error& error, const domain::StoreDay* store_day) {
    log_event(LogLevel::warning, "alert_failed",
              {{"code", std::string(error_row(error.code).type)},
               {"store", store_day == nullptr ? std::string() : store_day->store},
               {"day", store_day == nullptr ? std::string() : format_day(store_day->day)}});
}

}  // namespace

bool raise_alerts(domain::AlertRaiser& raiser, Instant now, const AlertWorker::OnRaised& on_raised) {
    auto urgent = raiser.list_urgent(now, store_days_max);
    if (!urgent) {
        log_failure(urgent.error(), nullptr);
        return false;
    }
    bool all_done = true;
    for (const domain::StoreDay& store_day : *urgent) {
        if (auto raised = raiser.raise_due(store_day, now, routes::make_random_id); !raised) {
            log_failure(raised.error(), &store_day);
            all_done = false;  // its mark stays, and the others must not wait
        }
    }
    auto unannounced = raiser.list_unannounced(announced_max);
    if (!unannounced) {
        log_failure(unannounced.error(), nullptr);
        return false;
    }
    for (const domain::RaisedAlert& alert : *unannounced) {
        if (on_raised && !on_raised(alert.store, alert.alert_id)) {
            all_done = false;
            continue;
        }
        log_event(LogLevel::info, "alert", {{"store", alert.store}, {"alert_id", alert.alert_id.to_string()}});
        if (auto noted = raiser.note_announced(alert, now); !noted) {
            log_failure(noted.error(), nullptr);
            all_done = false;
        }
    }
    return all_done && (urgent->size() == store_days_max || unannounced->size() == announced_max);
}

AlertWorker::AlertWorker(RaiserMaker make_raiser, std::function<Instant()> now, OnRaised on_raised)
    : make_raiser_(std::move(make_raiser)),
      now_(std::move(now)),
      on_raised_(std::move(on_raised)),
      thread_([this] { run(); }) {}

AlertWorker::~AlertWorker() {
    stop();
}

void AlertWorker::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void AlertWorker::run() {
    const auto raiser = make_raiser_();
    while (true) {
        bool more = false;
        try {
            more = raise_alerts(*raiser, now_(), on_raised_);
        } catch (const std::exception& exception) {
            log_event(LogLevel::error, "alert_failed", {{"what", std::string(exception.what())}});
        }
        std::unique_lock lock(mutex_);
        if (changed_.wait_for(lock, more ? rest_between_looks : look_interval, [this] { return stopping_; })) {
            return;
        }
    }
}

}  // namespace tillnote::app
