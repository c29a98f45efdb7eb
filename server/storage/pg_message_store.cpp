#include "server/storage/pg_message_store.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

using domain::StoreMessage;
using Messages = std::vector<StoreMessage>;
using Transaction = pqxx::transaction_base;

constexpr Statement statements[] = {
    {"list_messages", R"(
        SELECT store_id, message_id, text_en, text_es, first_day - date '1970-01-01', last_day - date '1970-01-01'
        FROM lane_message WHERE store_id = $1 ORDER BY first_day DESC, created_at DESC, message_id LIMIT $2)"},
    {"list_current_messages", R"(
        SELECT store_id, message_id, text_en, text_es, first_day - date '1970-01-01', last_day - date '1970-01-01'
        FROM lane_message WHERE last_day >= $1 ORDER BY store_id, first_day, created_at, message_id)"},
    // Whoever adds one waits here, so that the limit holds.
    {"lock_store_for_messages", "SELECT FROM store WHERE store_id = $1 FOR UPDATE"},
    {"count_messages", "SELECT count(*) FROM lane_message WHERE store_id = $1 AND first_day <= $3 AND last_day >= $2"},
    {"add_message", R"(
        INSERT INTO lane_message (store_id, message_id, text_en, text_es, first_day, last_day, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7))"},
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
    session_.use(statements);
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
    return transact<ReadCommitted>(session_, [&](Transaction& transaction) -> Result<void> {
        if (transaction.exec_prepared("lock_store_for_messages", message.store).empty()) {
            return Error{ErrorCode::impossible_value, "There is no such store.", "/store"};
        }
        const std::string first = to_sql(message.first_day);
        const std::string last = to_sql(message.last_day);
        const auto valid = transaction.exec_prepared1("count_messages", message.store, first, last)[0].as<int>();
        if (valid >= domain::messages_valid_max) {
            return Error{
                ErrorCode::conflict,
                "There are " + std::to_string(valid) + " messages for these days already; wait until some of them are over.",
                "/from"};
        }
        transaction.exec_prepared0("add_message", message.store, message.message_id.to_string(), message.text_en,
                                   message.text_es, first, last, to_sql(now));
        return {};
    });
}

}  // namespace tillnote::storage
