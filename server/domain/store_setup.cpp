#include "server/domain/store_setup.hpp"

#include "schema/time_text.hpp"
#include "schema/written_text.hpp"
#include "server/domain/business_day.hpp"
#include "server/domain/recipient.hpp"

#include <algorithm>

namespace tillnote::domain {
namespace {

constexpr int cutoff_minutes_max = 24 * 60 - 1;

Result<void> check_id(const std::string& id) {
    if (!is_store_id(id)) {
        return Error{ErrorCode::invalid_field, "An id is 1 to 32 of a-z, 0-9 and '-'.", "id"};
    }
    return check_no_card_number(id, "id");
}

Result<void> check_line(const std::string& text, const char* what, const char* field) {
    return check_written_text(text, 1, place_name_characters_max,
                              std::string(what) + " in 1 to " + std::to_string(place_name_characters_max) + " characters",
                              field);
}

Result<void> check_name(const std::string& name) {
    return check_line(name, "Give the name that people read,", "name");
}

Result<void> check_day_rule(const DayRule& rule) {
    if (!is_zone(rule.zone)) {
        return Error{ErrorCode::invalid_field, "'" + rule.zone + "' is not an IANA time zone; America/Chicago is one.",
                     "zone"};
    }
    if (rule.cutoff_minutes < 0 || rule.cutoff_minutes > cutoff_minutes_max) {
        return Error{ErrorCode::invalid_field, "The business day begins at 0 to 1439 minutes after midnight.", "cutoff"};
    }
    return {};
}

/// Puts a rule in its place and leaves out what says nothing new.
void put_day_rule(std::vector<DayRule>& rules, DayRule rule) {
    std::erase_if(rules, [&](const DayRule& other) { return other.valid_from == rule.valid_from; });
    const auto place = std::ranges::upper_bound(rules, rule.valid_from, {}, &DayRule::valid_from);
    rules.insert(place, std::move(rule));
    const auto same = [](const DayRule& one, const DayRule& next) {
        return one.zone == next.zone && one.cutoff_minutes == next.cutoff_minutes;
    };
    const auto repeated = std::ranges::unique(rules, same);
    rules.erase(repeated.begin(), repeated.end());
}

Result<void> change_day_rule(Store& store, const StoreChange& change, Day today) {
    const Day first = std::max(add_days(today, 1), store.opened_on);
    const Day from = change.valid_from.value_or(std::max(first, store.day_rules.back().valid_from));
    const DayRule& before = day_rule_on(store, from);
    DayRule rule{from, change.zone.value_or(before.zone), change.cutoff_minutes.value_or(before.cutoff_minutes)};
    if (auto checked = check_day_rule(rule); !checked) {
        return checked;
    }
    if (from < first) {
        return Error{ErrorCode::impossible_value,
                     "A day that has begun keeps its bounds; the change can hold from " + format_day(first) + " on.",
                     "valid_from"};
    }
    put_day_rule(store.day_rules, std::move(rule));
    return {};
}

Error wrong_walk(const std::string& code, std::string_view why, const std::vector<Department>& departments) {
    std::string known;
    for (const Department& department : departments) {
        if (department.walk) {
            known += (known.empty() ? "" : ", ") + department.code;
        }
    }
    return {ErrorCode::invalid_field, "'" + code + "' " + std::string(why) + "; the departments are " + known + ".", "walk"};
}

std::string join(const std::vector<std::string>& words) {
    std::string joined;
    for (const std::string& word : words) {
        joined += (joined.empty() ? "" : " ") + word;
    }
    return joined;
}

}  // namespace

Result<std::vector<std::string>> parse_walk(std::string_view typed, const std::vector<Department>& departments) {
    constexpr std::string_view between = ", ";
    std::vector<std::string> walk;
    for (std::size_t at = typed.find_first_not_of(between); at < typed.size();) {
        const std::size_t end = std::min(typed.find_first_of(between, at), typed.size());
        std::string code(typed.substr(at, end - at));
        const bool known = std::ranges::any_of(
            departments, [&](const Department& department) { return department.walk && department.code == code; });
        if (!known) {
            return wrong_walk(code, "is no department to walk to", departments);
        }
        if (std::ranges::find(walk, code) != walk.end()) {
            return wrong_walk(code, "is there twice", departments);
        }
        walk.push_back(std::move(code));
        at = typed.find_first_not_of(between, end);
    }
    return walk;
}

Result<Store> make_store(const NewStore& wanted, Instant now) {
    for (const auto& checked :
         {check_id(wanted.id), check_name(wanted.name), check_day_rule({Day{}, wanted.zone, wanted.cutoff_minutes})}) {
        if (!checked) {
            return checked.error();
        }
    }
    Store store;
    store.id = wanted.id;
    store.name = wanted.name;
    store.district = wanted.district;
    store.day_rules = {{Day{}, wanted.zone, wanted.cutoff_minutes}};
    // Its own calendar says which day is open there now.
    store.opened_on = wanted.opened_on.value_or(StoreCalendar::make(store).value().day_of(now));
    store.day_rules.front().valid_from = store.opened_on;
    return store;
}

std::vector<std::pair<std::string, std::string>> facts_of(const StoreChange& change) {
    std::vector<std::pair<std::string, std::string>> facts;
    const auto add = [&](const char* name, const std::optional<std::string>& value) {
        if (value) {
            facts.emplace_back(name, *value);
        }
    };
    const auto text = [](const std::optional<Day>& day) { return day ? std::optional(format_day(*day)) : std::nullopt; };
    add("name", change.name);
    add("zone", change.zone);
    if (change.cutoff_minutes) {
        add("cutoff", format_clock_time(std::chrono::minutes(*change.cutoff_minutes)));
    }
    add("from", text(change.valid_from));
    add("district", change.district);
    add("on", text(change.moves_on));
    if (change.free_text) {
        add("free_text", *change.free_text ? "on" : "off");
    }
    if (change.walk) {
        add("walk", join(*change.walk));
    }
    return facts;
}

Result<Store> change_store(Store store, const StoreChange& change, Instant now) {
    const auto calendar = StoreCalendar::make(store);
    if (!calendar) {
        return calendar.error();
    }
    const Day today = calendar->day_of(now);
    if (change.name) {
        if (auto checked = check_name(*change.name); !checked) {
            return checked.error();
        }
        store.name = *change.name;
    }
    store.free_text = change.free_text.value_or(store.free_text);
    store.walk = change.walk.value_or(std::move(store.walk));
    if (change.zone || change.cutoff_minutes) {
        if (auto changed = change_day_rule(store, change, today); !changed) {
            return changed.error();
        }
    }
    if (change.district) {
        const Day moves_on = change.moves_on.value_or(std::max(today, store.opened_on));
        return move_store(std::move(store), *change.district, moves_on);
    }
    return store;
}

const DayRule& day_rule_on(const Store& store, Day day) {
    const auto after = std::ranges::upper_bound(store.day_rules, day, {}, &DayRule::valid_from);
    return after == store.day_rules.begin() ? *after : *std::prev(after);
}

Result<Store> close_store(Store store, std::optional<Day> closed_on) {
    if (closed_on && *closed_on < store.opened_on) {
        return Error{ErrorCode::conflict, "The store opened on " + format_day(store.opened_on) + ".", "on"};
    }
    store.closed_on = closed_on;
    return store;
}

Result<void> check_closed_day(const std::string& why) {
    return check_line(why, "Say why the store does not open,", "why");
}

Result<District> make_district(const std::string& id, const std::string& name) {
    for (const auto& checked : {check_id(id), check_name(name)}) {
        if (!checked) {
            return checked.error();
        }
    }
    return District{id, name};
}

}  // namespace tillnote::domain
