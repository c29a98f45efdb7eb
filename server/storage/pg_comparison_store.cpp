#include "server/storage/pg_comparison_store.hpp"

#include "server/storage/comparison_days.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <charconv>
#include <unordered_map>

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;
using Days = std::vector<std::vector<domain::ComparedDay>>;

// Every statement takes the stores as one array and a range of days, so that a chain costs as many round trips as a
// district.
constexpr Statement comparison_store_sql[] = {
    {"compare_days", R"(
        SELECT store_id, business_day - date '1970-01-01', reasons, lanes
        FROM rollup_day WHERE store_id = ANY ($1::text[]) AND business_day BETWEEN $2 AND $3)"},
    {"compare_traffic", R"(
        SELECT store_id, business_day - date '1970-01-01', staffed_transactions
        FROM traffic WHERE store_id = ANY ($1::text[]) AND business_day BETWEEN $2 AND $3
        UNION ALL
        SELECT store_id, business_day - date '1970-01-01', staffed_transactions FROM traffic_by_lanes($1, $2, $3))"},
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

/// What the statements are given.
struct Parameters {
    std::string stores;
    std::string lead;  ///< the first day with what completeness looks back at
    std::string from;
    std::string to;
};

std::string_view text_of(const pqxx::field& field) {
    return {field.c_str(), field.size()};
}

/// Of a column of integers without nulls.
std::int64_t number_of(const pqxx::field& field) {
    std::int64_t number = 0;
    const std::string_view text = text_of(field);
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// The days of each store. Rows come in any order, most of a store's together.
class ByStore {
public:
    ByStore(std::span<const domain::StoreEntry* const> stores, domain::Day first, domain::Day last)
        : days_(stores.size(), ComparisonDays(first, last)) {
        for (std::size_t index = 0; index < stores.size(); ++index) {
            places_.emplace(stores[index]->store.id, index);
        }
    }

    ComparisonDays& of(const pqxx::row& row) {
        const std::string_view store = text_of(row[0]);
        if (store != last_store_) {
            const auto found = places_.find(store);
            last_store_ = found->first;
            last_ = found->second;
        }
        return days_[last_];
    }

    [[nodiscard]] const ComparisonDays& at(std::size_t index) const { return days_[index]; }

private:
    std::vector<ComparisonDays> days_;  ///< in the order of the stores
    std::unordered_map<std::string_view, std::size_t> places_;
    std::string_view last_store_;
    std::size_t last_ = 0;
};

void load_traffic(Transaction& transaction, const Parameters& asked, const std::string& from, ByStore& by_store) {
    for (const pqxx::row& row : transaction.exec_prepared("compare_traffic", asked.stores, from, asked.to)) {
        by_store.of(row).add_traffic(number_of(row[1]), number_of(row[2]));
    }
}

void load_closed(Transaction& transaction, const Parameters& asked, ByStore& by_store) {
    for (const pqxx::row& row : transaction.exec_prepared("compare_closed", asked.stores, asked.from, asked.to)) {
        by_store.of(row).add_closed(number_of(row[1]));
    }
}

void load_lanes(Transaction& transaction, const Parameters& asked, ByStore& by_store) {
    for (const pqxx::row& row : transaction.exec_prepared("compare_enrolments", asked.stores)) {
        EnrolmentPeriod period{row[1].as<int>(), instant_of(number_of(row[2])), std::nullopt};
        if (!row[3].is_null()) {
            period.revoked_at = instant_of(number_of(row[3]));
        }
        by_store.of(row).add_enrolment(period);
    }
    for (const pqxx::row& row : transaction.exec_prepared("compare_held", asked.stores)) {
        by_store.of(row).add_held({row[1].as<int>(), number_of(row[2]), day_of(number_of(row[3]))});
    }
}

}  // namespace

PgComparisonStore::PgComparisonStore(Session& session) : session_(session) {
    session_.use(comparison_store_sql);
}

Result<Days> PgComparisonStore::load_days(std::span<const domain::StoreEntry* const> stores,
                                          const std::vector<Reason>& reasons, const domain::WantedDays& wanted,
                                          Instant now) {
    ArrayText ids;
    for (const domain::StoreEntry* entry : stores) {
        ids.append(std::string_view(entry->store.id));
    }
    const Parameters asked{ids.text(), to_sql(domain::add_days(wanted.first, -ComparisonDays::lead_days)),
                           to_sql(wanted.first), to_sql(wanted.last)};
    return read<Snapshot>(session_, [&](Transaction& transaction) -> Result<Days> {
        ByStore by_store(stores, wanted.first, wanted.last);
        if (wanted.traffic_from) {
            load_traffic(transaction, asked, to_sql(*wanted.traffic_from), by_store);
        }
        load_closed(transaction, asked, by_store);
        load_lanes(transaction, asked, by_store);
        const pqxx::result packed = transaction.exec_prepared("compare_days", asked.stores, asked.lead, asked.to);
        for (const pqxx::row& row : packed) {
            by_store.of(row).add_packed(number_of(row[1]), text_of(row[2]), text_of(row[3]));
        }
        ComparisonReader reader(reasons);
        Days days;
        days.reserve(stores.size());
        for (std::size_t index = 0; index < stores.size(); ++index) {
            days.push_back(reader.read(by_store.at(index), *stores[index], now));
        }
        return days;
    });
}

}  // namespace tillnote::storage
