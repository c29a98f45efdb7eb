#pragma once

#include "server/domain/lane_store.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace tillnote::routes {

/// Lane tokens that were valid a moment ago, by hash, so that a note costs no look-up. An entry lives `life`, which
/// is also how long a revoked token may still add notes. Bounded; safe from any thread.
class LaneTokenCache {
public:
    static constexpr std::size_t entries_max = 50'000;

    explicit LaneTokenCache(std::chrono::milliseconds life) : life_(life) {}

    [[nodiscard]] std::shared_ptr<const domain::LaneIdentity> find(const std::string& token_hash, Instant now);
    void put(const std::string& token_hash, std::shared_ptr<const domain::LaneIdentity> identity, Instant now);

private:
    struct Entry {
        std::shared_ptr<const domain::LaneIdentity> identity;
        Instant until;
    };
    const std::chrono::milliseconds life_;
    std::mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace tillnote::routes
