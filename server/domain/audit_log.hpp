#pragma once

#include "schema/error.hpp"
#include "schema/note.hpp"
#include "server/domain/access.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Who changed or read what. Entries are added and never changed. Source: docs/audit.md, docs/decisions/0032.
namespace tillnote::domain {

inline constexpr int audit_rows_page = 100;    ///< entries of one answer
inline constexpr int audit_rows_csv = 10'000;  ///< of one CSV

/// Who did it.
enum class ActorKind {
    person,        ///< signed in
    read_token,    ///< a program that reads figures
    command_line,  ///< the operator, on the server
    nobody,        ///< not signed in: who tries to, or holds a link
};

enum class AuditOutcome {
    done,
    refused,    ///< for want of a permission, a token of the form, or the right secret
    throttled,  ///< too many tries; told once a minute for each address
};

/// What was done. A closed list: docs/audit.md has a line for each word.
enum class AuditAction {
    read,
    exported,
    added,
    changed,
    ended,
    imported,
    approved,
    denied,
    revoked,
    acknowledged,
    erased,
    invited,
    disabled,
    enabled,
    signed_in,
    signed_out,
    asked_for,
    set_up,
    used,
    renewed,
    reset,
};

/// To what. A closed list: docs/audit.md has a line for each word.
enum class AuditObject {
    action,
    alert,
    ask,
    audit_log,
    business_day,
    catalog,
    comparison,
    demo,
    digest,
    digest_rhythm,
    district,
    event,
    goal,
    history,
    keys,
    lane,
    lane_token,
    message,
    password,
    read_token,
    recipient,
    recovery_code,
    route,
    second_factor,
    session,
    setup_token,
    store,
    traffic,
    user,
    webhook,
};

[[nodiscard]] std::string_view to_text(ActorKind kind) noexcept;
[[nodiscard]] std::string_view to_text(AuditOutcome outcome) noexcept;
[[nodiscard]] std::string_view to_text(AuditAction action) noexcept;
[[nodiscard]] std::string_view to_text(AuditObject object) noexcept;
[[nodiscard]] std::optional<ActorKind> find_actor_kind(std::string_view text) noexcept;
[[nodiscard]] std::optional<AuditOutcome> find_audit_outcome(std::string_view text) noexcept;
[[nodiscard]] std::optional<AuditAction> find_audit_action(std::string_view text) noexcept;
[[nodiscard]] std::optional<AuditObject> find_audit_object(std::string_view text) noexcept;
/// All of them, in the order of the enumeration.
[[nodiscard]] std::span<const std::string_view> audit_action_words() noexcept;
[[nodiscard]] std::span<const std::string_view> audit_object_words() noexcept;

/// How a session began, in the fact `kind` of an entry, where it was with the word of a proxy.
inline constexpr std::string_view signed_in_by_proxy = "page by proxy";

struct AuditActor {
    ActorKind kind = ActorKind::nobody;
    std::optional<Uuid> id{};  ///< account or read token
    std::string name{};        ///< e-mail at that time, name of the token, login of the operator; empty for nobody
    std::string role{};        ///< "manager oak-street, admin"; empty where there is none
    std::string address{};     ///< of the peer; empty on the command line
};

/// A signed-in person or a program. `address`: of the peer.
[[nodiscard]] AuditActor actor_of(const Identity& identity, std::string_view address);
/// "manager oak-street, admin".
[[nodiscard]] std::string role_words(const std::vector<Grant>& grants);

/// One entry before the database gives it its number and its time. Longer texts than the columns hold are cut.
struct AuditEntry {
    AuditActor actor;
    AuditAction action = AuditAction::read;
    AuditObject object = AuditObject::route;
    std::string object_id{};  ///< as pages and API name it; may be empty
    std::string store{};      ///< whose it is, where that is one store
    std::string district{};
    AuditOutcome outcome = AuditOutcome::done;
    /// A few words about the change. Never a secret, a comment, or the address of a recipient.
    std::vector<std::pair<std::string, std::string>> facts{};
};

struct RecordedEntry {
    std::int64_t number = 0;  ///< grows with time; not without gaps
    Instant recorded_at;      ///< by the clock of the database
    AuditEntry entry;
};

/// Which entries are wanted; what is left out does not limit.
struct AuditFilter {
    std::optional<Instant> from{};
    std::optional<Instant> before{};
    std::string actor{};  ///< the whole name; of a read token with or without the "token" before it
    std::optional<AuditAction> action{};
    std::string store{};
    std::optional<std::int64_t> after{};  ///< only entries older than the one of this number
    int rows_max = audit_rows_page;
};

/// A filter as somebody types it; empty does not limit.
struct AuditFilterText {
    std::string from{};  ///< "YYYY-MM-DD", the first day in UTC
    std::string to{};    ///< the last
    std::string actor{};
    std::string action{};
    std::string store{};
    std::string after{};  ///< number of an entry
};

/// Pure. Errors: invalid_field, naming the first that cannot be read.
[[nodiscard]] Result<AuditFilter> parse_audit_filter(const AuditFilterText& text);

/// Where somebody signed in.
struct SignInPlace {
    std::string account;  ///< e-mail at that time
    std::string address;  ///< of the peer

    friend bool operator==(const SignInPlace&, const SignInPlace&) = default;
};

/// Blocking: database threads only. Errors of all: unavailable, internal.
class AuditLog {
public:
    virtual ~AuditLog() = default;

    /// Adds an entry, in a transaction of its own.
    virtual Result<void> append(const AuditEntry& entry) = 0;
    /// The latest first. In a row scope that does not set up: none.
    virtual Result<std::vector<RecordedEntry>> list(const AuditFilter& filter) = 0;
    /// Where people signed in since then, each account and address once, the one used last first; at most `rows_max`. In a
    /// row scope that does not set up: none.
    virtual Result<std::vector<SignInPlace>> list_sign_in_places(Instant since, int rows_max) = 0;
    /// From now on `entry` is added by the next transaction of this connection that changes something, and is committed with
    /// it or not at all; then it is done with. Null: nothing is to be added. It must live until then. Returns the one that
    /// was to be added before.
    virtual const AuditEntry* accompany(const AuditEntry* entry) = 0;
};

/// Some entries, the latest first, and the number after which the next ones come; nothing: there are none.
struct AuditPage {
    std::vector<RecordedEntry> entries;
    std::optional<std::int64_t> next;
};

/// At most `filter.rows_max` entries. Blocking. Errors: those of AuditLog.
[[nodiscard]] Result<AuditPage> read_audit_page(AuditLog& log, AuditFilter filter);

/// What AuditLog::accompany() is told for as long as it lives. Null: changes pass without an entry, those that only lead to
/// the one that is to be told of.
class AccompanyingEntry {
public:
    AccompanyingEntry(AuditLog& log, const AuditEntry* entry) : log_(log), before_(log.accompany(entry)) {}
    ~AccompanyingEntry() { log_.accompany(before_); }
    AccompanyingEntry(const AccompanyingEntry&) = delete;
    AccompanyingEntry& operator=(const AccompanyingEntry&) = delete;

private:
    AuditLog& log_;
    const AuditEntry* const before_;
};

/// Has an entry added with the first change that is made while it lives. No change, no entry.
class AuditedChange {
public:
    AuditedChange(AuditLog& log, AuditEntry entry) : entry_(std::move(entry)), accompanying_(log, &entry_) {}

    /// To be completed before the change is made.
    [[nodiscard]] AuditEntry& entry() noexcept { return entry_; }

private:
    AuditEntry entry_;
    const AccompanyingEntry accompanying_;
};

}  // namespace tillnote::domain
