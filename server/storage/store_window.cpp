#include "server/storage/store_window.hpp"

#include "server/storage/packed_text.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;

constexpr int days_of_unplaced = 28;
constexpr int lead_days = 6;  ///< the oldest day looks back so far for its lanes
constexpr std::int64_t not_revoked = -1;

// Every statement names the store and a range of days that does not grow with the history.
constexpr Statement store_window_sql[] = {
    // Small lists as packed texts: a statement for each would cost more than what it reads.
    {"window_facts", R"(
        SELECT (SELECT name FROM district WHERE district_id = $2),
               count_unplaced($1, $5, $6),
               (SELECT string_agg(concat_ws(' ', lane, (extract(epoch FROM approved_at) * 1000)::bigint,
                                            coalesce((extract(epoch FROM revoked_at) * 1000)::bigint, -1)), ' ')
                FROM enrolment WHERE store_id = $1),
               (SELECT string_agg(concat_ws(' ', lane, pending, contact_day - date '1970-01-01'), ' ')
                FROM outbox WHERE store_id = $1 AND pending > 0),
               (SELECT string_agg(concat_ws(' ', business_day - date '1970-01-01', staffed_transactions), ' ')
                FROM (SELECT business_day, staffed_transactions FROM traffic WHERE store_id = $1 AND business_day BETWEEN $3 AND $4
                      UNION ALL
                      SELECT business_day, staffed_transactions FROM traffic_by_lanes(ARRAY[$1], $3, $4)) AS t),
               (SELECT string_agg((business_day - date '1970-01-01')::text, ' ')
                FROM closed_day WHERE store_id = $1 AND business_day BETWEEN $3 AND $4))"},
    {"window_days", R"(
        SELECT business_day - date '1970-01-01', reasons, lanes FROM rollup_day
        WHERE store_id = $1 AND business_day BETWEEN $2 AND $3 ORDER BY business_day)"},
    // What no packed day holds: times, staff notes, and a contact that no recount has seen yet.
    {"window_lanes", R"(
        SELECT lane, sum(notes), sum(notes_missing), (extract(epoch FROM max(last_heard_at)) * 1000)::bigint, sum(staff_notes)
        FROM (SELECT lane, notes, staff_notes, notes_missing, last_tapped_at AS last_heard_at
              FROM rollup_lane WHERE store_id = $1 AND business_day = $2
              UNION ALL
              SELECT lane, 0, 0, 0, last_heard_at FROM contact WHERE store_id = $1 AND business_day = $2) AS heard
        GROUP BY lane)"},
    {"window_last_heard", R"(
        SELECT lane, (extract(epoch FROM max(heard_at)) * 1000)::bigint
        FROM (SELECT lane, last_tapped_at AS heard_at FROM rollup_lane WHERE store_id = $1 AND business_day BETWEEN $2 AND $3
              UNION ALL
              SELECT lane, last_heard_at FROM contact WHERE store_id = $1 AND business_day BETWEEN $2 AND $3) AS heard
        GROUP BY lane)"},
};

Day first_day_of(const WindowWanted& wanted) {
    return domain::add_days(wanted.first, -lead_days);
}

void add_facts(StoreWindow& window, const pqxx::row& row) {
    window.district_name = row[0].as<std::string>("");
    window.notes_unplaced = row[1].as<std::int64_t>();
    for (PackedText enrolments(row[2].c_str()); !enrolments.at_end();) {
        EnrolmentPeriod period;
        period.lane = static_cast<int>(enrolments.take_number());
        period.approved_at = instant_of(enrolments.take_number());
        if (const std::int64_t revoked_at = enrolments.take_number(); revoked_at != not_revoked) {
            period.revoked_at = instant_of(revoked_at);
        }
        window.lanes.enrolments.push_back(period);
    }
    for (PackedText held(row[3].c_str()); !held.at_end();) {
        HeldNotes notes;
        notes.lane = static_cast<int>(held.take_number());
        notes.pending = held.take_number();
        notes.contact_day = day_of(held.take_number());
        window.lanes.held.push_back(notes);
    }
    for (PackedText traffic(row[4].c_str()); !traffic.at_end();) {
        const Day day = day_of(traffic.take_number());
        window.traffic[day] = traffic.take_number();
    }
    for (PackedText closed(row[5].c_str()); !closed.at_end();) {
        window.closed.insert(day_of(closed.take_number()));
    }
}

void add_day(StoreWindow& window, const pqxx::row& row, const std::function<bool(std::string_view)>& is_shown) {
    const Day day = day_of(row[0].as<std::int64_t>());
    auto& reasons = window.reasons[day];
    for (PackedText packed(row[1].c_str()); !packed.at_end();) {
        const std::string_view code = packed.take_word();
        domain::ReasonDay counts;
        counts.remarks = static_cast<int>(packed.take_number());
        counts.breadth = static_cast<int>(packed.take_number());
        if (is_shown(code)) {
            reasons.emplace_hint(reasons.end(), code, counts);
        }
    }
    auto& lanes = window.lanes.heard[day];
    for (PackedText packed(row[2].c_str()); !packed.at_end();) {
        LaneDay& lane = lanes[static_cast<int>(packed.take_number())];
        lane.notes = packed.take_number();
        lane.notes_missing = packed.take_number();
    }
}

}  // namespace

bool is_open_on(const domain::Store& store, const StoreWindow& window, Day day) {
    return day >= store.opened_on && (!store.closed_on || day < *store.closed_on) && !window.closed.contains(day);
}

std::span<const Statement> store_window_statements() {
    return store_window_sql;
}

StoreWindow load_store_window(Transaction& transaction, const WindowWanted& wanted) {
    const std::string first = to_sql(first_day_of(wanted));
    const std::string last = to_sql(wanted.day);
    const Instant first_received = wanted.calendar.bounds_of(domain::add_days(wanted.day, 1 - days_of_unplaced)).starts_at;
    const Instant last_received = wanted.calendar.bounds_of(wanted.day).ends_at;
    StoreWindow window;
    add_facts(window, transaction.exec_prepared1("window_facts", wanted.store.id, wanted.store.district, first, last,
                                                 to_sql(first_received), to_sql(last_received)));
    for (const pqxx::row& row : transaction.exec_prepared("window_days", wanted.store.id, first, last)) {
        add_day(window, row, wanted.is_shown);
    }
    auto& lanes = window.lanes.heard[wanted.day];
    lanes.clear();
    for (const pqxx::row& row : transaction.exec_prepared("window_lanes", wanted.store.id, last)) {
        lanes[row[0].as<int>()] = {row[1].as<std::int64_t>(), row[2].as<std::int64_t>(),
                                   instant_of(row[3].as<std::int64_t>()), row[4].as<std::int64_t>()};
    }
    return window;
}

std::vector<domain::LaneFacts> load_lane_facts(Transaction& transaction, const WindowWanted& wanted,
                                               const StoreWindow& window) {
    auto lanes = window.lanes.facts_of(wanted.day, wanted.calendar.bounds_of(wanted.day));
    if (std::ranges::all_of(lanes, &domain::LaneFacts::heard)) {
        return lanes;
    }
    for (const pqxx::row& row :
         transaction.exec_prepared("window_last_heard", wanted.store.id, to_sql(first_day_of(wanted)), to_sql(wanted.day))) {
        const auto found = std::ranges::find(lanes, row[0].as<int>(), &domain::LaneFacts::lane);
        if (found != lanes.end()) {
            found->last_heard_at = instant_of(row[1].as<std::int64_t>());
        }
    }
    return lanes;
}

}  // namespace tillnote::storage
