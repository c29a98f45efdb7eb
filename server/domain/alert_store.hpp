#pragma once

#include "server/domain/digest_parts.hpp"

#include <optional>
#include <string_view>

namespace tillnote::domain {

/// Alerts of the stores. Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class AlertStore {
public:
    virtual ~AlertStore() = default;

    /// Nothing when the store has no such alert.
    virtual Result<std::optional<AlertLine>> find_alert(std::string_view store, const Uuid& alert_id) = 0;
};

}  // namespace tillnote::domain
