#include "lane-client/outbox.hpp"
#include "lane-client/randomness.hpp"

#include <algorithm>
#include <chrono>
#include <string>

namespace tillnote::lane {
namespace {

constexpr std::chrono::hours repair_again_after{24};

constexpr const char* caught_up_sql = "UPDATE lane SET repaired_have_seq = -1 WHERE repaired_have_seq <> -1";

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

Result<void> Outbox::begin_new_outbox(LaneMemory memory) {
    memory.outbox_id = make_random_id();
    memory.last_seq = 0;
    auto transaction = begin();
    if (!transaction) {
        return transaction.error();
    }
    if (auto saved = save(memory); !saved) {
        return saved;
    }
    return transaction->commit();
}

Result<void> Outbox::offer_again(std::int64_t have_seq, Instant now) {
    auto transaction = begin();
    if (!transaction) {
        return transaction.error();
    }
    const std::string above = std::to_string(have_seq);
    const std::string sql =
        "UPDATE note SET state = 0, settled_at_ms = NULL "
        "WHERE state = 1 AND outbox_id = (SELECT outbox_id FROM lane) AND seq > " +
        above +
        "; UPDATE undo SET state = 0, settled_at_ms = NULL WHERE state = 1; "
        "UPDATE lane SET repaired_have_seq = " +
        above + ", repaired_at_ms = " + std::to_string(now.time_since_epoch().count());
    if (auto offered = database_.run(sql.c_str()); !offered) {
        return offered;
    }
    return transaction->commit();
}

Result<bool> Outbox::reoffer_behind(const Uuid& outbox_id, std::int64_t have_seq, Instant now) {
    auto known = memory();
    if (!known) {
        return known.error();
    }
    // What was salvaged from an earlier outbox cannot be compared: its last number is not known any more.
    if (outbox_id != known->outbox_id) {
        return false;
    }
    if (have_seq > known->last_seq) {
        auto begun = begin_new_outbox(*known);
        return begun ? Result<bool>(false) : Result<bool>(begun.error());
    }
    auto prefix = delivered_prefix(outbox_id, known->last_seq);
    if (!prefix) {
        return prefix.error();
    }
    if (have_seq >= *prefix) {
        if (have_seq == known->last_seq) {
            auto noted = database_.run(caught_up_sql);
            return noted ? Result<bool>(false) : Result<bool>(noted.error());
        }
        return false;
    }
    auto repaired = count("SELECT repaired_have_seq FROM lane WHERE id = 1");
    auto repaired_at = count("SELECT repaired_at_ms FROM lane WHERE id = 1");
    if (!repaired || !repaired_at) {
        return repaired ? repaired_at.error() : repaired.error();
    }
    const auto since = now.time_since_epoch() - std::chrono::milliseconds{*repaired_at};
    const bool lately = since >= std::chrono::milliseconds{0} && since < repair_again_after;
    if (*repaired >= 0 && have_seq >= *repaired && lately) {
        return false;
    }
    auto offered = offer_again(have_seq, now);
    return offered ? Result<bool>(true) : Result<bool>(offered.error());
}

}  // namespace tillnote::lane
