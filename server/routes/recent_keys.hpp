#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>

namespace tillnote::routes {

/// The keys that were added last, at most `keys_max`, each with a short text that goes with it; the one added longest ago
/// goes first. Not for two threads at once.
class RecentKeys {
public:
    explicit RecentKeys(std::size_t keys_max) : keys_max_(keys_max) {}

    void add(const std::string& key, std::string text = {});
    void remove(const std::string& key);
    [[nodiscard]] bool contains(const std::string& key) const { return places_.contains(key); }
    /// What goes with `key`, until the next call that is not const; null where it is not there.
    [[nodiscard]] const std::string* find(const std::string& key) const;

private:
    struct Place {
        std::list<std::string>::iterator at;
        std::string text;
    };

    const std::size_t keys_max_;
    std::list<std::string> in_order_;  ///< the last added first
    std::unordered_map<std::string, Place> places_;
};

}  // namespace tillnote::routes
