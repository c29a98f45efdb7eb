#include "schema/time_text.hpp"
#include "server/app/commands.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/recipient.hpp"
#include "server/domain/store_setup.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <map>

namespace tillnote::app::commands {
namespace {

using Json = nlohmann::ordered_json;

/// All that is known of the stores at one moment.
struct StoresNow {
    Instant now;
    std::shared_ptr<const domain::Directory> directory;
    std::map<std::string, std::vector<int>> lanes;
    domain::DigestTimes digest_times;
};

/// The numbers of each store's lanes, in order.
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

Result<StoresNow> read_stores(DatabasePorts& ports) {
    const Instant now = wall_clock_now();
    auto directory = load_directory(ports.view, now);
    if (!directory) {
        return directory.error();
    }
    auto lanes = lanes_by_store(ports);
    if (!lanes) {
        return lanes.error();
    }
    auto digest_times = ports.district_editions.list_digest_times();
    if (!digest_times) {
        return digest_times.error();
    }
    return StoresNow{now, std::move(*directory), std::move(*lanes), std::move(*digest_times)};
}

std::string cutoff_words(const domain::DayRule& rule) {
    return domain::format_clock_time(std::chrono::minutes{rule.cutoff_minutes});
}

std::string open_words(const domain::Store& store, domain::Day today) {
    if (store.closed_on) {
        return (*store.closed_on <= today ? "closed since " : "closes on ") + format_day(*store.closed_on);
    }
    return (store.opened_on <= today ? "open since " : "opens on ") + format_day(store.opened_on);
}

std::string digest_words(const StoresNow& stores, const std::string& store) {
    const auto time = stores.digest_times.find(store);
    return time == stores.digest_times.end() ? "to nobody" : domain::format_clock_time(time->second);
}

/// How it stands on the business day that is open.
Json store_json(const StoresNow& stores, const domain::StoreEntry& entry) {
    const domain::Store& store = entry.store;
    const domain::DayRule& rule = domain::day_rule_on(store, entry.calendar.day_of(stores.now));
    const auto lanes = stores.lanes.find(store.id);
    const auto time = stores.digest_times.find(store.id);
    return {
        {"id", store.id},
        {"name", store.name},
        {"zone", rule.zone},
        {"district", store.district},
        {"lanes", lanes == stores.lanes.end() ? std::vector<int>{} : lanes->second},
        {"cutoff_minutes", rule.cutoff_minutes},
        {"opened_on", format_day(store.opened_on)},
        {"free_text", store.free_text},
        {"walk", store.walk},
        {"closed_on", store.closed_on ? Json(format_day(*store.closed_on)) : Json(nullptr)},
        {"digest_time", time == stores.digest_times.end() ? Json(nullptr) : Json(domain::format_clock_time(time->second))}};
}

void print_row(const StoresNow& stores, const domain::StoreEntry& entry) {
    const domain::Store& store = entry.store;
    const domain::Day today = entry.calendar.day_of(stores.now);
    const domain::DayRule& rule = domain::day_rule_on(store, today);
    const auto lanes = stores.lanes.find(store.id);
    std::printf("%-24s %-28s %-12s %s %-20s %zu lanes  digest %s  %s\n", store.id.c_str(), store.name.c_str(),
                store.district.c_str(), cutoff_words(rule).c_str(), rule.zone.c_str(),
                lanes == stores.lanes.end() ? 0 : lanes->second.size(), digest_words(stores, store.id).c_str(),
                open_words(store, today).c_str());
}

/// Its districts, the first since it opened.
std::vector<domain::Membership> memberships_of(const domain::Store& store) {
    return store.memberships.empty() ? std::vector<domain::Membership>{{store.opened_on, store.district}}
                                     : store.memberships;
}

Json closer_json(Json json, const domain::Store& store, const std::vector<domain::ClosedDay>& closed_days) {
    auto districts = Json::array();
    for (const domain::Membership& row : memberships_of(store)) {
        districts.push_back({{"from", format_day(row.valid_from)}, {"district", row.district}});
    }
    auto rules = Json::array();
    for (const domain::DayRule& rule : store.day_rules) {
        rules.push_back(
            {{"from", format_day(rule.valid_from)}, {"zone", rule.zone}, {"cutoff_minutes", rule.cutoff_minutes}});
    }
    auto closed = Json::array();
    for (const domain::ClosedDay& day : closed_days) {
        closed.push_back({{"day", format_day(day.day)}, {"why", day.why}});
    }
    json["districts"] = std::move(districts);
    json["day_rules"] = std::move(rules);
    json["closed_days"] = std::move(closed);
    return json;
}

void print_closer(const StoresNow& stores, const domain::StoreEntry& entry,
                  const std::vector<domain::ClosedDay>& closed_days) {
    const domain::Store& store = entry.store;
    const domain::Day today = entry.calendar.day_of(stores.now);
    const auto planned = [today](domain::Day from) { return from > today ? "  (planned)" : ""; };
    const auto lanes = stores.lanes.find(store.id);
    std::printf("%s  %s\n%s\n%zu lanes\ndigest %s\n", store.id.c_str(), store.name.c_str(), open_words(store, today).c_str(),
                lanes == stores.lanes.end() ? 0 : lanes->second.size(), digest_words(stores, store.id).c_str());
    for (const domain::Membership& row : memberships_of(store)) {
        std::printf("from %s  district %s%s\n", format_day(row.valid_from).c_str(), row.district.c_str(),
                    planned(row.valid_from));
    }
    for (const domain::DayRule& rule : store.day_rules) {
        std::printf("from %s  days begin at %s %s%s\n", format_day(rule.valid_from).c_str(), cutoff_words(rule).c_str(),
                    rule.zone.c_str(), planned(rule.valid_from));
    }
    std::printf("free text %s\n", store.free_text ? "on" : "off");
    for (const std::string& department : store.walk) {
        std::printf("walks to %s\n", department.c_str());
    }
    for (const domain::ClosedDay& closed : closed_days) {
        std::printf("closed on %s  %s\n", format_day(closed.day).c_str(), closed.why.c_str());
    }
}

}  // namespace

Result<void> list_stores(const Config& config, bool as_json) {
    DatabasePorts ports(config.database_migrate);
    const auto stores = read_stores(ports);
    if (!stores) {
        return stores.error();
    }
    auto rows = Json::array();
    for (const auto& [id, entry] : stores->directory->stores) {
        if (as_json) {
            rows.push_back(store_json(*stores, entry));
        } else {
            print_row(*stores, entry);
        }
    }
    if (as_json) {
        std::printf("%s\n", rows.dump().c_str());
    }
    return {};
}

Result<void> show_store(const Config& config, const std::string& store, bool as_json) {
    DatabasePorts ports(config.database_migrate);
    const auto stores = read_stores(ports);
    if (!stores) {
        return stores.error();
    }
    const domain::StoreEntry* entry = stores->directory->find_store(store);
    if (entry == nullptr) {
        return Error{ErrorCode::not_found, "There is no store '" + store + "'; 'store list' shows them all.", "store"};
    }
    const auto closed_days = ports.view.organisation.list_closed_days(
        store, domain::add_days(entry->calendar.day_of(stores->now), -domain::closed_days_shown));
    if (!closed_days) {
        return closed_days.error();
    }
    if (as_json) {
        std::printf("%s\n", closer_json(store_json(*stores, *entry), entry->store, *closed_days).dump().c_str());
    } else {
        print_closer(*stores, *entry, *closed_days);
    }
    return {};
}

Result<void> list_districts(const Config& config, bool as_json) {
    const DatabasePorts ports(config.database_migrate);
    const auto directory = load_directory(ports.view, wall_clock_now());
    if (!directory) {
        return directory.error();
    }
    auto rows = Json::array();
    for (const auto& [id, district] : (*directory)->districts) {
        auto stores = Json::array();
        for (const auto& [store, entry] : (*directory)->stores) {
            if (entry.store.district == id) {
                stores.push_back(store);
            }
        }
        if (!as_json) {
            std::printf("%-24s %-28s %zu stores\n", id.c_str(), district.name.c_str(), stores.size());
        }
        rows.push_back({{"id", id}, {"name", district.name}, {"stores", std::move(stores)}});
    }
    if (as_json) {
        std::printf("%s\n", rows.dump().c_str());
    } else if ((*directory)->districts.empty()) {
        std::printf("There are no districts; 'store district ID --name NAME' adds one.\n");
    }
    return {};
}

}  // namespace tillnote::app::commands
