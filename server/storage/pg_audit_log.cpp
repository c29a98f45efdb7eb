#include "server/storage/pg_audit_log.hpp"

#include "schema/text.hpp"
#include "schema/written_text.hpp"
#include "server/domain/read_token.hpp"
#include "server/storage/sql_text.hpp"
#include "server/storage/transact.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tillnote::storage {
namespace {

using domain::AuditEntry;
using domain::RecordedEntry;
using Transaction = pqxx::transaction_base;

constexpr Statement audit_log_sql[] = {
    // A transaction that has changed nothing so far has no id; of such a one nothing is to be told ($14).
    {"append_audit_entry", R"(
        INSERT INTO audit_entry (actor_kind, actor_id, actor_name, actor_role, address, action, object_kind, object_id,
                                 of_store, of_district, outcome, details)
        SELECT $1::text, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text, $10::text, $11::text,
               jsonb_object($12::text[], $13::text[])
        WHERE NOT $14::boolean OR pg_current_xact_id_if_assigned() IS NOT NULL)"},
};

// For administrators only, and seldom: not worth a prepared statement on every connection of the pages.
constexpr const char* list_sql = R"(
    SELECT entry_id, (extract(epoch FROM recorded_at) * 1000)::bigint, actor_kind, actor_id, actor_name, actor_role, address,
           action, object_kind, object_id, of_store, of_district, outcome,
           (SELECT string_agg(key || chr(31) || value, chr(30) ORDER BY key) FROM jsonb_each_text(details))
    FROM audit_entry
    WHERE ($1::timestamptz IS NULL OR recorded_at >= $1) AND ($2::timestamptz IS NULL OR recorded_at < $2)
      AND ($3::text IS NULL OR actor_name = $3 OR (actor_kind = 'read_token' AND actor_name = $8)) AND ($4::text IS NULL OR action = $4)
      AND ($5::text IS NULL OR of_store = $5) AND ($6::bigint IS NULL OR entry_id < $6)
    ORDER BY entry_id DESC LIMIT $7)";

// Once, at the start.
constexpr const char* sign_in_places_sql = R"(
    SELECT actor_name, address FROM audit_entry
    WHERE action = 'signed_in' AND outcome = 'done' AND recorded_at >= $1 AND address <> ''
    GROUP BY actor_name, address ORDER BY max(entry_id) DESC LIMIT $2)";

constexpr std::size_t name_characters_max = 300;
constexpr std::size_t role_characters_max = 1000;
constexpr std::size_t address_characters_max = 100;
constexpr std::size_t facts_bytes_max = 1500;  ///< of their texts; JSON may double them

/// One line of at most so many characters.
std::string clip(std::string_view text, std::size_t characters_max) {
    std::string line(count_characters(text) ? first_characters(text, characters_max) : "(unreadable)");
    std::ranges::replace_if(line, [](unsigned char letter) { return letter < 0x20; }, ' ');
    return line;
}

/// What somebody typed, chose as a path or was named, as clip() gives it, and never a card number: entries of refused
/// requests hold whatever was asked for. An id of ours may have as many digits and is kept.
std::string keep(std::string_view text) {
    std::string line = clip(text, name_characters_max);
    return Uuid::parse(line) ? line : without_card_number(std::move(line));
}

/// Names and values of the facts, as many as fit.
struct Details {
    ArrayText names;
    ArrayText values;
};

Details details_of(const AuditEntry& entry) {
    Details details;
    std::size_t characters = 0;
    for (const auto& [name, value] : entry.facts) {
        const std::string short_name = clip(name, name_characters_max);
        const std::string short_value = keep(value);
        characters += short_name.size() + short_value.size();
        if (characters > facts_bytes_max) {
            break;
        }
        details.names.append(short_name);
        details.values.append(short_value);
    }
    return details;
}

/// Whether it was added.
bool add(Transaction& transaction, const AuditEntry& entry, bool only_of_a_change) {
    const auto& actor = entry.actor;
    auto details = details_of(entry);
    const auto id = actor.id ? std::optional(actor.id->to_string()) : std::nullopt;
    return transaction
               .exec_prepared("append_audit_entry", std::string(to_text(actor.kind)), or_null(id), keep(actor.name),
                              clip(actor.role, role_characters_max), clip(actor.address, address_characters_max),
                              std::string(to_text(entry.action)), std::string(to_text(entry.object)), keep(entry.object_id),
                              keep(entry.store), keep(entry.district), std::string(to_text(entry.outcome)),
                              details.names.text(), details.values.text(), only_of_a_change)
               .affected_rows() == 1;
}

/// "name\x1fvalue\x1ename\x1fvalue": no fact holds a control character.
std::vector<std::pair<std::string, std::string>> read_facts(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> facts;
    while (!text.empty()) {
        const std::string_view fact = text.substr(0, text.find('\x1e'));
        const std::size_t between = fact.find('\x1f');
        facts.emplace_back(fact.substr(0, between), fact.substr(between + 1));
        text.remove_prefix(std::min(text.size(), fact.size() + 1));
    }
    return facts;
}

RecordedEntry read_row(const pqxx::row& row) {
    const auto kind = domain::find_actor_kind(row[2].as<std::string>());
    const auto action = domain::find_audit_action(row[7].as<std::string>());
    const auto object = domain::find_audit_object(row[8].as<std::string>());
    const auto outcome = domain::find_audit_outcome(row[12].as<std::string>());
    if (!kind || !action || !object || !outcome) {
        throw std::logic_error("audit_entry holds an unknown word");
    }
    RecordedEntry recorded{
        .number = row[0].as<std::int64_t>(),
        .recorded_at = instant_of(row[1].as<std::int64_t>()),
        .entry = {.actor = {.kind = *kind,
                            .id = row[3].is_null() ? std::nullopt : std::optional(uuid_of(row[3].as<std::string>())),
                            .name = row[4].as<std::string>(),
                            .role = row[5].as<std::string>(),
                            .address = row[6].as<std::string>()},
                  .action = *action,
                  .object = *object,
                  .object_id = row[9].as<std::string>(),
                  .store = row[10].as<std::string>(),
                  .district = row[11].as<std::string>(),
                  .outcome = *outcome,
                  .facts = {}}};
    recorded.entry.facts = read_facts(row[13].as<std::string>(""));
    return recorded;
}

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

PgAuditLog::PgAuditLog(Session& session) : session_(session) {
    session_.use(audit_log_sql);
}

Result<void> PgAuditLog::append(const AuditEntry& entry) {
    return run_transaction<SingleStatement>(session_, [&](Transaction& transaction) -> Result<void> {
        add(transaction, entry, false);
        return {};
    });
}

Result<std::vector<RecordedEntry>> PgAuditLog::list(const domain::AuditFilter& filter) {
    using List = std::vector<RecordedEntry>;
    const auto from = to_sql(filter.from);
    const auto before = to_sql(filter.before);
    const auto actor = unless_empty(filter.actor);
    const auto action = filter.action ? std::optional(std::string(to_text(*filter.action))) : std::nullopt;
    const auto store = unless_empty(filter.store);
    const auto after = filter.after ? std::optional(std::to_string(*filter.after)) : std::nullopt;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List list;
        for (const pqxx::row& row :
             transaction.exec_params(list_sql, or_null(from), or_null(before), or_null(actor), or_null(action),
                                     or_null(store), or_null(after), filter.rows_max, domain::actor_name_of(filter.actor))) {
            list.push_back(read_row(row));
        }
        return list;
    });
}

Result<std::vector<domain::SignInPlace>> PgAuditLog::list_sign_in_places(Instant since, int rows_max) {
    using List = std::vector<domain::SignInPlace>;
    return read<SingleStatement>(session_, [&](Transaction& transaction) -> Result<List> {
        List list;
        for (const pqxx::row& row : transaction.exec_params(sign_in_places_sql, to_sql(since), rows_max)) {
            list.push_back({row[0].as<std::string>(), row[1].as<std::string>()});
        }
        return list;
    });
}

const AuditEntry* PgAuditLog::accompany(const AuditEntry* entry) {
    session_.accompany(entry == nullptr ? nullptr : this);
    return std::exchange(waiting_, entry);
}

bool PgAuditLog::join(Transaction& transaction) {
    return add(transaction, *waiting_, true);
}

}  // namespace tillnote::storage
