#pragma once

#include "schema/ids.hpp"
#include "schema/note.hpp"

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <vector>

namespace tillnote::domain {

using Day = std::chrono::year_month_day;  ///< local date on which a business day begins

struct District {
    std::string id;
    std::string name;

    friend bool operator==(const District&, const District&) = default;
};

/// How a store's business days begin. A past day never moves when this changes: a change is a new row
/// with a later `valid_from`, and StoreCalendar picks the row in force.
struct DayRule {
    Day valid_from;
    std::string zone;          ///< IANA name
    int cutoff_minutes = 240;  ///< local wall time, minutes after midnight

    friend bool operator==(const DayRule&, const DayRule&) = default;
};

struct Store {
    std::string id;
    std::string name;
    std::string district;
    std::vector<DayRule> day_rules;  ///< ascending by valid_from, never empty
    Day opened_on;                   ///< first business day
    std::optional<Day> closed_on;    ///< first business day it was no longer open
    bool free_text = false;          ///< comments are accepted
    std::vector<std::string> walk;   ///< department codes in this store's walking order; empty: the catalog's order

    friend bool operator==(const Store&, const Store&) = default;
};

struct Lane {
    std::string store;
    int number = 0;

    friend bool operator==(const Lane&, const Lane&) = default;
};

struct StoreDay {
    std::string store;
    Day day;

    friend auto operator<=>(const StoreDay&, const StoreDay&) = default;
};

}  // namespace tillnote::domain
