#include "server/storage/pg_key_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

using domain::LaneKeys;
using StoreKeys = std::map<std::string, LaneKeys>;
using Transaction = pqxx::transaction_base;

constexpr Statement key_store_sql[] = {
    {"list_hot_keys", "SELECT key, reason FROM hot_key ORDER BY key"},
    {"list_store_hot_keys", "SELECT store_id, key, reason FROM store_hot_key ORDER BY store_id, key"},
    {"list_store_layouts", "SELECT store_id, reason FROM store_layout ORDER BY store_id, position"},
    {"drop_hot_keys", "DELETE FROM hot_key"},
    {"put_hot_keys", "INSERT INTO hot_key (key, reason) SELECT * FROM unnest($1::text[], $2::text[])"},
    {"drop_store_hot_keys", "DELETE FROM store_hot_key WHERE store_id = $1"},
    {"put_store_hot_keys", R"(
        INSERT INTO store_hot_key (store_id, key, reason) SELECT $1, * FROM unnest($2::text[], $3::text[]))"},
    {"drop_store_layout", "DELETE FROM store_layout WHERE store_id = $1"},
    {"put_store_layout", R"(
        INSERT INTO store_layout (store_id, position, reason)
        SELECT $1, position, reason FROM unnest($2::text[]) WITH ORDINALITY AS l (reason, position))"},
};

struct KeyArrays {
    explicit KeyArrays(const std::vector<HotKey>& hot_keys) {
        for (const HotKey& hot_key : hot_keys) {
            keys.append(std::string_view(hot_key.key));
            reasons.append(std::string_view(hot_key.reason));
        }
    }
    ArrayText keys, reasons;
};

}  // namespace

PgKeyStore::PgKeyStore(Session& session) : session_(session) {
    session_.use(key_store_sql);
}

Result<std::vector<HotKey>> PgKeyStore::list_chain_hot_keys() {
    using List = std::vector<HotKey>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List list;
        for (const pqxx::row& row : transaction.exec_prepared("list_hot_keys")) {
            list.push_back({row[0].as<std::string>(), row[1].as<std::string>()});
        }
        return list;
    });
}

Result<StoreKeys> PgKeyStore::list_store_keys() {
    return read<Snapshot>(session_, [&](Transaction& transaction) -> Result<StoreKeys> {
        StoreKeys stores;
        for (const pqxx::row& row : transaction.exec_prepared("list_store_hot_keys")) {
            stores[row[0].as<std::string>()].hot_keys.push_back({row[1].as<std::string>(), row[2].as<std::string>()});
        }
        for (const pqxx::row& row : transaction.exec_prepared("list_store_layouts")) {
            stores[row[0].as<std::string>()].layout.push_back(row[1].as<std::string>());
        }
        return stores;
    });
}

Result<void> PgKeyStore::put_chain_hot_keys(const std::vector<HotKey>& hot_keys) {
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        KeyArrays arrays(hot_keys);
        transaction.exec_prepared0("drop_hot_keys");
        transaction.exec_prepared0("put_hot_keys", arrays.keys.text(), arrays.reasons.text());
        return {};
    });
}

Result<void> PgKeyStore::put_store_keys(std::string_view store, const LaneKeys& keys) {
    auto put = transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        const std::string id(store);
        KeyArrays arrays(keys.hot_keys);
        ArrayText layout;
        for (const std::string& reason : keys.layout) {
            layout.append(std::string_view(reason));
        }
        transaction.exec_prepared0("drop_store_hot_keys", id);
        transaction.exec_prepared0("drop_store_layout", id);
        transaction.exec_prepared0("put_store_hot_keys", id, arrays.keys.text(), arrays.reasons.text());
        transaction.exec_prepared0("put_store_layout", id, layout.text());
        return {};
    });
    if (put.has_error() && put.error().code == ErrorCode::impossible_value) {
        return Error{ErrorCode::impossible_value, "There is no such store.", "/store"};
    }
    return put;
}

}  // namespace tillnote::storage
