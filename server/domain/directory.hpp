#pragma once

#include "server/domain/ask.hpp"
#include "server/domain/business_day.hpp"
#include "server/domain/dated_catalog.hpp"
#include "server/domain/lane_keys.hpp"
#include "server/domain/store_message.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

struct StoreEntry {
    Store store;
    District district;
    StoreCalendar calendar;
    std::vector<Ask> asks{};               ///< not closed, and not over for more than a day
    std::vector<StoreMessage> messages{};  ///< not over for more than a day
    LaneKeys keys{};                       ///< the store's own; what is empty follows the chain
};

/// Districts, stores with what their lanes are told, and the catalog as they stood at one moment. Immutable; shared between
/// threads by shared_ptr.
struct Directory {
    std::map<std::string, StoreEntry, std::less<>> stores;
    std::map<std::string, District, std::less<>> districts;
    DatedCatalog catalog;
    std::vector<HotKey> hot_keys;  ///< of the chain

    [[nodiscard]] const StoreEntry* find_store(std::string_view id) const {
        const auto found = stores.find(id);
        return found == stores.end() ? nullptr : &found->second;
    }
    [[nodiscard]] const District* find_district(std::string_view id) const {
        const auto found = districts.find(id);
        return found == districts.end() ? nullptr : &found->second;
    }
};

}  // namespace tillnote::domain
