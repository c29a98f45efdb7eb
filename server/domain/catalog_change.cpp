#include "server/domain/catalog_change.hpp"

#include "schema/time_text.hpp"
#include "server/domain/business_day.hpp"

#include <algorithm>
#include <set>

namespace tillnote::domain {
namespace {

Error about(const Reason& reason, const std::string& what) {
    return {ErrorCode::conflict, "Reason " + reason.code + what, "/reasons/" + reason.code};
}

Result<void> check_history(const DatedReason& old, const Reason& reason, Day from) {
    if (old.valid_to && *old.valid_to < add_days(from, -1)) {
        return about(reason, " has ended; codes are never reused, so give the new reason a new code.");
    }
    if (old.reason.department != reason.department || old.reason.theme != reason.theme ||
        old.reason.polarity != reason.polarity || old.reason.about_staff != reason.about_staff) {
        return about(reason,
                     " would change its department, theme or polarity, or whether it is about staff; end it and add a new "
                     "code instead.");
    }
    return {};
}

/// From `from` on `entry` says what `reason` says.
void reword(DatedReason& entry, const Reason& reason, int position, Day from) {
    entry.valid_to.reset();
    std::erase_if(entry.changes, [from](const Rewording& change) { return change.valid_from >= from; });
    if (entry.valid_from >= from) {
        entry.valid_from = from;
        entry.reason = reason;
        entry.position = position;
    } else if (entry.worded_on(from) != reason || entry.position_on(from) != position) {
        entry.changes.push_back({from, reason, position});
    }
}

/// False where nothing of it is left.
bool end(DatedReason& entry, Day ends_from) {
    if (entry.valid_from >= ends_from) {
        return false;
    }
    entry.valid_to = std::min(entry.valid_to.value_or(add_days(ends_from, -1)), add_days(ends_from, -1));
    return true;
}

void put_departments(DatedCatalog& stored, const Catalog& next) {
    std::vector<Department> departments = next.departments;
    for (const Department& old : stored.departments) {
        if (next.find_department(old.code) == nullptr) {
            departments.push_back(old);
        }
    }
    stored.departments = std::move(departments);
}

auto find_code(std::vector<Reason>& reasons, std::string_view code) {
    return std::ranges::find_if(reasons, [code](const Reason& reason) { return reason.code == code; });
}

Error no_such(std::string_view code) {
    return {ErrorCode::not_found, "There is no reason " + std::string(code) + " in the catalog of that day.", "code"};
}

void compare_members(CatalogDifference& difference, const Reason& before, const Reason& after) {
    const auto note = [&](const char* name, const std::string& old, const std::string& now) {
        if (old != now) {
            difference.members.push_back({name, old, now});
        }
    };
    const auto flag = [&](const char* name, bool old, bool now) { note(name, old ? "1" : "0", now ? "1" : "0"); };
    note("department", before.department, after.department);
    note("theme", before.theme, after.theme);
    note("polarity", std::string(to_text(before.polarity)), std::string(to_text(after.polarity)));
    note("label_en", before.label_en, after.label_en);
    note("label_es", before.label_es, after.label_es);
    note("owner", before.owner, after.owner);
    flag("starter", before.starter, after.starter);
    flag("urgent", before.urgent, after.urgent);
    flag("about_staff", before.about_staff, after.about_staff);
}

}  // namespace

Result<DatedCatalog> change_catalog(DatedCatalog stored, const Catalog& next, Day from, Day ends_from) {
    std::set<std::string, std::less<>> known;
    std::vector<DatedReason> reasons;
    const auto place_of = [&](const Reason& reason) { return static_cast<int>(&reason - next.reasons.data()) + 1; };
    for (DatedReason& entry : stored.reasons) {
        known.insert(entry.reason.code);
        const Reason* reason = next.find_reason(entry.reason.code);
        if (reason == nullptr) {
            if (end(entry, ends_from)) {
                reasons.push_back(std::move(entry));
            }
            continue;
        }
        if (auto checked = check_history(entry, *reason, from); !checked) {
            return checked.error();
        }
        reword(entry, *reason, place_of(*reason), from);
        reasons.push_back(std::move(entry));
    }
    for (const Reason& reason : next.reasons) {
        if (!known.contains(reason.code)) {
            reasons.push_back({reason, from, std::nullopt, place_of(reason)});
        }
    }
    stored.reasons = std::move(reasons);
    put_departments(stored, next);
    return stored;
}

Day first_free_day(const Directory& directory, Instant now) {
    std::optional<Day> last;
    for (const auto& [id, entry] : directory.stores) {
        last = std::max(last.value_or(entry.calendar.day_of(now)), entry.calendar.day_of(now));
    }
    // The eastern zones are up to a day ahead of UTC.
    return add_days(last.value_or(add_days(Day{std::chrono::floor<std::chrono::days>(now)}, 1)), 1);
}

Result<void> check_first_day(const Directory& directory, Day from, Instant now) {
    if (const Day first = first_free_day(directory, now); from < first) {
        return Error{ErrorCode::impossible_value,
                     "A day that has begun keeps its catalog; the change can hold from " + format_day(first) + " on.",
                     "valid_from"};
    }
    return {};
}

std::vector<Day> planned_after(const DatedCatalog& catalog, Day day) {
    std::set<Day> days;
    for (const DatedReason& entry : catalog.reasons) {
        days.insert(entry.valid_from);
        if (entry.valid_to) {
            days.insert(add_days(*entry.valid_to, 1));
        }
        for (const Rewording& change : entry.changes) {
            days.insert(change.valid_from);
        }
    }
    return {days.upper_bound(day), days.end()};
}

Result<Catalog> add_reason(Catalog catalog, const Reason& reason) {
    if (catalog.find_reason(reason.code) != nullptr) {
        return Error{ErrorCode::conflict, "There is a reason of this code already; codes are never reused.", "code"};
    }
    const auto last = std::find_if(catalog.reasons.rbegin(), catalog.reasons.rend(),
                                   [&](const Reason& other) { return other.department == reason.department; });
    catalog.reasons.insert(last == catalog.reasons.rend() ? catalog.reasons.end() : last.base(), reason);
    return catalog;
}

Result<Catalog> reword_reason(Catalog catalog, const Reason& reason) {
    const auto found = find_code(catalog.reasons, reason.code);
    if (found == catalog.reasons.end()) {
        return no_such(reason.code);
    }
    *found = reason;
    return catalog;
}

Result<Catalog> end_reason(Catalog catalog, std::string_view code) {
    const auto found = find_code(catalog.reasons, code);
    if (found == catalog.reasons.end()) {
        return no_such(code);
    }
    catalog.reasons.erase(found);
    return catalog;
}

std::vector<std::string> first_screen_of(const Catalog& catalog) {
    std::vector<std::string> codes;
    for (const Reason& reason : catalog.reasons) {
        if (reason.first_screen) {
            codes.push_back(reason.code);
        }
    }
    return codes;
}

Result<Catalog> put_first_screen(Catalog catalog, const std::vector<std::string>& codes) {
    if (auto checked = check_layout(codes, catalog); !checked) {
        return checked.error();
    }
    std::vector<std::size_t> places;
    for (Reason& reason : catalog.reasons) {
        reason.first_screen = std::ranges::find(codes, reason.code) != codes.end();
        if (reason.first_screen) {
            places.push_back(static_cast<std::size_t>(&reason - catalog.reasons.data()));
        }
    }
    std::vector<Reason> first_screen(codes.size());
    std::ranges::transform(codes, first_screen.begin(), [&](const std::string& code) { return *catalog.find_reason(code); });
    for (std::size_t index = 0; index < places.size(); ++index) {
        catalog.reasons[places[index]] = first_screen[index];
    }
    return catalog;
}

std::vector<CatalogDifference> compare_catalogs(const Catalog& before, const Catalog& after) {
    using enum CatalogDifference::Kind;
    std::vector<CatalogDifference> differences;
    for (const Reason& reason : after.reasons) {
        const Reason* old = before.find_reason(reason.code);
        CatalogDifference difference{old == nullptr ? added : reworded, reason, {}};
        if (old != nullptr) {
            compare_members(difference, *old, reason);
        }
        if (old == nullptr || !difference.members.empty()) {
            differences.push_back(std::move(difference));
        }
    }
    for (const Reason& old : before.reasons) {
        if (after.find_reason(old.code) == nullptr) {
            differences.push_back({ended, old, {}});
        }
    }
    return differences;
}

}  // namespace tillnote::domain
