#include "server/storage/pg_digest_store.hpp"

#include "server/domain/placement.hpp"
#include "server/storage/ask_rows.hpp"
#include "server/storage/digest_loop.hpp"
#include "server/storage/digest_windows.hpp"
#include "server/storage/lane_history.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <unordered_set>

namespace tillnote::storage {
namespace {

using domain::DigestInput;
using Transaction = pqxx::transaction_base;

constexpr std::size_t weeks_compared = 8;
constexpr int days_of_shares = 28;
constexpr int window_days = domain::digest_window_days - 1 + 6;  ///< the oldest day looks back six days for its lanes

// Every statement names the store and a range of days that does not grow with the history.
constexpr Statement statements[] = {
    {"digest_facts", R"(
        SELECT (SELECT name FROM district WHERE district_id = $2),
               (SELECT staffed_transactions FROM day_traffic WHERE store_id = $1 AND business_day = $3::date),
               (SELECT count(*) FROM unplaced_note WHERE store_id = $1 AND problem = 'day_unknown'
                AND received_at >= $4 AND received_at < $5))"},
    {"digest_lane_days", R"(
        SELECT business_day - date '1970-01-01', lane, sum(notes), sum(notes_missing),
               (date_part('epoch', max(last_heard_at)) * 1000)::bigint, sum(staff_notes)
        FROM (SELECT business_day, lane, notes, staff_notes, notes_missing, last_tapped_at AS last_heard_at
              FROM rollup_lane WHERE store_id = $1 AND business_day BETWEEN $2 AND $3
              UNION ALL
              SELECT business_day, lane, 0, 0, 0, last_heard_at
              FROM contact WHERE store_id = $1 AND business_day BETWEEN $2 AND $3) AS heard
        GROUP BY business_day, lane)"},
    {"digest_enrolments", R"(
        SELECT lane, (extract(epoch FROM approved_at) * 1000)::bigint, (extract(epoch FROM revoked_at) * 1000)::bigint
        FROM enrolment WHERE store_id = $1)"},
    {"digest_held", R"(
        SELECT lane, pending, contact_day - date '1970-01-01' FROM outbox WHERE store_id = $1 AND pending > 0)"},
    {"digest_remarks", R"(
        SELECT business_day - date '1970-01-01', reason, remarks, breadth FROM rollup
        WHERE store_id = $1 AND business_day BETWEEN $2 AND $3)"},
    {"reason_kinds", "SELECT code, polarity, about_staff FROM reason"},
    // $3: the codes in the total.
    {"count_remarks", R"(
        SELECT w.n, coalesce(sum(r.remarks) FILTER (WHERE c.code IS NOT NULL), 0)
        FROM unnest($1::text[], $2::date[]) WITH ORDINALITY AS w (store_id, business_day, n)
        LEFT JOIN rollup AS r ON r.store_id = w.store_id AND r.business_day = w.business_day
        LEFT JOIN reason AS c ON c.code = r.reason AND c.code = ANY ($3::text[]) AND r.business_day >= c.valid_from
             AND (c.valid_to IS NULL OR r.business_day <= c.valid_to)
        GROUP BY w.n ORDER BY w.n)"},
    // An ask that was closed still belongs to the days it ran on.
    {"digest_asks", R"(
        SELECT * FROM ask_row
        WHERE store_id = $1 AND first_day <= $2 AND last_day >= $2 AND (closed_at IS NULL OR closed_at >= $3)
        ORDER BY first_day, ask_id, position)"},
    {"digest_ask_counts", R"(
        SELECT answer, sampled, sum(showings) FROM ask_count
        WHERE store_id = $1 AND ask_id = $2 AND business_day <= $3 GROUP BY answer, sampled)"},
    {"digest_closed", R"(
        SELECT business_day - date '1970-01-01' FROM closed_day
        WHERE store_id = $1 AND business_day BETWEEN $2 AND $3)"},
};

/// What is loaded for the whole window before it is told apart by day.
struct Window {
    LaneHistory lanes;
    ReasonDays reasons;
    std::set<Day> closed;
};

Window load_window(Transaction& transaction, const std::string& store, Day day) {
    const std::string first = to_sql(domain::add_days(day, -window_days));
    const std::string last = to_sql(day);
    Window window;
    for (const pqxx::row& row : transaction.exec_prepared("digest_lane_days", store, first, last)) {
        window.lanes.heard[day_of(row[0].as<std::int64_t>())][row[1].as<int>()] = {
            row[2].as<std::int64_t>(), row[3].as<std::int64_t>(), instant_of(row[4].as<std::int64_t>()),
            row[5].as<std::int64_t>()};
    }
    for (const pqxx::row& row : transaction.exec_prepared("digest_enrolments", store)) {
        EnrolmentPeriod period{row[0].as<int>(), instant_of(row[1].as<std::int64_t>()), std::nullopt};
        if (!row[2].is_null()) {
            period.revoked_at = instant_of(row[2].as<std::int64_t>());
        }
        window.lanes.enrolments.push_back(period);
    }
    for (const pqxx::row& row : transaction.exec_prepared("digest_held", store)) {
        window.lanes.held.push_back({row[0].as<int>(), row[1].as<std::int64_t>(), day_of(row[2].as<std::int64_t>())});
    }
    for (const pqxx::row& row : transaction.exec_prepared("digest_remarks", store, first, last)) {
        window.reasons[day_of(row[0].as<std::int64_t>())][row[1].as<std::string>()] = {row[2].as<int>(), row[3].as<int>()};
    }
    for (const pqxx::row& row : transaction.exec_prepared("digest_closed", store, first, last)) {
        window.closed.insert(day_of(row[0].as<std::int64_t>()));
    }
    return window;
}

/// Of a code the catalog does not know it cannot be said whether it is about staff, so it is left out, too.
struct ShownReasons {
    explicit ShownReasons(const domain::DatedCatalog& catalog) {
        for (const domain::DatedReason& dated : catalog.reasons) {
            if (domain::is_shown(dated.reason)) {
                shown.insert(dated.reason.code);
            }
            if (domain::is_in_total(dated.reason)) {
                in_total.insert(dated.reason.code);
            }
        }
    }

    [[nodiscard]] std::map<std::string, int> keep(const Window& window, Day day) const {
        std::map<std::string, int> kept;
        if (const auto found = window.reasons.find(day); found != window.reasons.end()) {
            for (const auto& [reason, of_day] : found->second) {
                if (shown.contains(reason)) {
                    kept.emplace(reason, of_day.remarks);
                }
            }
        }
        return kept;
    }

    std::unordered_set<std::string> shown;
    std::unordered_set<std::string> in_total;  ///< without why-here, as the digest's own total
};

bool is_open_on(const domain::Store& store, const Window& window, Day day) {
    return day >= store.opened_on && (!store.closed_on || day < *store.closed_on) && !window.closed.contains(day);
}

domain::DayState state_of(const DigestInput& input, const domain::StoreCalendar& calendar, bool open_on_day, Instant now) {
    if (!open_on_day) {
        return domain::DayState::closed;
    }
    if (now < input.bounds.ends_at) {
        return domain::DayState::open;
    }
    return input.day < domain::sealing_horizon(calendar.day_of(now)) ? domain::DayState::sealed : domain::DayState::ended;
}

void add_same_weekdays(DigestInput& input, const Window& window, const ShownReasons& reasons) {
    const std::vector<domain::WindowDay>& days = input.windows.days;
    for (std::size_t back = 7; back <= 7 * weeks_compared && back < days.size(); back += 7) {
        const domain::WindowDay& day = days[days.size() - 1 - back];
        input.same_weekdays.push_back({day.day, day.usable, reasons.keep(window, day.day)});
    }
}

void add_28_days(DigestInput& input, const Window& window, const ShownReasons& reasons) {
    for (int back = days_of_shares - 1; back >= 0; --back) {
        const Day day = domain::add_days(input.day, -back);
        int total = 0;
        for (const auto& [reason, remarks] : reasons.keep(window, day)) {
            input.remarks_28_days[reason] += remarks;
            total += reasons.in_total.contains(reason) ? remarks : 0;
        }
        input.remarks_by_day_28.push_back(total);
        input.days_28 += is_open_on(input.store, window, day) ? 1 : 0;
    }
}

std::vector<domain::AskCounts> load_asks(Transaction& transaction, const DigestInput& input) {
    const std::string day = to_sql(input.day);
    std::vector<domain::AskCounts> asks;
    for (domain::Ask& ask :
         read_asks(transaction.exec_prepared("digest_asks", input.store.id, day, to_sql(input.bounds.starts_at)))) {
        domain::AskCounts counts{std::move(ask), 0, {}, true};
        for (const pqxx::row& row :
             transaction.exec_prepared("digest_ask_counts", input.store.id, counts.ask.ask_id.to_string(), day)) {
            add_showings(counts, row);
        }
        asks.push_back(std::move(counts));
    }
    return asks;
}

}  // namespace

PgDigestStore::PgDigestStore(Session& session) : session_(session) {
    session_.use(statements);
    session_.use(digest_window_statements());
    session_.use(digest_loop_statements());
}

Result<DigestInput> PgDigestStore::load_input(const domain::Store& store, const domain::StoreCalendar& calendar,
                                              const domain::DatedCatalog& catalog, domain::Day day, Instant now) {
    return read<Snapshot>(session_, [&](Transaction& transaction) -> Result<DigestInput> {
        DigestInput input;
        input.store = store;
        input.day = day;
        input.bounds = calendar.bounds_of(day);
        input.zone = calendar.rule_of(day).zone;
        input.catalog = catalog.on(day, store.walk);

        const Instant first_received = calendar.bounds_of(domain::add_days(day, 1 - days_of_shares)).starts_at;
        const pqxx::row facts = transaction.exec_prepared1("digest_facts", store.id, store.district, to_sql(day),
                                                           to_sql(first_received), to_sql(input.bounds.ends_at));
        input.district = {store.district, facts[0].as<std::string>("")};
        if (!facts[1].is_null()) {
            input.traffic = facts[1].as<std::int64_t>();
        }
        input.notes_unplaced = facts[2].as<std::int64_t>();

        const Window window = load_window(transaction, store.id, day);
        const ShownReasons reasons(catalog);
        input.state = state_of(input, calendar, is_open_on(store, window, day), now);
        input.lanes = window.lanes.facts_of(day, input.bounds);
        input.remarks = reasons.keep(window, day);
        input.windows = load_digest_windows(
            transaction,
            {store, calendar, window.lanes, window.reasons, [&](Day at) { return is_open_on(store, window, at); },
             [&](const std::string& reason) { return reasons.shown.contains(reason); }},
            day);
        add_same_weekdays(input, window, reasons);
        add_28_days(input, window, reasons);
        input.asks = load_asks(transaction, input);
        input.loop = load_loop(transaction, input);
        return input;
    });
}

Result<std::vector<int>> PgDigestStore::count_remarks(std::span<const domain::StoreDay> store_days) {
    using Counts = std::vector<int>;
    return read<Snapshot>(session_, [&](Transaction& transaction) -> Result<Counts> {
        ArrayText stores, days, codes;
        for (const domain::StoreDay& store_day : store_days) {
            stores.append(std::string_view(store_day.store));
            days.append(store_day.day);
        }
        for (const pqxx::row& row : transaction.exec_prepared("reason_kinds")) {
            Reason reason;
            reason.code = row[0].as<std::string>();
            const auto polarity = find_polarity(row[1].as<std::string>());
            if (!polarity) {
                throw std::logic_error("reason holds an unknown polarity");
            }
            reason.polarity = *polarity;
            reason.about_staff = row[2].as<bool>();
            if (domain::is_in_total(reason)) {
                codes.append(std::string_view(reason.code));
            }
        }
        Counts counts;
        for (const pqxx::row& row : transaction.exec_prepared("count_remarks", stores.text(), days.text(), codes.text())) {
            counts.push_back(row[1].as<int>());
        }
        return counts;
    });
}

}  // namespace tillnote::storage
