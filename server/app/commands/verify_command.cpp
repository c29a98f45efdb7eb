#include "schema/time_text.hpp"
#include "server/app/commands.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/placement.hpp"

#include <cstdio>
#include <set>

namespace tillnote::app::commands {
namespace {

std::string name_of(const domain::StoreDay& store_day) {
    return store_day.store + " " + format_day(store_day.day);
}

void print_difference(const domain::StoreDay& store_day, const std::string& what, int recounted, int stored) {
    std::printf("%s: %s: notes say %d, rollup says %d\n", name_of(store_day).c_str(), what.c_str(), recounted, stored);
}

/// Prints each count that differs and says how many there were.
int compare_days(const domain::StoreDay& store_day, const domain::DayRollup& recounted, const domain::DayRollup& stored) {
    int differences = 0;
    const auto compare = [&](const std::string& what, int left, int right) {
        if (left != right) {
            print_difference(store_day, what, left, right);
            ++differences;
        }
    };
    std::set<std::string> reasons;
    for (const auto* side : {&recounted, &stored}) {
        for (const auto& [reason, count] : side->reasons) {
            reasons.insert(reason);
        }
    }
    const auto count_of = [](const domain::DayRollup& side, const std::string& reason) {
        const auto found = side.reasons.find(reason);
        return found == side.reasons.end() ? domain::ReasonCount{} : found->second;
    };
    for (const auto& reason : reasons) {
        const auto left = count_of(recounted, reason);
        const auto right = count_of(stored, reason);
        compare("remarks of " + reason, left.remarks, right.remarks);
        compare("breadth of " + reason, left.breadth, right.breadth);
        if (left.remarks_by_hour != right.remarks_by_hour) {
            std::printf("%s: hours of %s differ\n", name_of(store_day).c_str(), reason.c_str());
            ++differences;
        }
    }
    std::set<int> lanes;
    for (const auto* side : {&recounted, &stored}) {
        for (const auto& [lane, notes] : side->notes_by_lane) {
            lanes.insert(lane);
        }
    }
    for (const auto lane : lanes) {
        const auto notes_of = [lane](const domain::DayRollup& side) {
            const auto found = side.notes_by_lane.find(lane);
            return found == side.notes_by_lane.end() ? 0 : found->second;
        };
        compare("notes of lane " + std::to_string(lane), notes_of(recounted), notes_of(stored));
    }
    return differences;
}

struct Tally {
    int days = 0;
    int sealed = 0;
    int differences = 0;
};

Result<void> verify_day(domain::RollupStore& rollups, const domain::Directory& directory, const domain::StoreDay& store_day,
                        Instant now, Tally& tally) {
    const auto* entry = directory.find_store(store_day.store);
    if (entry == nullptr) {
        std::printf("%s: notes of a store that does not exist\n", name_of(store_day).c_str());
        ++tally.differences;
        return {};
    }
    if (store_day.day < domain::sealing_horizon(entry->calendar.day_of(now))) {
        ++tally.sealed;
        return {};
    }
    auto notes = rollups.load_notes(store_day);
    if (!notes) {
        return notes.error();
    }
    auto stored = rollups.load_rollup(store_day);
    if (!stored) {
        return stored.error();
    }
    ++tally.days;
    tally.differences +=
        compare_days(store_day, domain::count_day(*notes, entry->calendar.bounds_of(store_day.day).starts_at), *stored);
    return {};
}

}  // namespace

Result<void> verify(const Config& config) {
    DatabasePorts ports(config.database_migrate);
    const auto rollups = make_rollup_store(config.database_migrate);
    auto directory = load_directory(ports.view.organisation);
    if (!directory) {
        return directory.error();
    }
    auto stale = rollups->list_stale(1'000'000);
    if (!stale) {
        return stale.error();
    }
    const std::set<domain::StoreDay> waiting(stale->begin(), stale->end());
    auto store_days = rollups->list_days_with_notes_or_rollups();
    if (!store_days) {
        return store_days.error();
    }
    Tally tally;
    int recount_waits = 0;
    for (const auto& store_day : *store_days) {
        if (waiting.contains(store_day)) {
            ++recount_waits;  // its rollup is known to be behind; the service recounts it within seconds
            continue;
        }
        if (auto verified = verify_day(*rollups, **directory, store_day, wall_clock_now(), tally); !verified) {
            return verified.error();
        }
    }
    std::printf("%d store-days recounted, %d sealed, %d waiting for the service to recount them, %d differences\n",
                tally.days, tally.sealed, recount_waits, tally.differences);
    if (tally.differences > 0) {
        return Error{ErrorCode::conflict, "The rollups differ from the notes; keep this output and report it.", ""};
    }
    return {};
}

}  // namespace tillnote::app::commands
