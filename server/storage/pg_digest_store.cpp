#include "server/storage/pg_digest_store.hpp"

#include "server/domain/placement.hpp"
#include "server/storage/ask_rows.hpp"
#include "server/storage/digest_loop.hpp"
#include "server/storage/digest_windows.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/store_window.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace tillnote::storage {
namespace {

using domain::DigestInput;
using Transaction = pqxx::transaction_base;

constexpr std::size_t weeks_compared = 8;
constexpr int days_of_shares = 28;

constexpr Statement digest_store_sql[] = {
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
};

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

    std::set<std::string, std::less<>> shown;
    std::set<std::string, std::less<>> in_total;  ///< without why-here, as the digest's own total
};

std::map<std::string, int> remarks_of(const StoreWindow& window, Day day) {
    std::map<std::string, int> remarks;
    if (const auto found = window.reasons.find(day); found != window.reasons.end()) {
        for (const auto& [reason, of_day] : found->second) {
            remarks.emplace_hint(remarks.end(), reason, of_day.remarks);
        }
    }
    return remarks;
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

void add_same_weekdays(DigestInput& input, const StoreWindow& window) {
    const std::vector<domain::WindowDay>& days = input.windows.days;
    for (std::size_t back = 7; back <= 7 * weeks_compared && back < days.size(); back += 7) {
        const domain::WindowDay& day = days[days.size() - 1 - back];
        input.same_weekdays.push_back({day.day, day.usable, remarks_of(window, day.day)});
    }
}

bool was_heard(const StoreWindow& window, Day day) {
    const auto found = window.lanes.heard.find(day);
    return found != window.lanes.heard.end() && !found->second.empty();
}

void add_28_days(DigestInput& input, const StoreWindow& window, const ShownReasons& reasons) {
    for (int back = days_of_shares - 1; back >= 0; --back) {
        const Day day = domain::add_days(input.day, -back);
        int total = 0;
        for (const auto& [reason, remarks] : remarks_of(window, day)) {
            input.remarks_28_days[reason] += remarks;
            total += reasons.in_total.contains(reason) ? remarks : 0;
        }
        const bool open = is_open_on(input.store, window, day);
        input.days_28 += open ? 1 : 0;
        if (day >= input.store.opened_on) {
            const bool heard = open && was_heard(window, day);
            input.remarks_by_day_28.push_back(heard ? std::optional(total) : std::nullopt);
        }
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
    session_.use(digest_store_sql);
    session_.use(store_window_statements());
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

        const ShownReasons reasons(catalog);
        const WindowWanted wanted{store, calendar, domain::add_days(day, 1 - domain::digest_window_days), day,
                                  [&](std::string_view reason) { return reasons.shown.contains(reason); }};
        const StoreWindow window = load_store_window(transaction, wanted);
        input.district = {store.district, window.district_name};
        input.notes_unplaced = window.notes_unplaced;
        if (const auto traffic = window.traffic.find(day); traffic != window.traffic.end()) {
            input.traffic = traffic->second;
        }
        input.state = state_of(input, calendar, is_open_on(store, window, day), now);
        input.lanes = load_lane_facts(transaction, wanted, window);
        input.remarks = remarks_of(window, day);
        input.windows = load_digest_windows(transaction, wanted, window);
        add_same_weekdays(input, window);
        add_28_days(input, window, reasons);
        input.asks = load_asks(transaction, input);
        input.loop = load_loop(transaction, wanted, input);
        return input;
    });
}

Result<std::vector<domain::WindowDay>> PgDigestStore::load_days(const domain::Store& store,
                                                                const domain::StoreCalendar& calendar,
                                                                const domain::DatedCatalog& catalog, domain::Day first,
                                                                domain::Day last) {
    using WindowDays = std::vector<domain::WindowDay>;
    return read<Snapshot>(session_, [&](Transaction& transaction) -> Result<WindowDays> {
        const ShownReasons reasons(catalog);
        const WindowWanted wanted{store, calendar, first, last,
                                  [&](std::string_view reason) { return reasons.shown.contains(reason); }};
        return make_window_days(wanted, load_store_window(transaction, wanted));
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
