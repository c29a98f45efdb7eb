#include "server/storage/message_rows.hpp"

#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

namespace tillnote::storage {
namespace {

constexpr Statement message_rows_sql[] = {
    // Whoever adds one waits here, so that the limit holds.
    {"lock_store_for_messages", "SELECT FROM store WHERE store_id = $1 FOR UPDATE"},
    {"count_messages", "SELECT count(*) FROM lane_message WHERE store_id = $1 AND first_day <= $3 AND last_day >= $2"},
    {"add_message", R"(
        INSERT INTO lane_message (store_id, message_id, text_en, text_es, first_day, last_day, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7))"},
    {"remove_message", "DELETE FROM lane_message WHERE store_id = $1 AND message_id = $2"},
};

}  // namespace

std::span<const Statement> message_statements() {
    return message_rows_sql;
}

Result<void> insert_message(pqxx::transaction_base& transaction, const domain::StoreMessage& message, Instant now) {
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
}

void remove_message(pqxx::transaction_base& transaction, std::string_view store, const Uuid& message_id) {
    transaction.exec_prepared0("remove_message", std::string(store), message_id.to_string());
}

}  // namespace tillnote::storage
