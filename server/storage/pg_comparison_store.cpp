#include "server/storage/pg_comparison_store.hpp"

#include "server/storage/comparison_days.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <map>

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;
using ByStore = std::map<std::string, ComparisonDays, std::less<>>;
using Days = std::vector<std::vector<domain::ComparedDay>>;

// Every statement takes the stores as one array and a range of days, so that a chain costs as many round trips as a
// district.
constexpr Statement statements[] = {
    {"compare_days", R"(
        SELECT store_id, string_agg((business_day - date '1970-01-01') || '|' || reasons || '|' || lanes, E'\n')
        FROM rollup_day WHERE store_id = ANY ($1::text[]) AND business_day BETWEEN $2 AND $3 GROUP BY store_id)"},
    {"compare_traffic", R"(
        SELECT store_id, business_day - date '1970-01-01', staffed_transactions
        FROM day_traffic WHERE store_id = ANY ($1::text[]) AND business_day BETWEEN $2 AND $3)"},
    {"compare_closed", R"(
        SELECT store_id, business_day - date '1970-01-01'
        FROM closed_day WHERE store_id = ANY ($1::text[]) AND business_day BETWEEN $2 AND $3)"},
    {"compare_enrolments", R"(
        SELECT store_id, lane, (extract(epoch FROM approved_at) * 1000)::bigint,
               (extract(epoch FROM revoked_at) * 1000)::bigint
        FROM enrolment WHERE store_id = ANY ($1::text[]))"},
    {"compare_held", R"(
        SELECT store_id, lane, pending, contact_day - date '1970-01-01'
        FROM outbox WHERE store_id = ANY ($1::text[]) AND pending > 0)"},
};

std::string_view text_of(const pqxx::field& field) {
    return {field.c_str(), field.size()};
}

ComparisonDays& days_of(ByStore& by_store, const pqxx::row& row) {
    return by_store.find(text_of(row[0]))->second;
}

void load_lanes(Transaction& transaction, const std::string& stores, ByStore& by_store) {
    for (const pqxx::row& row : transaction.exec_prepared("compare_enrolments", stores)) {
        EnrolmentPeriod period{row[1].as<int>(), instant_of(row[2].as<std::int64_t>()), std::nullopt};
        if (!row[3].is_null()) {
            period.revoked_at = instant_of(row[3].as<std::int64_t>());
        }
        days_of(by_store, row).add_enrolment(period);
    }
    for (const pqxx::row& row : transaction.exec_prepared("compare_held", stores)) {
        days_of(by_store, row).add_held({row[1].as<int>(), row[2].as<std::int64_t>(), day_of(row[3].as<std::int64_t>())});
    }
}

}  // namespace

PgComparisonStore::PgComparisonStore(Session& session) : session_(session) {
    session_.use(statements);
}

Result<Days> PgComparisonStore::load_days(std::span<const domain::StoreEntry* const> stores,
                                          const std::vector<Reason>& reasons, domain::Day first, domain::Day last,
                                          Instant now) {
    ArrayText ids;
    for (const domain::StoreEntry* entry : stores) {
        ids.append(std::string_view(entry->store.id));
    }
    const std::string& list = ids.text();
    const ReasonIndex index = index_reasons(reasons);
    const std::string lead = to_sql(domain::add_days(first, -ComparisonDays::lead_days));
    const std::string from = to_sql(first);
    const std::string to = to_sql(last);
    return read<Snapshot>(session_, [&](Transaction& transaction) -> Result<Days> {
        ByStore by_store;
        for (const domain::StoreEntry* entry : stores) {
            by_store.emplace(entry->store.id, ComparisonDays(first, last));
        }
        for (const pqxx::row& row : transaction.exec_prepared("compare_days", list, lead, to)) {
            days_of(by_store, row).add_packed(text_of(row[1]), index);
        }
        for (const pqxx::row& row : transaction.exec_prepared("compare_traffic", list, from, to)) {
            days_of(by_store, row).add_traffic(day_of(row[1].as<std::int64_t>()), row[2].as<std::int64_t>());
        }
        for (const pqxx::row& row : transaction.exec_prepared("compare_closed", list, from, to)) {
            days_of(by_store, row).add_closed(day_of(row[1].as<std::int64_t>()));
        }
        load_lanes(transaction, list, by_store);
        Days days;
        days.reserve(stores.size());
        for (const domain::StoreEntry* entry : stores) {
            days.push_back(by_store.find(entry->store.id)->second.take(*entry, now));
        }
        return days;
    });
}

}  // namespace tillnote::storage
