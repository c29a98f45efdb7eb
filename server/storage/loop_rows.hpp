#pragma once

#include "server/domain/action.hpp"
#include "server/domain/digest_parts.hpp"
#include "server/domain/goal.hpp"

#include <pqxx/pqxx>

/// Rows of the views that all readers of alerts, actions, goals and events select. For the stores only: this header brings
/// libpqxx with it.
namespace tillnote::storage {

/// Of a row with the columns of `reason`.
[[nodiscard]] Reason read_reason_of(const pqxx::row& row);
[[nodiscard]] domain::AlertLine read_alert(const pqxx::row& row);  ///< of alert_row
[[nodiscard]] domain::Action read_action(const pqxx::row& row);    ///< of action_row
[[nodiscard]] domain::Goal read_goal(const pqxx::row& row);        ///< of goal_row
[[nodiscard]] domain::Event read_event(const pqxx::row& row);      ///< of event_row

}  // namespace tillnote::storage
