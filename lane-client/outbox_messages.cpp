#include "lane-client/outbox.hpp"

namespace tillnote::lane {
namespace {

constexpr std::string_view forget_days_sql = "DELETE FROM message_seen WHERE day <> ?1";
constexpr std::string_view note_seen_sql = "INSERT OR IGNORE INTO message_seen (message_id, day) VALUES (?1, ?2)";
constexpr std::string_view find_seen_sql = "SELECT message_id FROM message_seen WHERE day = ?1";

}  // namespace

Result<void> Outbox::note_seen(const Uuid& message_id, const std::string& day) {
    auto transaction = begin();
    if (!transaction) {
        return transaction.error();
    }
    auto forgetting = database_.prepare(forget_days_sql);
    auto noting = database_.prepare(note_seen_sql);
    if (!forgetting || !noting) {
        return forgetting ? noting.error() : forgetting.error();
    }
    auto noted = forgetting->bind(1, std::string_view(day)).finish();
    noted = noted ? noting->bind(1, message_id).bind(2, std::string_view(day)).finish() : noted;
    return noted ? transaction->commit() : noted;
}

Result<std::vector<Uuid>> Outbox::find_seen(const std::string& day) {
    auto statement = database_.prepare(find_seen_sql);
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, std::string_view(day));
    std::vector<Uuid> seen;
    for (;;) {
        auto more = statement->step();
        if (!more) {
            return more.error();
        }
        if (!*more) {
            return seen;
        }
        seen.push_back(statement->id(0).value_or(Uuid{}));
    }
}

}  // namespace tillnote::lane
