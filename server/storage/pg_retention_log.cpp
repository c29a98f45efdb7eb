#include "server/storage/pg_retention_log.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;

// A row for each month that a run dropped, or one without a month.
constexpr Statement retention_log_sql[] = {
    {"list_retention_runs", R"(
        WITH shown AS (
            SELECT * FROM retention_run
            WHERE rows_removed > 0 OR rows_past_term > 0 OR months_dropped <> '{}'
               OR ran_at = (SELECT max(ran_at) FROM retention_run)
            ORDER BY ran_at DESC LIMIT $1)
        SELECT (extract(epoch FROM s.ran_at) * 1000)::bigint, s.rows_removed, s.rows_past_term, m - date '1970-01-01'
        FROM shown AS s LEFT JOIN LATERAL unnest(s.months_dropped) AS m ON true ORDER BY s.ran_at DESC, m)"},
    {"find_notes_gone", "SELECT nullif(notes_gone_before(), '-infinity') - date '1970-01-01'"},
};

}  // namespace

PgRetentionLog::PgRetentionLog(Session& session) : session_(session) {
    session_.use(retention_log_sql);
}

Result<std::vector<domain::RetentionReport>> PgRetentionLog::list_runs() {
    using List = std::vector<domain::RetentionReport>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List runs;
        for (const pqxx::row& row : transaction.exec_prepared("list_retention_runs", list_max)) {
            const Instant ran_at = instant_of(row[0].as<std::int64_t>());
            if (runs.empty() || runs.back().ran_at != ran_at) {
                runs.push_back({ran_at, row[1].as<std::int64_t>(), {}, row[2].as<std::int64_t>()});
            }
            if (!row[3].is_null()) {
                runs.back().months_dropped.push_back(day_of(row[3].as<std::int64_t>()));
            }
        }
        return runs;
    });
}

Result<std::optional<domain::Day>> PgRetentionLog::find_notes_gone_before() {
    using Found = std::optional<domain::Day>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const pqxx::row row = transaction.exec_prepared1("find_notes_gone");
        return row[0].is_null() ? Found{} : Found{day_of(row[0].as<std::int64_t>())};
    });
}

}  // namespace tillnote::storage
