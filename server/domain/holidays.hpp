#pragma once

#include "server/domain/organisation.hpp"

namespace tillnote::domain {

/// Whether a day is no measure of what is usual in a grocery: New Year's Day, Easter Sunday, Memorial Day, Independence
/// Day, Labor Day, Thanksgiving and the day before, Christmas Eve and Christmas Day. Those of the United States; elsewhere
/// the few days cost a baseline little.
[[nodiscard]] bool is_holiday(Day day);

}  // namespace tillnote::domain
