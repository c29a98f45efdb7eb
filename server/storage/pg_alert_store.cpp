#include "server/storage/pg_alert_store.hpp"

#include "server/storage/loop_rows.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

using domain::AlertLine;
using Transaction = pqxx::transaction_base;

constexpr Statement alert_store_sql[] = {
    {"find_alert", "SELECT * FROM alert_row WHERE store_id = $1 AND alert_id = $2"},
    {"list_alerts", R"(
        SELECT * FROM alert_row WHERE store_id = $1
        ORDER BY acknowledged_at IS NOT NULL, raised_at DESC, alert_id LIMIT $2)"},
    {"count_standing", R"(
        SELECT store_id, count(*) FROM alert WHERE acknowledged_at IS NULL AND remarks > 0 GROUP BY store_id)"},
    {"acknowledge_alert", R"(
        UPDATE alert SET acknowledged_at = $4, acknowledged_by = $3
        WHERE store_id = $1 AND alert_id = $2 AND acknowledged_at IS NULL)"},
};

}  // namespace

PgAlertStore::PgAlertStore(Session& session) : session_(session) {
    session_.use(alert_store_sql);
}

Result<std::optional<AlertLine>> PgAlertStore::find_alert(std::string_view store, const Uuid& alert_id) {
    using Found = std::optional<AlertLine>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Found> {
        const auto rows = transaction.exec_prepared("find_alert", std::string(store), alert_id.to_string());
        return rows.empty() ? Found() : Found(read_alert(rows[0]));
    });
}

Result<std::vector<AlertLine>> PgAlertStore::list_alerts(std::string_view store) {
    using Alerts = std::vector<AlertLine>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Alerts> {
        Alerts alerts;
        for (const pqxx::row& row : transaction.exec_prepared("list_alerts", std::string(store), list_max)) {
            alerts.push_back(read_alert(row));
        }
        return alerts;
    });
}

Result<std::map<std::string, int, std::less<>>> PgAlertStore::count_standing() {
    using Counts = std::map<std::string, int, std::less<>>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Counts> {
        Counts counts;
        for (const pqxx::row& row : transaction.exec_prepared("count_standing")) {
            counts.emplace(row[0].as<std::string>(), row[1].as<int>());
        }
        return counts;
    });
}

Result<AlertLine> PgAlertStore::acknowledge(std::string_view store, const Uuid& alert_id, const Uuid& account_id,
                                            Instant now) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<AlertLine> {
        const std::string of{store};
        transaction.exec_prepared0("acknowledge_alert", of, alert_id.to_string(), account_id.to_string(), to_sql(now));
        const auto rows = transaction.exec_prepared("find_alert", of, alert_id.to_string());
        if (rows.empty()) {
            return Error{ErrorCode::not_found, "This store has no such alert; list its alerts to see their ids.", "alert"};
        }
        return read_alert(rows[0]);
    });
}

}  // namespace tillnote::storage
