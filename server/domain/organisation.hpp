#pragma once

#include "schema/error.hpp"
#include "schema/ids.hpp"
#include "schema/note.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
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

/// Which district a store belongs to. A past day never moves when this changes: a move is a new row.
struct Membership {
    Day valid_from;
    std::string district;

    friend bool operator==(const Membership&, const Membership&) = default;
};

struct Store {
    std::string id;
    std::string name;
    std::string district;                   ///< in a Directory that of today, else that of the last membership
    std::vector<DayRule> day_rules;         ///< ascending by valid_from, never empty
    Day opened_on;                          ///< first business day
    std::optional<Day> closed_on;           ///< first business day it was no longer open
    bool free_text = false;                 ///< comments are accepted
    std::vector<std::string> walk;          ///< department codes in this store's walking order; empty: the catalog's order
    std::vector<Membership> memberships{};  ///< ascending by valid_from; empty: `district` since it opened

    friend bool operator==(const Store&, const Store&) = default;
};

/// The id of the district that `store` belonged to on `day`; before its first day, that of its first.
[[nodiscard]] const std::string& district_on(const Store& store, Day day);

/// `store` with a membership of `district` from `day` on, until a later one takes over. Nothing changes where it belongs
/// there already. Errors: impossible_value, naming `on` (before the store opened).
[[nodiscard]] Result<Store> move_store(Store store, const std::string& district, Day day);

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

/// Staffed transactions of one business day.
struct TrafficDay {
    std::string store;
    Day day;
    std::int64_t staffed_transactions = 0;

    friend bool operator==(const TrafficDay&, const TrafficDay&) = default;
};

}  // namespace tillnote::domain
