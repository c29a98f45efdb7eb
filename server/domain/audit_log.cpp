#include "server/domain/audit_log.hpp"

#include "schema/text.hpp"
#include "schema/time_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tillnote::domain {
namespace {

using Word = std::string_view;

// In the order of their enumerations.
constexpr std::array<Word, 4> actor_words{"person", "read_token", "command_line", "nobody"};
constexpr std::array<Word, 3> outcome_words{"done", "refused", "throttled"};
constexpr std::array<Word, 21> action_words{"read",     "exported", "added",     "changed",      "ended",     "imported",
                                            "approved", "denied",   "revoked",   "acknowledged", "erased",    "invited",
                                            "disabled", "enabled",  "signed_in", "signed_out",   "asked_for", "set_up",
                                            "used",     "renewed",  "reset"};
constexpr std::array<Word, 30> object_words{
    "action",     "alert",         "ask",      "audit_log",  "business_day", "catalog",       "comparison", "demo",
    "digest",     "digest_rhythm", "district", "event",      "goal",         "history",       "keys",       "lane",
    "lane_token", "message",       "password", "read_token", "recipient",    "recovery_code", "route",      "second_factor",
    "session",    "setup_token",   "store",    "traffic",    "user",         "webhook"};

static_assert(static_cast<std::size_t>(ActorKind::nobody) + 1 == actor_words.size());
static_assert(static_cast<std::size_t>(AuditOutcome::throttled) + 1 == outcome_words.size());
static_assert(static_cast<std::size_t>(AuditAction::reset) + 1 == action_words.size());
static_assert(static_cast<std::size_t>(AuditObject::webhook) + 1 == object_words.size());

template <typename Enum, std::size_t Size>
std::optional<Enum> find_in(const std::array<Word, Size>& words, std::string_view text) {
    const auto found = std::ranges::find(words, text);
    return found == words.end() ? std::nullopt : std::optional(static_cast<Enum>(found - words.begin()));
}

constexpr std::size_t name_characters_max = 300;

Error wrong(std::string_view field, std::string detail) {
    return {ErrorCode::invalid_field, std::move(detail), std::string(field)};
}

/// The first moment of a day, or of the one after it.
Result<std::optional<Instant>> parse_moment(const std::string& text, std::string_view field, std::chrono::days later) {
    using Found = std::optional<Instant>;
    if (text.empty()) {
        return Found();
    }
    const auto day = parse_day(text);
    return day ? Result<Found>(Found(Instant(std::chrono::sys_days(*day) + later)))
               : Result<Found>(wrong(field, "Name a day as YYYY-MM-DD; it is meant in UTC."));
}

}  // namespace

std::string_view to_text(ActorKind kind) noexcept {
    return actor_words[static_cast<std::size_t>(kind)];
}

std::string_view to_text(AuditOutcome outcome) noexcept {
    return outcome_words[static_cast<std::size_t>(outcome)];
}

std::string_view to_text(AuditAction action) noexcept {
    return action_words[static_cast<std::size_t>(action)];
}

std::string_view to_text(AuditObject object) noexcept {
    return object_words[static_cast<std::size_t>(object)];
}

std::optional<ActorKind> find_actor_kind(std::string_view text) noexcept {
    return find_in<ActorKind>(actor_words, text);
}

std::optional<AuditOutcome> find_audit_outcome(std::string_view text) noexcept {
    return find_in<AuditOutcome>(outcome_words, text);
}

std::optional<AuditAction> find_audit_action(std::string_view text) noexcept {
    return find_in<AuditAction>(action_words, text);
}

std::optional<AuditObject> find_audit_object(std::string_view text) noexcept {
    return find_in<AuditObject>(object_words, text);
}

std::span<const std::string_view> audit_action_words() noexcept {
    return action_words;
}

std::span<const std::string_view> audit_object_words() noexcept {
    return object_words;
}

std::string role_words(const std::vector<Grant>& grants) {
    std::string words;
    for (const Grant& grant : grants) {
        words.append(words.empty() ? "" : ", ").append(to_text(grant.role));
        words.append(grant.scope.empty() ? "" : " ").append(grant.scope);
    }
    return words;
}

AuditActor actor_of(const Identity& identity, std::string_view address) {
    return {.kind = identity.read_only ? ActorKind::read_token : ActorKind::person,
            .id = identity.account_id,
            .name = identity.email,
            .role = role_words(identity.grants),
            .address = std::string(address)};
}

Result<AuditFilter> parse_audit_filter(const AuditFilterText& text) {
    AuditFilter filter;
    const auto from = parse_moment(text.from, "from", std::chrono::days(0));
    const auto before = parse_moment(text.to, "to", std::chrono::days(1));
    if (!from || !before) {
        return from ? before.error() : from.error();
    }
    filter.from = *from;
    filter.before = *before;
    filter.action = find_audit_action(text.action);
    if (!text.action.empty() && !filter.action) {
        return wrong("action", "There is no such action; docs/audit.md lists them.");
    }
    if (!is_plain_text(text.actor, 0, name_characters_max) || !is_plain_text(text.store, 0, name_characters_max)) {
        return wrong("actor", "Name one e-mail address and one store's id.");
    }
    filter.actor = text.actor;
    filter.store = text.store;
    if (!text.after.empty()) {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text.after.data(), text.after.data() + text.after.size(), number);
        if (error != std::errc{} || end != text.after.data() + text.after.size() || number < 0) {
            return wrong("after", "'after' is the number of an entry, as 'next' of the answer before says it.");
        }
        filter.after = number;
    }
    return filter;
}

Result<AuditPage> read_audit_page(AuditLog& log, AuditFilter filter) {
    const auto wanted = static_cast<std::size_t>(filter.rows_max);
    ++filter.rows_max;
    auto entries = log.list(filter);
    if (!entries) {
        return entries.error();
    }
    AuditPage page{std::move(*entries), std::nullopt};
    if (page.entries.size() > wanted) {
        page.entries.resize(wanted);
        page.next = page.entries.back().number;
    }
    return page;
}

}  // namespace tillnote::domain
