#include "server/storage/enrolments.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;

constexpr std::chrono::milliseconds poll_interval{2'000};
constexpr std::chrono::milliseconds poll_interval_slow{5'000};
constexpr std::chrono::milliseconds poll_pause_min{500};  ///< a quarter of the interval: generous to a lane's timers
constexpr int unused_tokens_max = 5;                      ///< an enrolment's, so that a lost answer costs nothing

constexpr Statement enrolments_sql[] = {
    {"drop_old_requests", "DELETE FROM enrolment_request WHERE expires_at < $1::timestamptz - interval '1 day'"},
    {"start_enrolment", R"(
        INSERT INTO enrolment_request (enrolment_id, code, secret_sha256, device, previous_token_sha256, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING enrolment_id)"},
    {"find_request", R"(
        SELECT state, expires_at <= $3::timestamptz, approved_store, approved_lane,
               polled_at IS NOT NULL AND polled_at + $4::bigint * interval '1 millisecond' > $3::timestamptz,
               EXISTS (SELECT FROM lane_token AS t WHERE t.enrolment_id = r.enrolment_id AND t.used_at IS NOT NULL)
        FROM enrolment_request AS r WHERE enrolment_id = $1 AND secret_sha256 = $2 FOR UPDATE)"},
    // Until the end of the transaction, and for reading only.
    {"reveal_store", "SELECT set_config('tillnote.reads_stores', $1, true)"},
    {"reveal_store_of_token", R"(
        SELECT set_config('tillnote.reads_stores', of_store, true) FROM lane_token WHERE token_sha256 = $1)"},
    {"is_revoked", R"(
        SELECT EXISTS (SELECT FROM enrolment WHERE store_id = $1 AND enrolment_id = $2 AND revoked_at IS NOT NULL))"},
    {"note_poll", "UPDATE enrolment_request SET polled_at = $2 WHERE enrolment_id = $1"},
    {"drop_unused_tokens", R"(
        DELETE FROM lane_token WHERE token_sha256 IN (
            SELECT token_sha256 FROM lane_token WHERE enrolment_id = $1 AND by_poll AND used_at IS NULL
            ORDER BY created_at DESC, token_sha256 OFFSET $2))"},
    {"find_code", R"(
        SELECT enrolment_id, device, previous_token_sha256, state, expires_at <= $2::timestamptz
        FROM enrolment_request WHERE code = $1 ORDER BY state = 'pending' DESC, created_at DESC LIMIT 1 FOR UPDATE)"},
    {"add_earlier", R"(
        WITH previous AS (
            SELECT e.store_id, e.enrolment_id, e.lane, e.approved_at
            FROM lane_token AS t JOIN enrolment AS e ON e.store_id = t.of_store AND e.enrolment_id = t.enrolment_id
            WHERE t.token_sha256 = $2)
        INSERT INTO earlier_enrolment (enrolment_id, earlier_enrolment_id, of_store, lane, approved_at)
        SELECT $1::uuid, enrolment_id, store_id, lane, approved_at FROM previous
        UNION
        SELECT $1::uuid, x.earlier_enrolment_id, x.of_store, x.lane, x.approved_at
        FROM previous AS p JOIN earlier_enrolment AS x ON x.enrolment_id = p.enrolment_id
        ORDER BY 5 DESC LIMIT 32
        ON CONFLICT DO NOTHING)"},
    {"approve_request", R"(
        UPDATE enrolment_request SET state = 'approved', approved_store = $2, approved_lane = $3 WHERE enrolment_id = $1)"},
    {"deny_request", "UPDATE enrolment_request SET state = 'denied' WHERE enrolment_id = $1"},
};

struct OpenRequest {
    std::string enrolment_id;
    std::string device;
    std::optional<std::string> previous_token_hash;
};

Result<OpenRequest> find_open_request(Transaction& transaction, std::string_view code, Instant now) {
    const pqxx::result found = transaction.exec_prepared("find_code", std::string(code), to_sql(now));
    if (found.empty()) {
        return Error{ErrorCode::not_found, "No terminal shows this code; check the letters.", {}};
    }
    const pqxx::row row = found[0];
    if (row[3].as<std::string>() != "pending") {
        return Error{ErrorCode::enrolment_over, "This code has been used or denied; start again on the terminal.", {}};
    }
    if (row[4].as<bool>()) {
        return Error{ErrorCode::not_found, "This code has expired; start again on the terminal.", {}};
    }
    return OpenRequest{row[0].as<std::string>(), row[1].as<std::string>(), find_text(row[2])};
}

/// Of an enrolment whose secret was shown: that is what lets its store be looked at, as nobody is signed in.
bool is_revoked(Transaction& transaction, const std::string& store, const std::string& enrolment_id) {
    transaction.exec_prepared1("reveal_store", store);
    return transaction.exec_prepared1("is_revoked", store, enrolment_id)[0].as<bool>();
}

}  // namespace

std::span<const Statement> enrolment_statements() {
    return enrolments_sql;
}

Result<void> start_enrolment(Transaction& transaction, const NewEnrolment& wanted, Instant now) {
    transaction.exec_prepared0("drop_old_requests", to_sql(now));
    const auto added = transaction.exec_prepared(
        "start_enrolment", wanted.enrolment_id.to_string(), std::string(wanted.code), std::string(wanted.secret_hash),
        std::string(wanted.device), or_null(wanted.previous_token_hash), to_sql(now), to_sql(wanted.expires_at));
    if (added.empty()) {
        return Error{ErrorCode::conflict, "Another terminal shows this code; make a new one.", {}};
    }
    return {};
}

Result<EnrolmentAnswer> poll_enrolment(Transaction& transaction, const Uuid& enrolment_id, std::string_view secret_hash,
                                       std::string_view new_token_hash, Instant now) {
    const std::string id = enrolment_id.to_string();
    const pqxx::result found =
        transaction.exec_prepared("find_request", id, std::string(secret_hash), to_sql(now), poll_pause_min.count());
    if (found.empty()) {
        return Error{ErrorCode::not_found, "There is no such enrolment; start again.", {}};
    }
    const pqxx::row row = found[0];
    const auto state = row[0].as<std::string>();
    const bool too_soon = row[4].as<bool>();
    EnrolmentAnswer answer;
    answer.interval_ms = poll_interval.count();
    transaction.exec_prepared0("note_poll", id, to_sql(now));
    if (state == "pending") {
        if (row[1].as<bool>()) {
            answer.state = EnrolmentState::expired;
        } else if (too_soon) {
            answer.state = EnrolmentState::slow_down;
            answer.interval_ms = poll_interval_slow.count();
        }
        return answer;
    }
    if (state == "denied" || is_revoked(transaction, row[2].as<std::string>(), id)) {
        answer.state = EnrolmentState::denied;
        return answer;
    }
    if (row[5].as<bool>()) {
        return Error{ErrorCode::enrolment_over, "This enrolment's token is in use already; start again.", {}};
    }
    answer.state = EnrolmentState::approved;
    answer.store = row[2].as<std::string>();
    answer.lane = row[3].as<std::int64_t>();
    transaction.exec_prepared0("add_lane_token", std::string(new_token_hash), *answer.store, id, to_sql(now), true);
    transaction.exec_prepared0("drop_unused_tokens", id, unused_tokens_max);
    return answer;
}

Result<void> approve_enrolment(Transaction& transaction, std::string_view code, const domain::Lane& lane, Instant now) {
    const auto request = find_open_request(transaction, code, now);
    if (request.has_error()) {
        return request.error();
    }
    transaction.exec_prepared0("put_lane", lane.store, lane.number, to_sql(now));
    transaction.exec_prepared0("add_enrolment", lane.store, request->enrolment_id, lane.number, request->device,
                               to_sql(now));
    transaction.exec_prepared0("approve_request", request->enrolment_id, lane.store, lane.number);
    if (request->previous_token_hash) {
        // The token shows that the terminal was there, in whichever store. Last, as what may be read is another store's now.
        transaction.exec_prepared("reveal_store_of_token", *request->previous_token_hash);
        transaction.exec_prepared0("add_earlier", request->enrolment_id, *request->previous_token_hash);
    }
    return {};
}

Result<void> deny_enrolment(Transaction& transaction, std::string_view code, Instant now) {
    const auto request = find_open_request(transaction, code, now);
    if (request.has_error()) {
        return request.error();
    }
    transaction.exec_prepared0("deny_request", request->enrolment_id);
    return {};
}

}  // namespace tillnote::storage
