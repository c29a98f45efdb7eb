#include "server/app/retention_worker.hpp"

#include "schema/time_text.hpp"
#include "server/app/log.hpp"

namespace tillnote::app {
namespace {

using namespace std::chrono_literals;

constexpr auto run_interval = 1h;
constexpr auto retry_interval = 60s;
constexpr auto directory_interval = 1s;  ///< at the start, until the stores have been read

void log_run(const domain::RetentionRun& run) {
    for (const domain::Day& month : run.months_dropped) {
        log_event(LogLevel::info, "month_dropped", {{"month", format_day(month)}});
    }
    if (run.rows_removed > 0) {
        log_event(LogLevel::info, "retention", {{"rows_removed", run.rows_removed}});
    }
    for (const domain::PastTerm& past : run.past_term) {
        log_event(LogLevel::error, "past_term",
                  {{"table", past.table}, {"store", past.store}, {"rows", past.rows}, {"oldest", format_day(past.oldest)}});
    }
}

}  // namespace

RetentionWorker::RetentionWorker(StoreMaker make_store, const routes::DirectorySource& directory,
                                 std::function<Instant()> now, OnRun on_run)
    : make_store_(std::move(make_store)), directory_(directory), now_(std::move(now)), on_run_(std::move(on_run)) {
    if (!make_store_) {
        log_event(LogLevel::warning, "retention_off", {{"why", "'database.retention' is missing in the configuration"}});
        return;
    }
    thread_ = std::thread([this] { run(); });
}

RetentionWorker::~RetentionWorker() {
    stop();
}

void RetentionWorker::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

bool RetentionWorker::is_stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

bool RetentionWorker::work_once(domain::RetentionStore& store) {
    const auto done = domain::run_retention(store, *directory_.current(), now_(), [this] { return is_stopping(); });
    if (!done) {
        log_event(LogLevel::warning, "retention_failed", {{"code", std::string(error_row(done.error().code).type)}});
        return false;
    }
    log_run(*done);
    if (!is_stopping()) {
        on_run_(*done);
    }
    return true;
}

void RetentionWorker::run() {
    const auto store = make_store_();
    while (true) {
        std::chrono::steady_clock::duration rest = directory_interval;
        if (const auto directory = directory_.current(); directory != nullptr && !directory->stores.empty()) {
            rest = retry_interval;
            try {
                if (work_once(*store)) {
                    rest = run_interval;
                }
            } catch (const std::exception& exception) {
                log_event(LogLevel::error, "retention_failed", {{"what", std::string(exception.what())}});
            }
        }
        std::unique_lock lock(mutex_);
        if (changed_.wait_for(lock, rest, [this] { return stopping_; })) {
            return;
        }
    }
}

}  // namespace tillnote::app
