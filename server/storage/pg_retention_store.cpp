#include "server/storage/pg_retention_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;

constexpr Statement retention_store_sql[] = {
    {"are_notes_gone", "SELECT notes_gone_before() >= $1"},
    {"keep_rollups", "SELECT keep_rollups($1, $2)"},
    {"let_notes_go", "SELECT let_notes_go($1)"},
    {"drop_note_month", "SELECT drop_note_month() - date '1970-01-01'"},
    {"remove_past_term", "SELECT remove_past_term($1, $2, $3)"},
    {"remove_audit_past_term", "SELECT remove_audit_past_term($1, $2)"},
    {"list_audit_past_term", "SELECT row_count, oldest - date '1970-01-01' FROM list_audit_past_term($1)"},
    {"remove_expired", "SELECT e.removed + remove_mails_of_links($2) FROM remove_expired($1, $2) AS e (removed)"},
    {"list_expired", "SELECT table_name, row_count, oldest - date '1970-01-01' FROM list_expired($1)"},
    {"record_retention_run", "SELECT record_retention_run($1, $2, $3, $4)"},
    {"list_past_term", R"(
        SELECT table_name, store_id, row_count, oldest - date '1970-01-01' FROM list_past_term($1, $2))"},
};

}  // namespace

PgRetentionStore::PgRetentionStore(Session& session) : session_(session) {
    session_.use(retention_store_sql);
}

Result<bool> PgRetentionStore::are_notes_gone(Day before) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<bool> {
        return transaction.exec_prepared1("are_notes_gone", to_sql(before))[0].as<bool>();
    });
}

Result<void> PgRetentionStore::keep_rollups(const std::string& store, Day before) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared("keep_rollups", store, to_sql(before));
        return {};
    });
}

Result<void> PgRetentionStore::let_notes_go(Day before) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        transaction.exec_prepared("let_notes_go", to_sql(before));
        return {};
    });
}

Result<std::optional<Day>> PgRetentionStore::drop_month() {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<std::optional<Day>> {
        const pqxx::row row = transaction.exec_prepared1("drop_note_month");
        return row[0].is_null() ? std::nullopt : std::optional(day_of(row[0].as<std::int64_t>()));
    });
}

Result<std::int64_t> PgRetentionStore::remove_rows(const std::string& store, Instant free_text_before, int rows_max) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<std::int64_t> {
        return transaction.exec_prepared1("remove_past_term", store, to_sql(free_text_before), rows_max)[0]
            .as<std::int64_t>();
    });
}

Result<std::int64_t> PgRetentionStore::remove_audit_entries(Instant before, int rows_max) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<std::int64_t> {
        return transaction.exec_prepared1("remove_audit_past_term", to_sql(before), rows_max)[0].as<std::int64_t>();
    });
}

Result<std::int64_t> PgRetentionStore::remove_expired(Instant before, int rows_max) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<std::int64_t> {
        return transaction.exec_prepared1("remove_expired", to_sql(before), rows_max)[0].as<std::int64_t>();
    });
}

Result<void> PgRetentionStore::record_run(Instant ran_at, std::int64_t rows_removed, std::span<const Day> months_dropped,
                                          std::int64_t rows_past_term) {
    return transact<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        ArrayText months;
        for (const Day month : months_dropped) {
            months.append(month);
        }
        transaction.exec_prepared("record_retention_run", to_sql(ran_at), rows_removed, months.text(), rows_past_term);
        return {};
    });
}

Result<std::vector<domain::PastTerm>> PgRetentionStore::list_past_term(const domain::RetentionCut& cut) {
    using List = std::vector<domain::PastTerm>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List list;
        const std::string notes_before = cut.notes_before ? to_sql(*cut.notes_before) : "-infinity";
        for (const pqxx::row& row :
             transaction.exec_prepared("list_past_term", to_sql(cut.free_text_before), notes_before)) {
            list.push_back({row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<std::int64_t>(),
                            day_of(row[3].as<std::int64_t>())});
        }
        for (const pqxx::row& row : transaction.exec_prepared("list_audit_past_term", to_sql(cut.audit_before))) {
            list.push_back({"audit_entry", "", row[0].as<std::int64_t>(), day_of(row[1].as<std::int64_t>())});
        }
        for (const pqxx::row& row : transaction.exec_prepared("list_expired", to_sql(cut.expired_before))) {
            list.push_back({row[0].as<std::string>(), "", row[1].as<std::int64_t>(), day_of(row[2].as<std::int64_t>())});
        }
        return list;
    });
}

}  // namespace tillnote::storage
