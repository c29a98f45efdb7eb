#include "server/storage/pg_message_store.hpp"

#include "server/storage/message_rows.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

using domain::StoreMessage;
using Messages = std::vector<StoreMessage>;
using Transaction = pqxx::transaction_base;

constexpr Statement message_store_sql[] = {
    {"list_messages", R"(
        SELECT store_id, message_id, text_en, text_es, first_day - date '1970-01-01', last_day - date '1970-01-01'
        FROM lane_message WHERE store_id = $1 ORDER BY first_day DESC, created_at DESC, message_id LIMIT $2)"},
    {"list_current_messages", R"(
        SELECT store_id, message_id, text_en, text_es, first_day - date '1970-01-01', last_day - date '1970-01-01'
        FROM lane_message WHERE last_day >= $1 ORDER BY store_id, first_day, created_at, message_id)"},
};

Messages read_messages(const pqxx::result& rows) {
    Messages messages;
    for (const pqxx::row& row : rows) {
        messages.push_back({uuid_of(row[1].as<std::string>()), row[0].as<std::string>(), row[2].as<std::string>(),
                            row[3].as<std::string>(), day_of(row[4].as<std::int64_t>()), day_of(row[5].as<std::int64_t>())});
    }
    return messages;
}

}  // namespace

PgMessageStore::PgMessageStore(Session& session) : session_(session) {
    session_.use(message_store_sql);
    session_.use(message_statements());
}

Result<Messages> PgMessageStore::list_messages(std::string_view store) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Messages> {
        return read_messages(transaction.exec_prepared("list_messages", std::string(store), list_max));
    });
}

Result<Messages> PgMessageStore::list_current_messages(domain::Day from) {
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<Messages> {
        return read_messages(transaction.exec_prepared("list_current_messages", to_sql(from)));
    });
}

Result<void> PgMessageStore::add_message(const StoreMessage& message, Instant now) {
    return transact<ReadCommitted>(
        session_, [&](Transaction& transaction) -> Result<void> { return insert_message(transaction, message, now); });
}

}  // namespace tillnote::storage
