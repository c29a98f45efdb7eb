#include "server/http/connection_set.hpp"

#include "server/http/connection.hpp"

#include <utility>

namespace tillnote::http {

void ConnectionSet::add(std::shared_ptr<Connection> connection) {
    connection->set_slot(connections_.size());
    connections_.push_back(std::move(connection));
    size_.store(connections_.size(), std::memory_order_relaxed);
}

void ConnectionSet::remove(Connection& connection) {
    const auto slot = connection.slot();
    std::swap(connections_[slot], connections_.back());
    connections_[slot]->set_slot(slot);
    connections_.pop_back();
    size_.store(connections_.size(), std::memory_order_relaxed);
}

void ConnectionSet::for_each(const std::function<void(Connection&)>& visit) {
    // Backwards, because remove() puts the last one, already visited, in the place of the removed one.
    for (auto index = connections_.size(); index > 0; --index) {
        const auto connection = connections_[index - 1];
        visit(*connection);
    }
}

}  // namespace tillnote::http
