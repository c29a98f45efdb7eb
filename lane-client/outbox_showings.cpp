#include "lane-client/outbox.hpp"

#include <string>

namespace tillnote::lane {
namespace {

constexpr std::string_view find_asked_sql = "SELECT ask_id FROM showing WHERE remark_key = ?1";
constexpr std::string_view decide_sql =
    "UPDATE showing SET outcome = ?2, answer = ?3 WHERE showing_id = ?1 AND outcome IS NULL";
constexpr std::string_view decided_sql = "SELECT 1 FROM showing WHERE showing_id = ?1 AND outcome = ?2 AND answer IS ?3";
// "state <> 1" repeats the condition of the partial index.
constexpr std::string_view first_waiting_sql =
    "SELECT outbox_id, enrolment FROM showing WHERE state <> 1 AND state = 0 AND outcome IS NOT NULL ORDER BY row";
constexpr std::string_view waiting_sql =
    " FROM showing s WHERE s.state <> 1 AND s.state = 0 AND s.outcome IS NOT NULL AND s.outbox_id = ?1 AND s.enrolment = ?2 "
    "ORDER BY s.row LIMIT ?3";

void bind_outcome(Statement& statement, const Uuid& showing_id, ShowingOutcome outcome,
                  const std::optional<std::string>& answer) {
    statement.bind(1, showing_id).bind(2, to_text(outcome));
    if (answer) {
        statement.bind(3, std::string_view(*answer));
    } else {
        statement.bind_nothing(3);
    }
}

}  // namespace

Result<std::vector<Uuid>> Outbox::find_asked(const std::string& remark_key) {
    auto statement = database_.prepare(find_asked_sql);
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, std::string_view(remark_key));
    std::vector<Uuid> asked;
    for (;;) {
        auto more = statement->step();
        if (!more) {
            return more.error();
        }
        if (!*more) {
            return asked;
        }
        asked.push_back(statement->id(0).value_or(Uuid{}));
    }
}

Result<std::int64_t> Outbox::count_open_showings() {
    return count("SELECT count(*) FROM showing WHERE state <> 1");
}

Result<void> Outbox::append_showing(StoredShowing showing, std::span<const Uuid> same_store) {
    auto transaction = begin();
    if (!transaction) {
        return transaction.error();
    }
    auto known = memory();
    if (!known) {
        return known.error();
    }
    if (auto kept = keep_to_store(*known, showing.enrolment, same_store); !kept) {
        return kept;
    }
    if (auto saved = save(*known); !saved) {
        return saved;
    }
    showing.outbox_id = known->outbox_id;
    if (auto appended = insert_showing(database_, showing); !appended) {
        return appended;
    }
    return transaction->commit();
}

Result<void> Outbox::expire_showings() {
    return database_.run("UPDATE showing SET outcome = 'expired' WHERE state <> 1 AND outcome IS NULL");
}

Result<bool> Outbox::decide_showing(const Uuid& showing_id, ShowingOutcome outcome,
                                    const std::optional<std::string>& answer) {
    auto deciding = database_.prepare(decide_sql);
    auto decided = database_.prepare(decided_sql);
    if (!deciding || !decided) {
        return deciding ? decided.error() : deciding.error();
    }
    bind_outcome(*deciding, showing_id, outcome, answer);
    if (auto done = deciding->finish(); !done) {
        return done.error();
    }
    bind_outcome(*decided, showing_id, outcome, answer);
    return decided->step();
}

Result<void> Outbox::add_showings(Batch& batch, std::size_t showings_max, std::span<const Uuid> blocked) {
    if (batch.size() == 0) {
        auto begun = begin_batch(batch, first_waiting_sql, blocked);
        if (!begun || !*begun) {
            return begun ? Result<void>{} : begun.error();
        }
    }
    auto statement = database_.prepare(std::string("SELECT ") + showing_columns + std::string(waiting_sql));
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, batch.outbox_id).bind(2, batch.enrolment).bind(3, static_cast<std::int64_t>(showings_max));
    std::vector<std::int64_t> damaged;
    for (;;) {
        auto more = statement->step();
        if (!more) {
            return more.error();
        }
        if (!*more) {
            return set_damaged_aside("showing", damaged);
        }
        if (auto showing = read_showing(*statement)) {
            batch.showings.push_back(std::move(*showing));
        } else {
            damaged.push_back(statement->integer(0));
        }
    }
}

}  // namespace tillnote::lane
