#include "lane-client/outbox.hpp"

#include "lane-client/outbox_rows.hpp"
#include "lane-client/randomness.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>

namespace tillnote::lane {
namespace {

constexpr std::chrono::hours repair_again_after{24};

constexpr std::string_view newest_enrolment_sql =
    "SELECT enrolment FROM note WHERE outbox_id = ?1 ORDER BY row DESC LIMIT 1";
// The bare columns are those of the row that max() found.
constexpr std::string_view earlier_sql =
    "SELECT outbox_id, enrolment, max(row) FROM note WHERE state = 1 AND outbox_id <> (SELECT outbox_id FROM lane) "
    "GROUP BY outbox_id ORDER BY max(row) DESC";
constexpr std::string_view offer_notes_sql = "UPDATE note SET state = 0 WHERE state = 1 AND outbox_id = ?1 AND seq > ?2";
constexpr std::string_view offer_undos_sql =
    "UPDATE undo SET state = 0 WHERE state = 1 AND note_row IN (SELECT row FROM note WHERE outbox_id = ?1)";
constexpr std::string_view offer_showings_sql = "UPDATE showing SET state = 0 WHERE state = 1 AND outbox_id = ?1";
constexpr std::string_view reached_sql =
    "SELECT reached_seq, repaired_have_seq, repaired_at_ms FROM outbox_answer WHERE outbox_id = ?1";
constexpr std::string_view save_reached_sql = "INSERT OR REPLACE INTO outbox_answer VALUES (?1, ?2, ?3, ?4)";

/// One number for one outbox_id; `otherwise` where there is no row, or nothing in it.
Result<std::int64_t> ask_number(Database& database, std::string_view sql, const Uuid& outbox_id, std::int64_t otherwise,
                                std::optional<std::int64_t> second = std::nullopt) {
    auto statement = database.prepare(sql);
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, outbox_id);
    if (second) {
        statement->bind(2, *second);
    }
    auto found = statement->step();
    if (!found) {
        return found.error();
    }
    return *found && !statement->is_null(0) ? statement->integer(0) : otherwise;
}

}  // namespace

/// The last number before which nothing waits and nothing is rejected: what a server in order must have.
Result<std::int64_t> Outbox::delivered_prefix(const Uuid& outbox_id, std::int64_t last_seq) {
    std::int64_t prefix = last_seq;
    for (const char* sql : {"SELECT seq FROM note WHERE state <> 1 AND state = 0 AND outbox_id = ?1 ORDER BY row LIMIT 1",
                            "SELECT seq FROM note WHERE state <> 1 AND state = 2 AND outbox_id = ?1 ORDER BY row LIMIT 1"}) {
        auto statement = database_.prepare(sql);
        if (!statement) {
            return statement.error();
        }
        auto found = statement->bind(1, outbox_id).step();
        if (!found) {
            return found.error();
        }
        if (*found) {
            prefix = std::min(prefix, statement->integer(0) - 1);
        }
    }
    return prefix;
}

Result<std::int64_t> Outbox::find_last_seq(const Uuid& outbox_id) {
    return ask_number(database_, "SELECT max(seq) FROM note WHERE outbox_id = ?1", outbox_id, 0);
}

Result<bool> Outbox::keeps_note(const Uuid& outbox_id, std::int64_t seq) {
    auto kept = ask_number(database_, "SELECT count(*) FROM note WHERE outbox_id = ?1 AND seq = ?2", outbox_id, 0, seq);
    return kept ? Result<bool>(*kept > 0) : Result<bool>(kept.error());
}

Result<std::int64_t> Outbox::count_waiting(const Uuid& outbox_id) {
    return ask_number(database_, "SELECT count(*) FROM note WHERE state <> 1 AND state = 0 AND outbox_id = ?1", outbox_id,
                      0);
}

Result<OutboxCounts> Outbox::counts_of(const Uuid& outbox_id) {
    auto last_seq = find_last_seq(outbox_id);
    auto waiting = count_waiting(outbox_id);
    if (!last_seq || !waiting) {
        return last_seq ? waiting.error() : last_seq.error();
    }
    OutboxCounts counts;
    counts.outbox_id = outbox_id;
    counts.last_seq = *last_seq;
    counts.pending_here = *waiting;
    return counts;
}

Result<Outbox::Reached> Outbox::find_reached(const Uuid& outbox_id) {
    auto statement = database_.prepare(reached_sql);
    if (!statement) {
        return statement.error();
    }
    auto found = statement->bind(1, outbox_id).step();
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Reached{};
    }
    return Reached{statement->integer(0), statement->integer(1), Instant{std::chrono::milliseconds{statement->integer(2)}}};
}

Result<void> Outbox::save(const Uuid& outbox_id, const Reached& reached) {
    auto statement = database_.prepare(save_reached_sql);
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, outbox_id).bind(2, reached.seq).bind(3, reached.repaired_have_seq);
    statement->bind(4, milliseconds_of(reached.repaired_at));
    return statement->finish();
}

Result<void> Outbox::begin_new_outbox(LaneMemory memory) {
    memory.outbox_id = make_random_id();
    memory.last_seq = 0;
    return save(memory);
}

Result<void> Outbox::keep_to_store(LaneMemory& memory, const Uuid& enrolment, std::span<const Uuid> same_store) {
    if (memory.last_seq == 0) {
        return {};
    }
    auto statement = database_.prepare(newest_enrolment_sql);
    if (!statement) {
        return statement.error();
    }
    auto found = statement->bind(1, memory.outbox_id).step();
    if (!found) {
        return found.error();
    }
    // With none of its notes kept, nobody knows any more whose they were.
    const auto newest = *found ? statement->id(0) : std::nullopt;
    if (!newest || (*newest != enrolment && !contains(same_store, *newest))) {
        memory.outbox_id = make_random_id();
        memory.last_seq = 0;
    }
    return {};
}

Result<void> Outbox::note_rejection(const Batch& batch) {
    auto known = memory();
    auto reached = find_reached(batch.outbox_id);
    if (!known || !reached) {
        return known ? reached.error() : known.error();
    }
    if (const std::int64_t seq = batch.notes.front().note.seq; reached->seq >= seq) {
        reached->seq = seq - 1;
        if (auto saved = save(batch.outbox_id, *reached); !saved) {
            return saved;
        }
    }
    return known->outbox_id == batch.outbox_id ? begin_new_outbox(*known) : Result<void>{};
}

Result<void> Outbox::offer_again(const Uuid& outbox_id, std::int64_t have_seq) {
    auto notes = database_.prepare(offer_notes_sql);
    auto undos = database_.prepare(offer_undos_sql);
    auto showings = database_.prepare(offer_showings_sql);
    if (!notes || !undos || !showings) {
        return !notes ? notes.error() : !undos ? undos.error() : showings.error();
    }
    if (auto offered = notes->bind(1, outbox_id).bind(2, have_seq).finish(); !offered) {
        return offered;
    }
    if (auto offered = undos->bind(1, outbox_id).finish(); !offered) {
        return offered;
    }
    if (auto offered = showings->bind(1, outbox_id).finish(); !offered) {
        return offered;
    }
    // A server that has lost notes has lost heartbeats, too.
    return database_.run("UPDATE staffed_hour SET reported = 0");
}

Result<std::vector<Batch>> Outbox::find_earlier(std::span<const Uuid> enrolments, std::size_t count_max) {
    auto statement = database_.prepare(earlier_sql);
    if (!statement) {
        return statement.error();
    }
    std::vector<Batch> earlier;
    while (earlier.size() < count_max) {
        auto more = statement->step();
        if (!more) {
            return more.error();
        }
        if (!*more) {
            break;
        }
        const auto outbox_id = statement->id(0);
        const auto enrolment = statement->id(1);
        if (!outbox_id || !enrolment || !contains(enrolments, *enrolment)) {
            continue;
        }
        auto waiting = count_waiting(*outbox_id);
        if (!waiting) {
            return waiting.error();
        }
        earlier.push_back({*outbox_id, *enrolment, {}, {}, *waiting});
    }
    return earlier;
}

Result<bool> Outbox::reoffer_behind(const Uuid& outbox_id, std::int64_t have_seq, Instant now) {
    auto transaction = begin();
    if (!transaction) {
        return transaction.error();
    }
    auto known = memory();
    if (!known) {
        return known.error();
    }
    const bool in_use = outbox_id == known->outbox_id;
    if (in_use && have_seq > known->last_seq) {
        auto begun = begin_new_outbox(*known);
        begun = begun ? transaction->commit() : begun;
        return begun ? Result<bool>(false) : Result<bool>(begun.error());
    }
    auto last = in_use ? Result<std::int64_t>(known->last_seq) : find_last_seq(outbox_id);
    auto reached = find_reached(outbox_id);
    if (!last || !reached) {
        return last ? reached.error() : last.error();
    }
    auto prefix = delivered_prefix(outbox_id, *last);
    if (!prefix) {
        return prefix.error();
    }
    const std::int64_t expected = std::max(*prefix, reached->seq);
    if (have_seq >= expected) {
        return note_caught_up(outbox_id, *reached, have_seq, *transaction);
    }
    const auto since = now - reached->repaired_at;
    const bool lately = since >= std::chrono::milliseconds{0} && since < repair_again_after;
    if (reached->repaired_have_seq >= 0 && have_seq >= reached->repaired_have_seq && lately) {
        return false;
    }
    return repair(outbox_id, have_seq, {expected, have_seq, now}, *transaction);
}

Result<bool> Outbox::note_caught_up(const Uuid& outbox_id, const Reached& reached, std::int64_t have_seq,
                                    Transaction& transaction) {
    if (have_seq == reached.seq && reached.repaired_have_seq < 0) {
        return false;
    }
    auto noted = save(outbox_id, Reached{have_seq, -1, {}});
    noted = noted ? transaction.commit() : noted;
    return noted ? Result<bool>(false) : Result<bool>(noted.error());
}

Result<bool> Outbox::repair(const Uuid& outbox_id, std::int64_t have_seq, const Reached& reached, Transaction& transaction) {
    auto known = memory();
    auto fillable = keeps_note(outbox_id, have_seq + 1);
    if (!known || !fillable) {
        return known ? fillable.error() : known.error();
    }
    auto done = offer_again(outbox_id, have_seq);
    done = done ? save(outbox_id, reached) : done;
    if (done && !*fillable && known->outbox_id == outbox_id) {
        done = begin_new_outbox(*known);
    }
    done = done ? transaction.commit() : done;
    return done ? Result<bool>(true) : Result<bool>(done.error());
}

}  // namespace tillnote::lane
