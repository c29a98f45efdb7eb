#pragma once

#include "schema/note.hpp"
#include "server/domain/access.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

struct Account {
    Uuid account_id;
    std::string email;          ///< lower case
    std::string password_hash;  ///< Argon2id in its text form
    bool disabled = false;
    std::vector<Grant> grants;
    bool demo = false;  ///< of the demo chain, shared by whoever looks at it
    /// As it was read. Grows whenever all sign-ins of the account end: one that began before makes no session any more.
    std::int64_t sign_in_epoch = 0;
};

/// Live sessions of one account that began by signing in; with one more, the one that was used longest ago ends. Tokens of
/// the command line are not among them.
inline constexpr int signed_in_sessions_max = 100;

struct Session {
    Uuid session_id;
    std::string token_hash;  ///< SHA-256 in hex
    std::string csrf_token;
    Uuid account_id;
    bool by_cookie = false;  ///< page sign-in; false for bearer
    Instant created_at;
    Instant last_used_at;
    Instant expires_at;               ///< absolute
    std::chrono::seconds idle_max{};  ///< since last_used_at; 0: none
    bool by_proxy = false;            ///< began with the word of a trusted proxy
};

/// Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class AccountStore {
public:
    virtual ~AccountStore() = default;

    virtual Result<std::optional<Account>> find_account(std::string_view email) = 0;
    virtual Result<std::vector<Account>> list_accounts() = 0;
    /// Errors: conflict (the e-mail exists), impossible_value (unknown store or district in a grant).
    virtual Result<void> add_account(const Account& account, Instant now) = 0;
    /// The same password, hashed with today's parameters; nothing where it was changed meanwhile.
    virtual Result<void> refresh_password_hash(const Uuid& account_id, std::string_view before, std::string_view after) = 0;
    /// Another password; sign-ins that are under way end. Errors: not_found.
    virtual Result<void> replace_password_hash(const Uuid& account_id, std::string_view password_hash) = 0;

    /// A session that nobody signed in for: a token the operator prints, which lives longer than a day. Errors: not_found
    /// (no such enabled account).
    virtual Result<void> add_session(const Session& session) = 0;
    /// The session of a sign-in that read its account under `sign_in_epoch` and found everything right. The session of a
    /// page behind `earlier_token_hash` ends with it; empty: there is none. So does what is more than
    /// signed_in_sessions_max. False, and nothing changes, where the account was disabled or its sign-ins were ended
    /// meanwhile.
    virtual Result<bool> begin_session(const Session& session, std::int64_t sign_in_epoch,
                                       std::string_view earlier_token_hash) = 0;
    /// The person behind a live session of an enabled account, or nothing. Moves last_used_at at most once a minute.
    virtual Result<std::optional<Identity>> find_identity(std::string_view token_hash, bool by_cookie, Instant now) = 0;
    virtual Result<void> end_session(const Uuid& session_id) = 0;
};

}  // namespace tillnote::domain
