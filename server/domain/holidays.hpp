#pragma once

#include "server/domain/organisation.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// Days that are no measure of what is usual in a grocery. Those of the United States; elsewhere the few days cost a
/// baseline little. Pure; any thread.
namespace tillnote::domain {

enum class Holiday {
    new_year,
    easter_sunday,
    memorial_day,
    independence_day,
    labor_day,
    thanksgiving_eve,
    thanksgiving,
    christmas_eve,
    christmas_day,
};
inline constexpr int holiday_count = 9;

[[nodiscard]] std::string_view to_text(Holiday holiday) noexcept;

[[nodiscard]] std::optional<Holiday> find_holiday(Day day);
[[nodiscard]] bool is_holiday(Day day);
/// Those from `first` to `last`, both inclusive, each once and in the order of Holiday.
[[nodiscard]] std::vector<Holiday> find_holidays(Day first, Day last);

}  // namespace tillnote::domain
