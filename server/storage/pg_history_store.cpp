#include "server/storage/pg_history_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;
using Days = std::vector<domain::HistoryDay>;
using Comments = std::vector<domain::HistoryComment>;

// One store and at most 13 months: some 400 days of some 40 reasons, by the rollup's key.
constexpr Statement history_store_sql[] = {
    {"history_days", R"(
        SELECT business_day - date '1970-01-01', coalesce(sum(remarks) FILTER (WHERE reason = ANY ($4::text[])), 0),
               coalesce(sum(remarks) FILTER (WHERE reason = ANY ($5::text[])), 0)
        FROM rollup WHERE store_id = $1 AND business_day BETWEEN $2 AND $3 GROUP BY business_day ORDER BY business_day)"},
    {"history_comments", R"(
        SELECT business_day - date '1970-01-01', reason, comment FROM recent_comments($1, $2)
        ORDER BY business_day DESC, reason, comment LIMIT $3)"},
};

std::string array_of(const std::vector<std::string>& codes) {
    ArrayText array;
    for (const std::string& code : codes) {
        array.append(std::string_view(code));
    }
    return array.text();
}

}  // namespace

PgHistoryStore::PgHistoryStore(Session& session) : session_(session) {
    session_.use(history_store_sql);
}

Result<Days> PgHistoryStore::load_days(std::string_view store, const domain::HistorySubject& subject,
                                       const domain::HistoryRange& range) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Days> {
        Days days;
        for (const pqxx::row& row :
             transaction.exec_prepared("history_days", std::string(store), to_sql(range.from), to_sql(range.to),
                                       array_of(subject.codes), array_of(subject.of))) {
            days.push_back({day_of(row[0].as<std::int64_t>()), row[1].as<int>(), row[2].as<int>()});
        }
        return days;
    });
}

Result<Comments> PgHistoryStore::list_comments(std::string_view store, const std::vector<std::string>& codes) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Comments> {
        Comments comments;
        for (const pqxx::row& row :
             transaction.exec_prepared("history_comments", std::string(store), array_of(codes), comments_max)) {
            comments.push_back({day_of(row[0].as<std::int64_t>()), row[1].as<std::string>(), row[2].as<std::string>()});
        }
        return comments;
    });
}

}  // namespace tillnote::storage
