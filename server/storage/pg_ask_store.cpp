#include "server/storage/pg_ask_store.hpp"

#include "server/storage/ask_rows.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>

namespace tillnote::storage {
namespace {

using domain::Ask;
using Transaction = pqxx::transaction_base;

constexpr Statement ask_store_sql[] = {
    {"list_asks", R"(
        SELECT * FROM ask_row WHERE store_id = $1 AND ask_id IN (
            SELECT ask_id FROM ask WHERE store_id = $1 ORDER BY first_day DESC, ask_id LIMIT $2)
        ORDER BY first_day DESC, ask_id, position)"},
    {"list_current_asks", R"(
        SELECT * FROM ask_row WHERE closed_at IS NULL AND last_day >= $1
        ORDER BY store_id, first_day, ask_id, position)"},
    {"find_ask", "SELECT * FROM ask_row WHERE store_id = $1 AND ask_id = $2 ORDER BY position"},
    // Whoever adds or moves an ask of the store waits here, so that two cannot overlap without seeing each other.
    {"lock_store_for_asks", "SELECT FROM store WHERE store_id = $1 FOR UPDATE"},
    {"find_overlap", R"(
        SELECT first_day - date '1970-01-01' FROM ask
        WHERE store_id = $1 AND ask_id <> $2 AND closed_at IS NULL AND first_day <= $4 AND last_day >= $3 LIMIT 1)"},
    {"add_ask", R"(
        INSERT INTO ask (store_id, ask_id, question_en, question_es, first_day, last_day, one_in, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8))"},
    {"add_ask_answers", R"(
        INSERT INTO ask_answer (store_id, ask_id, position, answer, label_en, label_es)
        SELECT $1, $2, position, answer, label_en, label_es
        FROM unnest($3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS k (answer, label_en, label_es, position))"},
    {"ask_counts", R"(
        SELECT answer, sampled, sum(showings) FROM ask_count WHERE store_id = $1 AND ask_id = $2 GROUP BY answer, sampled)"},
    {"put_ask", R"(
        UPDATE ask SET last_day = $3, one_in = $4, closed_at = $5 WHERE store_id = $1 AND ask_id = $2)"},
};

Result<void> refuse_overlap(Transaction& transaction, const Ask& ask) {
    if (ask.closed_at) {
        return {};
    }
    const auto other = transaction.exec_prepared("find_overlap", ask.store, ask.ask_id.to_string(), to_sql(ask.first_day),
                                                 to_sql(ask.last_day));
    if (!other.empty()) {
        return Error{ErrorCode::conflict,
                     "Another ask of this store, from " + to_sql(day_of(other[0][0].as<std::int64_t>())) +
                         ", runs on one of these days; close it first or choose other days.",
                     "/from"};
    }
    return {};
}

Result<void> add(Transaction& transaction, const Ask& ask, Instant now) {
    if (transaction.exec_prepared("lock_store_for_asks", ask.store).empty()) {
        return Error{ErrorCode::impossible_value, "There is no such store.", "/store"};
    }
    if (auto free = refuse_overlap(transaction, ask); !free) {
        return free;
    }
    const std::string id = ask.ask_id.to_string();
    transaction.exec_prepared0("add_ask", ask.store, id, ask.question_en, ask.question_es, to_sql(ask.first_day),
                               to_sql(ask.last_day), ask.one_in, to_sql(now));
    ArrayText answers, labels_en, labels_es;
    for (const AskAnswer& answer : ask.answers) {
        answers.append(std::string_view(answer.answer));
        labels_en.append(std::string_view(answer.label_en));
        labels_es.append(std::string_view(answer.label_es));
    }
    transaction.exec_prepared0("add_ask_answers", ask.store, id, answers.text(), labels_en.text(), labels_es.text());
    return {};
}

}  // namespace

PgAskStore::PgAskStore(Session& session) : session_(session) {
    session_.use(ask_store_sql);
}

Result<std::vector<Ask>> PgAskStore::list_asks(std::string_view store) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<std::vector<Ask>> {
        return read_asks(transaction.exec_prepared("list_asks", std::string(store), list_max));
    });
}

Result<std::vector<Ask>> PgAskStore::list_current_asks(domain::Day from) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<std::vector<Ask>> {
        return read_asks(transaction.exec_prepared("list_current_asks", to_sql(from)));
    });
}

Result<void> PgAskStore::add_ask(const Ask& ask, Instant now) {
    return add_asks(std::span(&ask, 1), now);
}

Result<void> PgAskStore::add_asks(std::span<const Ask> asks, Instant now) {
    // In one order, so that two districts' leads cannot wait for each other.
    std::vector<const Ask*> by_store;
    for (const Ask& ask : asks) {
        by_store.push_back(&ask);
    }
    std::sort(by_store.begin(), by_store.end(),
              [](const Ask* left, const Ask* right) { return left->store < right->store; });
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        for (const Ask* ask : by_store) {
            if (auto added = add(transaction, *ask, now); !added) {
                Error error = added.error();
                error.detail = asks.size() > 1 ? ask->store + ": " + error.detail : error.detail;
                return error;
            }
        }
        return {};
    });
}

Result<domain::AskCounts> PgAskStore::count_answers(const Ask& ask) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<domain::AskCounts> {
        domain::AskCounts counts{ask, 0, {}, true};
        for (const pqxx::row& row : transaction.exec_prepared("ask_counts", ask.store, ask.ask_id.to_string())) {
            add_showings(counts, row);
        }
        return counts;
    });
}

Result<Ask> PgAskStore::change_ask(std::string_view store, const Uuid& ask_id,
                                   const std::function<Result<Ask>(Ask)>& change) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<Ask> {
        transaction.exec_prepared("lock_store_for_asks", std::string(store));
        auto found = read_asks(transaction.exec_prepared("find_ask", std::string(store), ask_id.to_string()));
        if (found.empty()) {
            return Error{ErrorCode::not_found, "This store has no such ask; list its asks to see their ids.", "ask"};
        }
        auto changed = change(std::move(found.front()));
        if (!changed) {
            return changed;
        }
        if (auto free = refuse_overlap(transaction, *changed); !free) {
            return free.error();
        }
        transaction.exec_prepared0("put_ask", changed->store, ask_id.to_string(), to_sql(changed->last_day), changed->one_in,
                                   or_null(to_sql(changed->closed_at)));
        return changed;
    });
}

}  // namespace tillnote::storage
