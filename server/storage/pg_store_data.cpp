#include "server/storage/pg_store_data.hpp"

#include "server/storage/account_rows.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace tillnote::storage {
namespace {

using domain::TableCount;
using Transaction = pqxx::transaction_base;
using Counts = std::vector<TableCount>;

/// What may be shown of a store. Of notes only what was written; their lane and time, and what is counted by lane or hour,
/// would tie them to a cashier's shift. Figures by day are in the digests, and in the CSV of the history.
constexpr std::array exported{"action",        "action_change",  "alert",
                              "ask",           "ask_answer",     "closed_day",
                              "delivery",      "digest_run",     "edition",
                              "event",         "goal",           "lane_message",
                              "note_comment",  "recipient",      "rollup_showing",
                              "store",         "store_day_rule", "store_department",
                              "store_hot_key", "store_layout",   "store_membership",
                              "traffic",       "webhook"};
constexpr std::array kept_back{
    "alert_note", "earlier_enrolment", "lane_token",      "contact",          "day_change",    "enrolment",
    "note",       "note_undo",         "outbox",          "quarantine",       "refusal",       "rollup",
    "rollup_day", "rollup_gap",        "rollup_hour",     "rollup_lane",      "rollup_pair",   "rollup_unplaced",
    "showing",    "stale_mark",        "transaction_day", "transaction_hour", "unplaced_hour", "urgent_mark",
    "lane"};

constexpr const char* fetch_rows = "FETCH 1000 FROM store_rows";

/// Tables with a key of the store, and of their columns those that open nothing and tell no lane or moment of a note. An
/// edition's input has counts by lane.
constexpr const char* list_tables_sql = R"(
    SELECT c.relname,
           min(quote_ident(a.attname)) FILTER (WHERE a.attname IN ('store_id', 'of_store')),
           string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
               FILTER (WHERE a.attname !~ '(sha256|token|secret|lane|note_id|outbox)'
                         AND (c.relname, a.attname) NOT IN (('edition', 'input'), ('note_comment', 'received_at')))
    FROM pg_class AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'tillnote'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname NOT LIKE 'audit%'
    GROUP BY c.relname
    HAVING bool_or(a.attname IN ('store_id', 'of_store'))
    ORDER BY c.relname)";

constexpr const char* list_references_sql = R"(
    SELECT DISTINCT f.relname, t.relname
    FROM pg_constraint AS k JOIN pg_class AS f ON f.oid = k.conrelid JOIN pg_class AS t ON t.oid = k.confrelid
    WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND k.connamespace = 'tillnote'::regnamespace)";

constexpr const char* list_managers_sql = R"(
    SELECT g.account_id, EXISTS (SELECT FROM account_grant AS o
                                 WHERE o.account_id = g.account_id AND (o.role, o.scope) <> (g.role, g.scope))
    FROM account_grant AS g WHERE g.role = 'manager' AND g.scope = $1 ORDER BY g.account_id)";
/// What belongs to an account: each has its account_id.
constexpr const char* list_account_tables_sql = R"(
    SELECT DISTINCT c.relname FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
    WHERE k.contype = 'f' AND k.confrelid = 'account'::regclass ORDER BY 1)";
constexpr const char* remove_links_mail_sql = R"(
    DELETE FROM delivery WHERE kind = 'account' AND target_id IN (SELECT link_id FROM account_link WHERE account_id = $1))";

struct OwnedTable {
    std::string name;     ///< as the catalog has it
    std::string key;      ///< quoted
    std::string columns;  ///< quoted, with commas between them
};

std::vector<OwnedTable> list_tables(Transaction& transaction) {
    std::vector<OwnedTable> tables;
    for (const pqxx::row& row : transaction.exec(list_tables_sql)) {
        tables.push_back({row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<std::string>()});
    }
    return tables;
}

/// Whoever refers to a table before that table.
std::vector<OwnedTable> order_for_removal(Transaction& transaction, std::vector<OwnedTable> tables) {
    std::map<std::string, std::set<std::string>> referrers;
    for (const pqxx::row& row : transaction.exec(list_references_sql)) {
        referrers[row[1].as<std::string>()].insert(row[0].as<std::string>());
    }
    std::vector<OwnedTable> ordered;
    while (!tables.empty()) {
        const auto is_free = [&](const OwnedTable& table) {
            return std::ranges::none_of(tables,
                                        [&](const OwnedTable& other) { return referrers[table.name].contains(other.name); });
        };
        const auto blocked = std::ranges::stable_partition(tables, is_free);
        const auto free_end = blocked.begin();
        if (free_end == tables.begin()) {
            throw std::logic_error("tables refer to each other in a circle");
        }
        std::move(tables.begin(), free_end, std::back_inserter(ordered));
        tables.erase(tables.begin(), free_end);
    }
    return ordered;
}

/// False when `take` had enough.
bool export_table(Transaction& transaction, const OwnedTable& table, const std::string& store,
                  const domain::StoreData::Take& take, std::int64_t& count) {
    std::string cursor = "DECLARE store_rows NO SCROLL CURSOR FOR SELECT row_to_json(t)::text FROM (SELECT ";
    cursor.append(table.columns).append(" FROM ").append(transaction.quote_name(table.name));
    cursor.append(" WHERE ").append(table.key).append(" = $1) AS t");
    transaction.exec_params0(cursor, store);
    for (auto rows = transaction.exec(fetch_rows); !rows.empty(); rows = transaction.exec(fetch_rows)) {
        for (const pqxx::row& row : rows) {
            ++count;
            if (!take(table.name, std::string_view(row[0].c_str(), row[0].size()))) {
                return false;
            }
        }
    }
    transaction.exec0("CLOSE store_rows");
    return true;
}

/// `condition`: with $1 in it. Both texts are ours or the catalog's.
std::int64_t remove_rows(Transaction& transaction, const std::string& table, const std::string& condition,
                         const std::string& parameter) {
    std::string statement = "DELETE FROM ";
    statement.append(transaction.quote_name(table)).append(" WHERE ").append(condition);
    return static_cast<std::int64_t>(transaction.exec_params(statement, parameter).affected_rows());
}

/// Takes their role from those who managed `store`, ends their sign-ins, and removes whoever has no other role.
void remove_managers(Transaction& transaction, const std::string& store, Counts& counts) {
    lock_grants(transaction);
    std::int64_t sessions = 0;
    std::int64_t accounts = 0;
    const pqxx::result managers = transaction.exec_params(list_managers_sql, store);
    for (const pqxx::row& row : managers) {
        const auto id = row[0].as<std::string>();
        const bool has_other_role = row[1].as<bool>();
        if (!end_sign_ins_under_way(transaction, id)) {
            continue;
        }
        sessions += remove_rows(transaction, "session", "account_id = $1", id);
        if (has_other_role) {
            continue;
        }
        transaction.exec_params(remove_links_mail_sql, id);
        for (const pqxx::row& table : transaction.exec(list_account_tables_sql)) {
            remove_rows(transaction, table[0].as<std::string>(), "account_id = $1", id);
        }
        accounts += remove_rows(transaction, "account", "account_id = $1", id);
    }
    remove_rows(transaction, "account_grant", "role = 'manager' AND scope = $1", store);
    counts.push_back({"account_grant", static_cast<std::int64_t>(managers.size())});
    counts.push_back({"session", sessions});
    counts.push_back({"account", accounts});
}

}  // namespace

PgStoreData::PgStoreData(Session& session) : session_(session) {
    session_.use(account_statements());
}

Result<Counts> PgStoreData::export_rows(const std::string& store, const Take& take) {
    return transact<Snapshot>(session_, [&](Transaction& transaction) -> Result<Counts> {
        Counts counts;
        for (const OwnedTable& table : list_tables(transaction)) {
            if (std::ranges::find(exported, table.name) == exported.end()) {
                continue;
            }
            counts.push_back({table.name, 0});
            if (!export_table(transaction, table, store, take, counts.back().rows)) {
                break;
            }
        }
        return counts;
    });
}

std::vector<std::string> PgStoreData::list_known_tables() {
    std::vector<std::string> tables(exported.begin(), exported.end());
    tables.insert(tables.end(), kept_back.begin(), kept_back.end());
    return tables;
}

Result<Counts> PgStoreData::erase_rows(const std::string& store) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<Counts> {
        transaction.exec0("SET LOCAL ROLE tillnote_owner");
        Counts counts;
        for (const OwnedTable& table : order_for_removal(transaction, list_tables(transaction))) {
            counts.push_back({table.name, remove_rows(transaction, table.name, table.key + " = $1", store)});
        }
        counts.push_back({"read_token", remove_rows(transaction, "read_token", "reads = 'store' AND scope = $1", store)});
        // Last: the rows of a store may take minutes, and whoever signs in waits for the account.
        remove_managers(transaction, store, counts);
        return counts;
    });
}

}  // namespace tillnote::storage
