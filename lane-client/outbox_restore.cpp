#include "lane-client/outbox.hpp"

#include "lane-client/outbox_rows.hpp"

#include <string>

namespace tillnote::lane {
namespace {

constexpr std::string_view find_check_sql =
    "SELECT undo_row, showing_row, under_way, checked_at_ms, offered_at_ms, hours_told_at_ms FROM restore_check WHERE id = "
    "1";
constexpr std::string_view save_check_sql = "INSERT OR REPLACE INTO restore_check VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)";
constexpr std::string_view delivered_undos_sql =
    ", n.outbox_id, n.enrolment FROM undo u JOIN note n ON n.row = u.note_row WHERE u.state = 1 AND u.row >= ?1 ORDER BY "
    "u.row";
constexpr int undo_outbox_column = 7;
constexpr std::string_view delivered_showings_sql = " FROM showing s WHERE s.state = 1 AND s.row >= ?1 ORDER BY s.row";

/// Whether what belongs to `outbox_id` and `enrolment` may go in `batch`; the first to come decides.
bool takes(Batch& batch, const Uuid& outbox_id, const Uuid& enrolment) {
    if (batch.size() == 0) {
        batch.outbox_id = outbox_id;
        batch.enrolment = enrolment;
    }
    return batch.outbox_id == outbox_id && batch.enrolment == enrolment;
}

}  // namespace

Result<RestoreCheck> Outbox::find_restore_check() {
    auto statement = database_.prepare(find_check_sql);
    if (!statement) {
        return statement.error();
    }
    auto found = statement->step();
    if (!found) {
        return found.error();
    }
    RestoreCheck check;
    if (*found) {
        check.undo_row = statement->integer(0);
        check.showing_row = statement->integer(1);
        check.under_way = statement->integer(2) != 0;
        check.checked_at = instant_of(statement->integer(3));
        check.offered_at = instant_of(statement->integer(4));
        check.hours_told_at = instant_of(statement->integer(5));
    }
    return check;
}

Result<void> Outbox::save(const RestoreCheck& check) {
    auto statement = database_.prepare(save_check_sql);
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, check.undo_row).bind(2, check.showing_row).bind(3, std::int64_t{check.under_way ? 1 : 0});
    statement->bind(4, milliseconds_of(check.checked_at)).bind(5, milliseconds_of(check.offered_at));
    statement->bind(6, milliseconds_of(check.hours_told_at));
    return statement->finish();
}

Result<Batch> Outbox::find_delivered_undos(std::int64_t from_row, std::span<const Uuid> enrolments) {
    auto statement = database_.prepare(std::string("SELECT ") + undo_columns + std::string(delivered_undos_sql));
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, from_row);
    Batch batch;
    while (batch.undos.size() < limits::batch_undos_max) {
        auto more = statement->step();
        if (!more) {
            return more.error();
        }
        if (!*more) {
            break;
        }
        auto undo = read_undo(*statement);
        const auto outbox_id = statement->id(undo_outbox_column);
        const auto enrolment = statement->id(undo_outbox_column + 1);
        if (!undo || !outbox_id || !enrolment || !contains(enrolments, *enrolment)) {
            continue;
        }
        if (!takes(batch, *outbox_id, *enrolment)) {
            break;
        }
        batch.undos.push_back(*undo);
    }
    return batch;
}

Result<Batch> Outbox::find_delivered_showings(std::int64_t from_row, std::span<const Uuid> enrolments) {
    auto statement = database_.prepare(std::string("SELECT ") + showing_columns + std::string(delivered_showings_sql));
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, from_row);
    Batch batch;
    while (batch.showings.size() < limits::batch_showings_max) {
        auto more = statement->step();
        if (!more) {
            return more.error();
        }
        if (!*more) {
            break;
        }
        auto showing = read_showing(*statement);
        if (!showing || !contains(enrolments, showing->enrolment)) {
            continue;
        }
        if (!takes(batch, showing->outbox_id, showing->enrolment)) {
            break;
        }
        batch.showings.push_back(std::move(*showing));
    }
    return batch;
}

Result<std::vector<Batch>> Outbox::find_delivered_since(const RestoreCheck& check, std::span<const Uuid> enrolments) {
    auto undos = find_delivered_undos(check.undo_row, enrolments);
    auto showings = find_delivered_showings(check.showing_row, enrolments);
    if (!undos || !showings) {
        return undos ? showings.error() : undos.error();
    }
    std::vector<Batch> batches;
    for (auto* batch : {&*undos, &*showings}) {
        if (batch->size() == 0) {
            continue;
        }
        auto waiting = count_waiting(batch->outbox_id);
        if (!waiting) {
            return waiting.error();
        }
        batch->pending_after = *waiting;
        batches.push_back(std::move(*batch));
    }
    return batches;
}

Result<void> Outbox::offer_all_again(const RestoreCheck& check) {
    auto transaction = begin();
    if (!transaction) {
        return transaction.error();
    }
    if (auto saved = save(check); !saved) {
        return saved;
    }
    if (auto offered =
            database_.run("UPDATE undo SET state = 0 WHERE state = 1; UPDATE showing SET state = 0 WHERE state = 1; "
                          "UPDATE staffed_hour SET reported = 0");
        !offered) {
        return offered;
    }
    return transaction->commit();
}

Result<void> Outbox::tell_hours_again(RestoreCheck check, Instant now) {
    auto transaction = begin();
    if (!transaction) {
        return transaction.error();
    }
    check.hours_told_at = now;
    if (auto saved = save(check); !saved) {
        return saved;
    }
    if (auto told = database_.run("UPDATE staffed_hour SET reported = 0"); !told) {
        return told;
    }
    return transaction->commit();
}

}  // namespace tillnote::lane
