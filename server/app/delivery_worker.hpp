#pragma once

#include "server/app/outgoing.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace tillnote::app {

/// Sends what is due, one delivery after another. One thread, one connection.
class DeliveryWorker {
public:
    using OutgoingMaker = std::function<std::unique_ptr<Outgoing>()>;
    using CountsReceiver = std::function<void(const domain::DeliveryCounts&)>;

    /// `on_counts` is told about every few seconds how many wait and how many were given up.
    DeliveryWorker(OutgoingMaker make_outgoing, std::function<Instant()> now, CountsReceiver on_counts);
    ~DeliveryWorker();

    /// Something was put into the outbox; look soon. Any thread.
    void wake();
    /// Lets the attempt under way finish, as long as its sender is not told to abandon it.
    void stop();

private:
    void run();
    void send_due(Outgoing& outgoing);

    const OutgoingMaker make_outgoing_;
    const std::function<Instant()> now_;
    const CountsReceiver on_counts_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = false;
    std::chrono::steady_clock::time_point count_next_at_;  ///< of the worker's thread alone
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

/// One line in the log per attempt, without anybody's address.
void log_delivery(const delivery::DeliveryEvent& event);

}  // namespace tillnote::app
