#include "server/routes/recent_keys.hpp"

#include <utility>

namespace tillnote::routes {

void RecentKeys::add(const std::string& key, std::string text) {
    if (const auto found = places_.find(key); found != places_.end()) {
        in_order_.splice(in_order_.begin(), in_order_, found->second.at);
        found->second.text = std::move(text);
        return;
    }
    if (places_.size() >= keys_max_) {
        places_.erase(in_order_.back());
        in_order_.pop_back();
    }
    in_order_.push_front(key);
    places_.emplace(key, Place{in_order_.begin(), std::move(text)});
}

void RecentKeys::remove(const std::string& key) {
    if (const auto found = places_.find(key); found != places_.end()) {
        in_order_.erase(found->second.at);
        places_.erase(found);
    }
}

const std::string* RecentKeys::find(const std::string& key) const {
    const auto found = places_.find(key);
    return found == places_.end() ? nullptr : &found->second.text;
}

}  // namespace tillnote::routes
