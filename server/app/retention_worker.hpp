#pragma once

#include "server/domain/retention.hpp"
#include "server/routes/environment.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace tillnote::app {

/// Removes what is past its term, every hour; after a failure sooner. One thread, one connection, which is made when there
/// is something to do. Several servers may run it at once.
class RetentionWorker {
public:
    using StoreMaker = std::function<std::unique_ptr<domain::RetentionStore>()>;
    using OnRun = std::function<void(const domain::RetentionRun& run)>;

    /// `make_store` empty: nothing is ever removed, and the log says so once. `on_run` is told of each whole run.
    RetentionWorker(StoreMaker make_store, const routes::DirectorySource& directory, std::function<Instant()> now,
                    OnRun on_run);
    ~RetentionWorker();

    /// Ends between two transactions.
    void stop();

private:
    void run();
    /// Returns whether the whole run was done.
    bool work_once(domain::RetentionStore& store);
    bool is_stopping();

    const StoreMaker make_store_;
    const routes::DirectorySource& directory_;
    const std::function<Instant()> now_;
    const OnRun on_run_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace tillnote::app
