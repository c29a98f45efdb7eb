#pragma once

#include "schema/catalog.hpp"
#include "schema/note.hpp"
#include "server/domain/access.hpp"
#include "server/domain/organisation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tillnote::app {

/// One lane with everything tapped on it, as its outbox would hold it.
struct DemoLane {
    int number = 0;
    Uuid outbox_id;
    std::vector<Note> notes;                     ///< by seq, 1,2,3...; without boot id, so the wall clock places them
    std::vector<Undo> undos;                     ///< by time
    std::vector<domain::Day> contact_days;       ///< business days on which the server heard from the lane, ascending
    std::optional<std::int64_t> late_after_seq;  ///< notes beyond this one arrive last, after every other lane's

    friend bool operator==(const DemoLane&, const DemoLane&) = default;
};

struct DemoTraffic {
    domain::Day day;
    std::int64_t transactions = 0;

    friend bool operator==(const DemoTraffic&, const DemoTraffic&) = default;
};

struct DemoClosedDay {
    domain::Day day;
    std::string why;

    friend bool operator==(const DemoClosedDay&, const DemoClosedDay&) = default;
};

struct DemoStore {
    domain::Store store;
    std::vector<DemoLane> lanes;
    std::vector<DemoTraffic> traffic;  ///< open days, ascending
    std::vector<DemoClosedDay> closed_days;

    friend bool operator==(const DemoStore&, const DemoStore&) = default;
};

struct DemoAccount {
    std::string email;
    domain::Grant grant;
};

struct DemoChain {
    domain::Day first_day;
    domain::Day last_day;
    std::vector<domain::District> districts;
    std::vector<DemoStore> stores;
    std::vector<DemoAccount> accounts;
    domain::Lane live_lane;  ///< for the launcher to enrol; none of the generated lanes
};

/// Two districts, twelve stores, three time zones, ninety days that end the day before `today`. Pure: the same seed,
/// day and catalog give the same chain. Some 45,000 notes. `today`: the earliest business day still open in any store,
/// so that nothing lies in the future.
[[nodiscard]] DemoChain make_demo_chain(std::uint64_t seed, domain::Day today, const Catalog& catalog);

}  // namespace tillnote::app
