#pragma once

#include "server/domain/lane_keys.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// Keys of the chain's lanes, and of the stores that have their own. Blocking: database threads only.
/// Errors of all: unavailable, internal, and those named.
class KeyStore {
public:
    virtual ~KeyStore() = default;

    virtual Result<std::vector<HotKey>> list_chain_hot_keys() = 0;
    /// By store; stores that have nothing of their own are left out.
    virtual Result<std::map<std::string, LaneKeys>> list_store_keys() = 0;
    /// Replaces all of them.
    virtual Result<void> put_chain_hot_keys(const std::vector<HotKey>& hot_keys) = 0;
    /// Replaces all of them; what is empty follows the chain again. Errors: impossible_value (no such store).
    virtual Result<void> put_store_keys(std::string_view store, const LaneKeys& keys) = 0;
};

}  // namespace tillnote::domain
