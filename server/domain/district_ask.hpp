#pragma once

#include "server/domain/digest.hpp"

#include <cstddef>
#include <functional>
#include <vector>

/// One ask that several stores put. Each store keeps its own; they belong together by what is asked and when. Pure; any
/// thread.
namespace tillnote::domain {

/// How many stores of the district were open on a day.
using CountStores = std::function<std::size_t(Day)>;

/// What `stores` of them have is the district's and not one store's own: several have it, or the district's only store then.
[[nodiscard]] bool is_of_several(std::size_t stores, Day first_day, const CountStores& open_on);

/// The asks of several stores by question, answers and first day, the latest first day first; each group by store. A last
/// day may differ, for a store may end its own. Groups that are not is_of_several are left out.
[[nodiscard]] std::vector<std::vector<Ask>> group_asks(std::vector<Ask> asks, const CountStores& open_on);

/// How a group stands as a whole: running where one store still asks, then planned, then over; closed where all ended it
/// early.
[[nodiscard]] AskState state_of(const std::vector<Ask>& group, Day today) noexcept;

/// The counts of a group added up; `sampled` only where it is in every store that showed the ask. `counts` is not empty.
[[nodiscard]] AskCounts add_counts(const std::vector<AskCounts>& counts);

}  // namespace tillnote::domain
