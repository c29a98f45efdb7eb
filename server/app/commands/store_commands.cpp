#include "schema/time_text.hpp"
#include "server/app/commands.hpp"
#include "server/app/commands/catalog_files.hpp"
#include "server/app/commands/store_place.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/business_day.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

namespace tillnote::app::commands {
namespace {

Error wrong_id(const std::string& what) {
    return {ErrorCode::usage, what + " must be 1 to 32 of a-z, 0-9 and '-'.", "id"};
}

Result<std::map<std::string, std::vector<int>>> lanes_by_store(DatabasePorts& ports) {
    auto lanes = ports.view.lanes.list_lanes(std::nullopt);
    if (!lanes) {
        return lanes.error();
    }
    std::map<std::string, std::vector<int>> numbers;
    for (const auto& lane : *lanes) {
        auto& known = numbers[lane.store];
        if (std::ranges::find(known, lane.lane) == known.end()) {
            known.push_back(lane.lane);
        }
    }
    for (auto& [store, known] : numbers) {
        std::ranges::sort(known);
    }
    return numbers;
}

/// A changed zone or cut-off holds from the next business day on: a day that has begun keeps its bounds.
void change_day_rule(domain::Store& store, const StoreOptions& options) {
    const auto& rule = store.day_rules.back();
    if (rule.zone == options.zone && rule.cutoff_minutes == options.cutoff_minutes) {
        return;
    }
    const auto calendar = domain::StoreCalendar::make(store);
    const auto today = calendar ? calendar->day_of(wall_clock_now()) : rule.valid_from;
    const auto valid_from = std::max(domain::add_days(today, 1), rule.valid_from);
    if (rule.valid_from == valid_from) {
        store.day_rules.pop_back();
    }
    store.day_rules.push_back({valid_from, options.zone, options.cutoff_minutes});
}

/// From the business day that is open.
Result<domain::Store> move_today(domain::Store store, const std::string& district) {
    const auto calendar = domain::StoreCalendar::make(store);
    if (!calendar) {
        return calendar.error();
    }
    const auto today = std::max(calendar->day_of(wall_clock_now()), store.opened_on);
    return domain::move_store(std::move(store), district, today);
}

Result<domain::Day> opening_day(const StoreOptions& options) {
    if (!options.opened_on.empty()) {
        return parse_day(options.opened_on);
    }
    // No store yet, so its own calendar decides what today is.
    auto calendar = domain::StoreCalendar::make({.id = options.id,
                                                 .name = {},
                                                 .district = {},
                                                 .day_rules = {{domain::Day{}, options.zone, options.cutoff_minutes}},
                                                 .opened_on = {},
                                                 .closed_on = {},
                                                 .free_text = false,
                                                 .walk = {}});
    if (!calendar) {
        return calendar.error();
    }
    return calendar->day_of(wall_clock_now());
}

/// `next` and, besides, every code still valid that it leaves out.
Catalog with_codes_left_out(Catalog next, const domain::DatedCatalog& stored) {
    for (const auto& old : stored.reasons) {
        if (!old.valid_to && next.find_reason(old.reason.code) == nullptr) {
            next.reasons.push_back(old.reason);
            const auto department = std::ranges::find(stored.departments, old.reason.department, &Department::code);
            if (next.find_department(old.reason.department) == nullptr && department != stored.departments.end()) {
                next.departments.push_back(*department);
            }
        }
    }
    return next;
}

}  // namespace

Result<void> list_stores(const Config& config, bool as_json) {
    DatabasePorts ports(config.database_migrate);
    auto stores = ports.view.organisation.list_stores();
    if (!stores) {
        return stores.error();
    }
    auto lanes = lanes_by_store(ports);
    if (!lanes) {
        return lanes.error();
    }
    auto rows = nlohmann::ordered_json::array();
    for (const auto& store : *stores) {
        rows.push_back({{"id", store.id},
                        {"name", store.name},
                        {"zone", store.day_rules.back().zone},
                        {"district", store.district},
                        {"lanes", (*lanes)[store.id]}});
        if (!as_json) {
            std::printf("%-24s %-28s %-12s %-20s %zu lanes\n", store.id.c_str(), store.name.c_str(), store.district.c_str(),
                        store.day_rules.back().zone.c_str(), (*lanes)[store.id].size());
        }
    }
    if (as_json) {
        std::printf("%s\n", rows.dump().c_str());
    }
    return {};
}

Result<void> add_district(const Config& config, const std::string& id, const std::string& name) {
    if (!is_store_id(id)) {
        return wrong_id("A district id");
    }
    DatabasePorts ports(config.database_migrate);
    return ports.view.organisation.put_district({id, name});
}

Result<void> add_store(const Config& config, const StoreOptions& options) {
    if (!is_store_id(options.id)) {
        return wrong_id("A store id");
    }
    if (!domain::is_zone(options.zone)) {
        return Error{ErrorCode::usage, "'" + options.zone + "' is not an IANA time zone; America/Chicago is one.", "zone"};
    }
    if (options.cutoff_minutes < 0 || options.cutoff_minutes > 1'439) {
        return Error{ErrorCode::usage, "--cutoff-minutes must be 0 to 1439.", "cutoff-minutes"};
    }
    DatabasePorts ports(config.database_migrate);
    const auto found = ports.view.organisation.find_store(options.id);
    if (!found) {
        return found.error();
    }
    const std::optional<domain::Store>& known = *found;
    domain::Store store;
    if (known) {
        if (!options.opened_on.empty() && options.opened_on != format_day(known->opened_on)) {
            return Error{
                ErrorCode::conflict,
                "The store opened on " + format_day(known->opened_on) + " and that does not change; leave --opened-on out.",
                "opened-on"};
        }
        store = *known;
        change_day_rule(store, options);
    } else {
        auto day = opening_day(options);
        if (!day) {
            return day.error();
        }
        store.id = options.id;
        store.opened_on = *day;
        store.day_rules = {{*day, options.zone, options.cutoff_minutes}};
    }
    store.name = options.name;
    if (store.district.empty()) {
        store.district = options.district;
    } else if (store.district != options.district) {
        auto moved = move_today(std::move(store), options.district);
        if (!moved) {
            return moved.error();
        }
        store = std::move(*moved);
    }
    return ports.view.organisation.put_store(store);
}

Result<void> move_store(const Config& config, const std::string& store, const std::string& district,
                        const std::string& day) {
    DatabasePorts ports(config.database_migrate);
    auto place = find_store_place(ports, store);
    if (!place) {
        return place.error();
    }
    auto on = day_or(day, place->calendar.day_of(wall_clock_now()), "--on");
    if (!on) {
        return on.error();
    }
    auto moved = domain::move_store(std::move(place->store), district, *on);
    return moved ? ports.view.organisation.put_store(*moved) : moved.error();
}

Result<void> close_store(const Config& config, const std::string& store, const std::string& day) {
    DatabasePorts ports(config.database_migrate);
    auto place = find_store_place(ports, store);
    if (!place) {
        return place.error();
    }
    auto closed_on = parse_day(day);
    if (!closed_on) {
        return Error{ErrorCode::usage, "--on must be YYYY-MM-DD.", "on"};
    }
    if (*closed_on < place->store.opened_on) {
        return Error{ErrorCode::conflict, "The store opened on " + format_day(place->store.opened_on) + ".", "on"};
    }
    place->store.closed_on = *closed_on;
    return ports.view.organisation.put_store(place->store);
}

Result<void> reopen_store(const Config& config, const std::string& store) {
    DatabasePorts ports(config.database_migrate);
    auto place = find_store_place(ports, store);
    if (!place) {
        return place.error();
    }
    place->store.closed_on.reset();
    return ports.view.organisation.put_store(place->store);
}

Result<void> close_store_day(const Config& config, const std::string& store, const std::string& day,
                             const std::string& why) {
    auto parsed = parse_day(day);
    if (!parsed) {
        return Error{ErrorCode::usage, "DAY must be YYYY-MM-DD.", "day"};
    }
    DatabasePorts ports(config.database_migrate);
    return ports.view.organisation.close_day(store, *parsed, why);
}

Result<void> import_catalog(const Config& config, const std::string& file) {
    auto reasons = read_file(file);
    if (!reasons) {
        return reasons.error();
    }
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    auto departments = read_file(folder / "departments.tsv");
    if (!departments) {
        return departments.error();
    }
    auto catalog = parse_catalog(*departments, *reasons);
    if (!catalog) {
        return catalog.error();
    }
    std::optional<std::vector<HotKey>> hot_keys;
    if (std::filesystem::exists(folder / "hot_keys.tsv")) {
        auto read = read_hot_keys(folder / "hot_keys.tsv", *catalog);
        if (!read) {
            return read.error();
        }
        hot_keys = std::move(*read);
    }
    DatabasePorts ports(config.database_migrate);
    auto stored = ports.view.organisation.load_catalog();
    if (!stored) {
        return stored.error();
    }
    // Business days that are open now somewhere on earth lie within a day of this UTC date: new codes may be tapped at
    // once in every zone, and a code that is left out stays for the days that have begun, so that none of them changes.
    const domain::Day today{std::chrono::floor<std::chrono::days>(wall_clock_now())};
    auto added = ports.view.organisation.import_catalog(with_codes_left_out(*catalog, *stored), domain::add_days(today, -1));
    if (added) {
        added = ports.view.organisation.import_catalog(*catalog, domain::add_days(today, 2));
    }
    return added && hot_keys ? ports.view.keys.put_chain_hot_keys(*hot_keys) : added;
}

}  // namespace tillnote::app::commands
