#pragma once

#include "server/app/outgoing.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace tillnote::app {

/// Makes the editions that are due, every few seconds, by each store's local wall time. Where a pass goes on is in the
/// database, so a restart changes nothing; around the pass there is only a dumb loop. One thread, one connection; several
/// servers may run it at once.
class Schedule {
public:
    using OutgoingMaker = std::function<std::unique_ptr<Outgoing>()>;

    /// `on_pass` is told of every pass that did something, on the schedule's thread.
    Schedule(OutgoingMaker make_outgoing, std::function<std::shared_ptr<const domain::Directory>()> directory,
             std::function<Instant()> now, std::function<void(const FreezeSummary&)> on_pass);
    ~Schedule();

    void stop();

private:
    void run();
    void pass(Outgoing& outgoing);

    const OutgoingMaker make_outgoing_;
    const std::function<std::shared_ptr<const domain::Directory>()> directory_;
    const std::function<Instant()> now_;
    const std::function<void(const FreezeSummary&)> on_pass_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace tillnote::app
