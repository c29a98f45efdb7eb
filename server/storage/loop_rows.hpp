#pragma once

#include "server/domain/action.hpp"
#include "server/domain/digest_parts.hpp"

#include <pqxx/pqxx>

/// Rows of the views that all readers of alerts and actions select. For the stores only: this header brings libpqxx with it.
namespace tillnote::storage {

/// Of a row with the columns of `reason`.
[[nodiscard]] Reason read_reason_of(const pqxx::row& row);
[[nodiscard]] domain::AlertLine read_alert(const pqxx::row& row);  ///< of alert_row
[[nodiscard]] domain::Action read_action(const pqxx::row& row);    ///< of action_row

}  // namespace tillnote::storage
