#include "server/app/demo/demo_chain.hpp"

#include "server/app/demo/demo_plan.hpp"
#include "server/app/demo/demo_random.hpp"
#include "server/app/demo/demo_store_days.hpp"
#include "server/domain/business_day.hpp"

#include <algorithm>

namespace tillnote::app {
namespace {

using domain::Day;

constexpr int stocktaking_days_back = 30;  ///< of the first store; each next store two days earlier

Uuid make_outbox_id(DemoRandom& random) {
    std::array<std::uint8_t, 16> bytes{};
    const auto first = random.ten_bytes();
    const auto second = random.ten_bytes();
    std::copy(first.begin(), first.end(), bytes.begin());
    std::copy_n(second.begin(), 6, bytes.begin() + 10);
    return make_uuid_v4(bytes);
}

std::vector<std::string> walking_order(std::string_view first, const Catalog& catalog) {
    std::vector<std::string> walk;
    for (const Department& department : catalog.departments) {
        if (!first.empty() && department.walk) {
            walk.push_back(department.code);
        }
    }
    const auto found = std::find(walk.begin(), walk.end(), first);
    if (found == walk.end()) {
        return {};
    }
    std::rotate(walk.begin(), found, found + 1);
    return walk;
}

std::vector<DemoClosedDay> closed_days(std::size_t store_index, Day first_day, Day last_day) {
    std::vector<DemoClosedDay> days;
    days.push_back({domain::add_days(last_day, -stocktaking_days_back - 2 * static_cast<int>(store_index)), "Stocktaking"});
    for (const auto year : {first_day.year(), last_day.year()}) {
        const Day christmas{year / std::chrono::December / 25};
        const bool listed = std::ranges::any_of(days, [&](const DemoClosedDay& one) { return one.day == christmas; });
        if (!listed && first_day <= christmas && christmas <= last_day) {
            days.push_back({christmas, "Christmas Day"});
        }
    }
    return days;
}

/// A lane numbers its notes in the order they were tapped.
void number_notes(DemoLane& lane) {
    std::stable_sort(lane.notes.begin(), lane.notes.end(),
                     [](const Note& left, const Note& right) { return left.tapped_at < right.tapped_at; });
    std::stable_sort(lane.undos.begin(), lane.undos.end(),
                     [](const Undo& left, const Undo& right) { return left.undone_at < right.undone_at; });
    for (std::size_t index = 0; index < lane.notes.size(); ++index) {
        lane.notes[index].seq = static_cast<std::int64_t>(index) + 1;
    }
}

/// The server has not heard the late lane since its network failed; what was tapped meanwhile waits in its outbox.
void hold_back(DemoLane& lane, const domain::StoreCalendar& calendar, Day since) {
    std::erase_if(lane.contact_days, [&](const Day& day) { return day >= since; });
    const Instant held_from = calendar.bounds_of(since).starts_at;
    const auto held = std::ranges::find_if(lane.notes, [&](const Note& note) { return note.tapped_at >= held_from; });
    lane.late_after_seq = held - lane.notes.begin();
}

DemoStore make_store(std::size_t index, std::uint64_t seed, Day first_day, Day last_day, const Catalog& catalog) {
    const DemoStorePlan& plan = demo_stores()[index];
    DemoRandom random(seed + 1'000'003 * (index + 1));
    DemoStore made;
    made.store.id = plan.id;
    made.store.name = plan.name;
    made.store.district = plan.district;
    made.store.day_rules = {{first_day, std::string{plan.zone}, 240}};
    made.store.opened_on = first_day;
    made.store.walk = walking_order(plan.walk_first, catalog);
    made.closed_days = closed_days(index, first_day, last_day);
    for (int number = 1; number <= plan.lanes; ++number) {
        made.lanes.push_back({number, make_outbox_id(random), {}, {}, {}, {}});
    }

    const domain::StoreCalendar calendar = domain::StoreCalendar::make(made.store).value();
    DemoStoreDays days(plan, catalog, random);
    for (int days_back = demo_days - 1; days_back >= 0; --days_back) {
        const Day day = domain::add_days(last_day, -days_back);
        if (std::ranges::none_of(made.closed_days, [&](const DemoClosedDay& closed) { return closed.day == day; })) {
            days.append_day(made, calendar, day, days_back);
        }
    }
    for (DemoLane& lane : made.lanes) {
        number_notes(lane);
        const DemoTrouble late = demo_late_lane();
        if (late.store == plan.id && late.lane == lane.number) {
            hold_back(lane, calendar, domain::add_days(last_day, -late.days_back));
        }
    }
    return made;
}

}  // namespace

DemoChain make_demo_chain(std::uint64_t seed, Day today, const Catalog& catalog) {
    DemoChain chain;
    chain.last_day = domain::add_days(today, -1);
    chain.first_day = domain::add_days(today, -demo_days);
    chain.districts.assign(demo_districts().begin(), demo_districts().end());
    for (std::size_t index = 0; index < demo_stores().size(); ++index) {
        chain.stores.push_back(make_store(index, seed, chain.first_day, chain.last_day, catalog));
    }
    const DemoStorePlan& first = demo_stores().front();
    chain.live_lane = {std::string{first.id}, first.lanes + 1};
    chain.accounts = {
        {"manager@demo.tillnote.example", {domain::Role::manager, std::string{first.id}}},
        {"district@demo.tillnote.example", {domain::Role::district, std::string{first.district}}},
        {"chain@demo.tillnote.example", {domain::Role::chain, ""}},
        {"admin@demo.tillnote.example", {domain::Role::admin, ""}},
    };
    return chain;
}

}  // namespace tillnote::app
