#include "server/storage/showings.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>
#include <tuple>

namespace tillnote::storage {
namespace {

using domain::Delivery;

constexpr Statement showings_sql[] = {
    // Only showings of an ask of the store, with an answer it has, are kept. Says of each row whether it is new.
    {"insert_showings", R"(
        WITH sent AS (
            SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::smallint[], $5::date[], $6::timestamptz[],
                                 $7::timestamptz[], $8::text[], $9::text[], $10::boolean[]) WITH ORDINALITY
                AS s (store_id, showing_id, ask_id, lane, business_day, raw_shown_at, received_at, outcome, answer,
                      with_transaction, n)
        ), added AS (
            INSERT INTO showing (store_id, showing_id, ask_id, lane, business_day, raw_shown_at, received_at, outcome, answer,
                                 with_transaction)
            SELECT s.store_id, s.showing_id, s.ask_id, s.lane, s.business_day, s.raw_shown_at, s.received_at, s.outcome,
                   s.answer, s.with_transaction
            FROM sent AS s JOIN ask AS a ON a.store_id = s.store_id AND a.ask_id = s.ask_id
            WHERE s.answer IS NULL OR EXISTS (
                SELECT FROM ask_answer AS k
                WHERE k.store_id = s.store_id AND k.ask_id = s.ask_id AND k.answer = s.answer)
            ORDER BY s.n
            ON CONFLICT (store_id, showing_id) DO NOTHING RETURNING store_id, showing_id
        )
        SELECT s.n - 1 FROM sent AS s JOIN added AS a ON a.store_id = s.store_id AND a.showing_id = s.showing_id)"},
    {"compare_showings", R"(
        SELECT s.n - 1, w.ask_id = s.ask_id AND w.lane = s.lane AND w.raw_shown_at = s.raw_shown_at
                    AND w.outcome = s.outcome AND w.answer IS NOT DISTINCT FROM s.answer
                    AND w.with_transaction = s.with_transaction
        FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::smallint[], $5::timestamptz[], $6::text[], $7::text[],
                    $8::boolean[])
             WITH ORDINALITY AS s (store_id, showing_id, ask_id, lane, raw_shown_at, outcome, answer, with_transaction, n)
        JOIN showing AS w ON w.store_id = s.store_id AND w.showing_id = s.showing_id)"},
};

struct Row {
    const Delivery* delivery = nullptr;
    const domain::PlacedShowing* placed = nullptr;
    NoteResult* result = nullptr;
};

auto key_of(const Row& row) {
    return std::tie(row.delivery->store, row.placed->showing.showing_id);
}

std::vector<Row> sorted_rows(std::span<const Delivery> deliveries, std::vector<domain::DeliveryOutcome>& outcomes) {
    std::vector<Row> rows;
    for (std::size_t index = 0; index < deliveries.size(); ++index) {
        const Delivery& delivery = deliveries[index];
        auto& results = outcomes[index].results;
        NoteResult* result = results.data() + (results.size() - delivery.showings.size());
        for (const domain::PlacedShowing& placed : delivery.showings) {
            *result = {placed.showing.showing_id, NoteStatus::refused, "unknown_ask"};
            rows.push_back({&delivery, &placed, result++});
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return key_of(a) < key_of(b); });
    return rows;
}

/// Of the same id twice only the first is inserted; the other is compared with it, as if it had come later.
std::vector<Row> first_of_each_id(const std::vector<Row>& rows) {
    std::vector<Row> first;
    std::unique_copy(rows.begin(), rows.end(), std::back_inserter(first),
                     [](const Row& a, const Row& b) { return key_of(a) == key_of(b); });
    return first;
}

void insert_new(pqxx::transaction_base& transaction, const std::vector<Row>& rows) {
    ArrayText stores, ids, asks, lanes, days, shown, received, outcomes, answers, with_transaction;
    for (const Row& row : rows) {
        const Showing& showing = row.placed->showing;
        stores.append(std::string_view(row.delivery->store));
        ids.append(showing.showing_id);
        asks.append(showing.ask_id);
        lanes.append(std::int64_t{row.delivery->lane});
        days.append(row.placed->business_day);
        shown.append(showing.shown_at);
        received.append(row.delivery->received_at);
        outcomes.append(to_text(showing.outcome));
        answers.append(showing.answer ? std::optional<std::string_view>(*showing.answer) : std::nullopt);
        with_transaction.append(std::string_view(showing.with_transaction ? "t" : "f"));
    }
    for (const pqxx::row& added : transaction.exec_prepared("insert_showings", stores.text(), ids.text(), asks.text(),
                                                            lanes.text(), days.text(), shown.text(), received.text(),
                                                            outcomes.text(), answers.text(), with_transaction.text())) {
        NoteResult& result = *rows[added[0].as<std::size_t>()].result;
        result.status = NoteStatus::stored;
        result.problem.reset();
    }
}

void compare_old(pqxx::transaction_base& transaction, const std::vector<Row>& rows) {
    ArrayText stores, ids, asks, lanes, shown, outcomes, answers, with_transaction;
    for (const Row& row : rows) {
        const Showing& showing = row.placed->showing;
        stores.append(std::string_view(row.delivery->store));
        ids.append(showing.showing_id);
        asks.append(showing.ask_id);
        lanes.append(std::int64_t{row.delivery->lane});
        shown.append(clamp_to_sql(showing.shown_at));
        outcomes.append(to_text(showing.outcome));
        answers.append(showing.answer ? std::optional<std::string_view>(*showing.answer) : std::nullopt);
        with_transaction.append(std::string_view(showing.with_transaction ? "t" : "f"));
    }
    for (const pqxx::row& found :
         transaction.exec_prepared("compare_showings", stores.text(), ids.text(), asks.text(), lanes.text(), shown.text(),
                                   outcomes.text(), answers.text(), with_transaction.text())) {
        NoteResult& result = *rows[found[0].as<std::size_t>()].result;
        const bool same = found[1].as<bool>();
        result.status = same ? NoteStatus::exists : NoteStatus::refused;
        result.problem = same ? std::nullopt : std::optional<std::string>("other_content");
    }
}

}  // namespace

std::span<const Statement> showing_statements() {
    return showings_sql;
}

bool holds_showings(std::span<const Delivery> deliveries) {
    return std::any_of(deliveries.begin(), deliveries.end(),
                       [](const Delivery& delivery) { return !delivery.showings.empty(); });
}

void insert_showings(pqxx::transaction_base& transaction, std::span<const Delivery> deliveries,
                     std::vector<domain::DeliveryOutcome>& outcomes) {
    const std::vector<Row> rows = sorted_rows(deliveries, outcomes);
    if (rows.empty()) {
        return;
    }
    insert_new(transaction, first_of_each_id(rows));
    std::vector<Row> others;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(others),
                 [](const Row& row) { return row.result->status != NoteStatus::stored; });
    if (!others.empty()) {
        compare_old(transaction, others);
    }
}

}  // namespace tillnote::storage
