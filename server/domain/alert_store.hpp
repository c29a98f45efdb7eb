#pragma once

#include "schema/error.hpp"
#include "server/domain/digest_parts.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// Alerts of the stores. Of one store and reason one stands at a time; remarks count onto it until it is acknowledged.
/// Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class AlertStore {
public:
    static constexpr int list_max = 200;

    virtual ~AlertStore() = default;

    /// Nothing when the store has no such alert.
    virtual Result<std::optional<AlertLine>> find_alert(std::string_view store, const Uuid& alert_id) = 0;
    /// Of one store: those that stand first, then the latest; at most list_max.
    virtual Result<std::vector<AlertLine>> list_alerts(std::string_view store) = 0;
    /// How many stand, by store, of those that the caller's scope shows; stores without one are left out.
    virtual Result<std::map<std::string, int, std::less<>>> count_standing() = 0;
    /// The first acknowledgement stands: a later one changes nothing and answers with the alert as it is.
    /// `account_id`: of the person. Errors: not_found.
    virtual Result<AlertLine> acknowledge(std::string_view store, const Uuid& alert_id, const Uuid& account_id,
                                          Instant now) = 0;
};

}  // namespace tillnote::domain
