#pragma once

#include "server/app/outgoing.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tillnote::app {

/// Sends what is due, what has been due longest first. Two threads, each with a connection of its own to the database and to
/// the mail server: while one waits for an answer, the other works.
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
    void tell_counts(Outgoing& outgoing);

    const OutgoingMaker make_outgoing_;
    const std::function<Instant()> now_;
    const CountsReceiver on_counts_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t wakes_ = 0;
    std::chrono::steady_clock::time_point count_next_at_;
    std::atomic<bool> stopping_ = false;
    std::vector<std::thread> threads_;
};

/// One line in the log per attempt, without anybody's address.
void log_delivery(const delivery::DeliveryEvent& event);

}  // namespace tillnote::app
