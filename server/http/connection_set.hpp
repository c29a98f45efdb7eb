#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace tillnote::http {

class Connection;

/// How many connections there may be.
struct ConnectionCaps {
    std::size_t all_max;
    std::size_t per_address_max;
};

/// Owns the live connections, and counts them by Connection::counted_address(). Socket thread only, but for size().
class ConnectionSet {
public:
    using Clock = std::chrono::steady_clock;

    /// A connection that waits for its next request less long than this is never closed to make room: what it has just been
    /// opened for may be on its way.
    static constexpr std::chrono::milliseconds spared_for{1'000};

    void add(std::shared_ptr<Connection> connection);
    void remove(Connection& connection);

    /// Calls `visit` on each; it may remove the one it is called on, and no other.
    void for_each(const std::function<void(Connection&)>& visit);

    /// Closes those that have waited longest for a next request, as long as less than an eighth of all_max is free, or of
    /// per_address_max at their address. So who comes next finds room, and who is at work loses none. How many it closed.
    std::size_t make_room(const ConnectionCaps& caps, Clock::time_point now);

    [[nodiscard]] std::size_t count_of(const std::string& counted_address) const;
    [[nodiscard]] std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }

private:
    std::vector<std::shared_ptr<Connection>> connections_;
    std::unordered_map<std::string, std::size_t> by_address_;
    std::atomic<std::size_t> size_ = 0;
};

}  // namespace tillnote::http
