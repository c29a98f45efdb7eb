#pragma once

#include "server/app/outgoing.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tillnote::app {

/// Makes the editions that are due, every few seconds, by each store's local wall time. Where a pass goes on is in the
/// database, so a restart changes nothing; around the pass there is only a dumb loop. Two threads with a connection each
/// share the stores, because a morning is half computing and half waiting; one of them looks after the districts when its
/// stores are done. Several servers may run it at once.
class Schedule {
public:
    using OutgoingMaker = std::function<std::unique_ptr<Outgoing>()>;

    /// `on_pass` is told of every pass that did something, on one of the schedule's threads.
    Schedule(OutgoingMaker make_outgoing, std::function<std::shared_ptr<const domain::Directory>()> directory,
             std::function<Instant()> now, std::function<void(const FreezeSummary&)> on_pass);
    ~Schedule();

    void stop();

private:
    void run(StoreShare share);
    void pass(Outgoing& outgoing, StoreShare share);
    void pass_districts(Outgoing& outgoing, const domain::Directory& directory);

    const OutgoingMaker make_outgoing_;
    const std::function<std::shared_ptr<const domain::Directory>()> directory_;
    const std::function<Instant()> now_;
    const Instant started_at_;
    const std::function<void(const FreezeSummary&)> on_pass_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::atomic<bool> stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace tillnote::app
