#include "lane-client/outbox.hpp"

#include "lane-client/outbox_rows.hpp"

#include <algorithm>
#include <string>

namespace tillnote::lane {
namespace {

constexpr std::string_view find_transaction_sql =
    "SELECT remark_key, began_at_ms, began_mono_ms, boot_id FROM current_transaction WHERE id = 1";
constexpr std::string_view save_transaction_sql = "INSERT OR REPLACE INTO current_transaction VALUES (1, ?1, ?2, ?3, ?4)";
constexpr std::string_view count_sql =
    "INSERT INTO staffed_hour (hour_start_ms, enrolment, transactions, reported) VALUES (?1, ?2, 1, 0) "
    "ON CONFLICT (hour_start_ms, enrolment) DO UPDATE SET transactions = transactions + 1";
// By the order in which they began, not by their time: a clock once set far ahead must not push out the present.
constexpr std::string_view forget_hours_sql =
    "DELETE FROM staffed_hour WHERE row NOT IN (SELECT row FROM staffed_hour ORDER BY row DESC LIMIT ?1)";
// A figure that is out of date by now stays below the count, and so is sent again.
constexpr std::string_view settle_hour_sql =
    "UPDATE staffed_hour SET reported = ?1 WHERE hour_start_ms = ?2 AND enrolment = ?3";

constexpr std::string_view tie_hours_sql =
    "INSERT OR IGNORE INTO hour_outbox SELECT hour_start_ms, enrolment, (SELECT outbox_id FROM lane) FROM staffed_hour";
constexpr std::string_view untie_forgotten_sql =
    "DELETE FROM hour_outbox WHERE NOT EXISTS (SELECT 1 FROM staffed_hour h "
    "WHERE h.hour_start_ms = hour_outbox.hour_start_ms AND h.enrolment = hour_outbox.enrolment)";

}  // namespace

Result<std::optional<CurrentTransaction>> Outbox::find_transaction() {
    auto statement = database_.prepare(find_transaction_sql);
    if (!statement) {
        return statement.error();
    }
    auto found = statement->step();
    if (!found) {
        return found.error();
    }
    const auto boot_id = *found ? statement->id(3) : std::nullopt;
    if (!boot_id || !is_remark_key(statement->text(0))) {
        return std::optional<CurrentTransaction>{};
    }
    return std::optional<CurrentTransaction>{{statement->text(0), Instant{std::chrono::milliseconds{statement->integer(1)}},
                                              std::chrono::milliseconds{statement->integer(2)}, *boot_id}};
}

Result<void> Outbox::save(const std::optional<CurrentTransaction>& transaction) {
    if (!transaction) {
        return database_.run("DELETE FROM current_transaction");
    }
    auto statement = database_.prepare(save_transaction_sql);
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, std::string_view(transaction->remark_key)).bind(2, milliseconds_of(transaction->began_at));
    statement->bind(3, std::int64_t{transaction->began_mono.count()}).bind(4, transaction->boot_id);
    return statement->finish();
}

Result<void> Outbox::count_transaction(Instant hour_start, const Uuid& enrolment) {
    auto counting = database_.prepare(count_sql);
    auto forgetting = database_.prepare(forget_hours_sql);
    if (!counting || !forgetting) {
        return counting ? forgetting.error() : counting.error();
    }
    if (auto counted = counting->bind(1, milliseconds_of(hour_start)).bind(2, enrolment).finish(); !counted) {
        return counted;
    }
    return forgetting->bind(1, static_cast<std::int64_t>(limits::heartbeat_hours_max)).finish();
}

Result<void> Outbox::tie_hours() {
    auto transaction = begin();
    auto tying = database_.prepare(tie_hours_sql);
    auto forgetting = database_.prepare(untie_forgotten_sql);
    if (!transaction || !tying || !forgetting) {
        return !transaction ? transaction.error() : !tying ? tying.error() : forgetting.error();
    }
    auto tied = tying->finish();
    tied = tied ? forgetting->finish() : tied;
    return tied ? transaction->commit() : tied;
}

Result<std::vector<StaffedHour>> Outbox::find_unreported_hours(std::span<const Uuid> enrolments) {
    auto statement = database_.prepare(std::string("SELECT ") + hour_columns + " FROM staffed_hour h ORDER BY h.row");
    if (!statement) {
        return statement.error();
    }
    std::vector<StaffedHour> hours;
    for (;;) {
        auto more = statement->step();
        if (!more) {
            return more.error();
        }
        if (!*more) {
            break;
        }
        const auto hour = read_hour(*statement);
        if (hour && contains(enrolments, hour->enrolment)) {
            hours.push_back(*hour);
        }
    }
    std::vector<Instant> due;
    for (const StaffedHour& hour : hours) {
        if (hour.reported < hour.transactions) {
            due.push_back(hour.hour_start);
        }
    }
    std::erase_if(hours,
                  [&](const StaffedHour& hour) { return std::find(due.begin(), due.end(), hour.hour_start) == due.end(); });
    return hours;
}

Result<void> Outbox::settle_hours(std::span<const StaffedHour> hours) {
    if (hours.empty()) {
        return {};
    }
    auto transaction = begin();
    auto statement = database_.prepare(settle_hour_sql);
    if (!transaction || !statement) {
        return transaction ? statement.error() : transaction.error();
    }
    for (const StaffedHour& hour : hours) {
        statement->bind(1, hour.transactions).bind(2, milliseconds_of(hour.hour_start)).bind(3, hour.enrolment);
        if (auto settled = statement->finish(); !settled) {
            return settled;
        }
    }
    return transaction->commit();
}

}  // namespace tillnote::lane
