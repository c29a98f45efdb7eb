#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace tillnote::http {

class Connection;

/// Owns the live connections. Socket thread only, but for size().
class ConnectionSet {
public:
    void add(std::shared_ptr<Connection> connection);
    void remove(Connection& connection);

    /// Calls `visit` on each; it may remove the one it is called on, and no other.
    void for_each(const std::function<void(Connection&)>& visit);

    [[nodiscard]] std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }

private:
    std::vector<std::shared_ptr<Connection>> connections_;
    std::atomic<std::size_t> size_ = 0;
};

}  // namespace tillnote::http
