#include "server/http/connection_set.hpp"

#include "server/http/connection.hpp"

#include <algorithm>
#include <utility>

namespace tillnote::http {
namespace {

/// Beyond that many there is less room than should be.
std::size_t crowded_from(std::size_t max) {
    return max - max / 8;
}

}  // namespace

void ConnectionSet::add(std::shared_ptr<Connection> connection) {
    connection->set_slot(connections_.size());
    ++by_address_[connection->counted_address()];
    connections_.push_back(std::move(connection));
    size_.store(connections_.size(), std::memory_order_relaxed);
}

void ConnectionSet::remove(Connection& connection) {
    const auto counted = by_address_.find(connection.counted_address());
    if (--counted->second == 0) {
        by_address_.erase(counted);
    }
    const auto slot = connection.slot();
    std::swap(connections_[slot], connections_.back());
    connections_[slot]->set_slot(slot);
    connections_.pop_back();
    size_.store(connections_.size(), std::memory_order_relaxed);
}

std::size_t ConnectionSet::count_of(const std::string& counted_address) const {
    const auto found = by_address_.find(counted_address);
    return found == by_address_.end() ? 0 : found->second;
}

std::size_t ConnectionSet::make_room(const ConnectionCaps& caps, Clock::time_point now) {
    const auto is_crowded = [&](const std::string& address, std::size_t count) {
        return size() > crowded_from(caps.all_max) || (!address.empty() && count > crowded_from(caps.per_address_max));
    };
    if (std::ranges::none_of(by_address_, [&](const auto& each) { return is_crowded(each.first, each.second); })) {
        return 0;
    }
    std::vector<std::pair<Clock::time_point, std::shared_ptr<Connection>>> idle;
    for (const auto& connection : connections_) {
        if (const auto since = connection->idle_since(); since && now - *since >= spared_for) {
            idle.emplace_back(*since, connection);
        }
    }
    std::ranges::sort(idle, {}, [](const auto& each) { return each.first; });
    const auto before = size();
    for (const auto& [since, connection] : idle) {
        if (is_crowded(connection->counted_address(), count_of(connection->counted_address()))) {
            connection->close();
        }
    }
    return before - size();
}

void ConnectionSet::for_each(const std::function<void(Connection&)>& visit) {
    // Backwards, because remove() puts the last one, already visited, in the place of the removed one.
    for (auto index = connections_.size(); index > 0; --index) {
        const auto connection = connections_[index - 1];
        visit(*connection);
    }
}

}  // namespace tillnote::http
