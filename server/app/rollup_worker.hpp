#pragma once

#include "server/domain/rollup_store.hpp"
#include "server/routes/environment.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace tillnote::app {

/// Recomputes stale store-days from their notes, and keeps the months of the note table ahead of time.
/// One thread, one connection. Around `work_once` there is only a dumb loop; several servers may run it at once.
class RollupWorker {
public:
    using StoreMaker = std::function<std::unique_ptr<domain::RollupStore>()>;

    RollupWorker(StoreMaker make_store, const routes::DirectorySource& directory, std::function<Instant()> now,
                 std::function<void(std::size_t store_days)> on_recomputed);
    ~RollupWorker();

    /// Marks were appended; look soon. Any thread.
    void wake();
    void stop();

private:
    void run();
    /// Recomputes what is stale now, at most a bounded number of store-days. Returns how many.
    std::size_t work_once(domain::RollupStore& store);
    void make_months(domain::RollupStore& store);

    const StoreMaker make_store_;
    const routes::DirectorySource& directory_;
    const std::function<Instant()> now_;
    const std::function<void(std::size_t)> on_recomputed_;
    Instant months_made_at_{};
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace tillnote::app
