#include "server/routes/lane_token_cache.hpp"

namespace tillnote::routes {

std::shared_ptr<const domain::LaneIdentity> LaneTokenCache::find(const std::string& token_hash, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(token_hash);
    if (found == entries_.end()) {
        return nullptr;
    }
    if (found->second.until <= now) {
        entries_.erase(found);
        return nullptr;
    }
    return found->second.identity;
}

void LaneTokenCache::put(const std::string& token_hash, std::shared_ptr<const domain::LaneIdentity> identity, Instant now) {
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= entries_max) {
        std::erase_if(entries_, [now](const auto& entry) { return entry.second.until <= now; });
        if (entries_.size() >= entries_max) {
            entries_.erase(entries_.begin());
        }
    }
    entries_.insert_or_assign(token_hash, Entry{std::move(identity), now + life_});
}

}  // namespace tillnote::routes
