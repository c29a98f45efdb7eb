#pragma once

#include "server/domain/account_store.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

inline constexpr int recovery_codes = 10;
/// A secret that was shown and not confirmed is forgotten after this.
inline constexpr std::chrono::minutes pending_factor_life{15};
/// From the right password to the code.
inline constexpr std::chrono::minutes sign_in_step_life{5};
/// Codes that one right password allows to try.
inline constexpr int sign_in_step_attempts = 5;

/// What an account proves besides its password.
struct SecondFactor {
    std::string sealed_secret;  ///< as it is stored
    std::int64_t last_step = 0;
    Instant confirmed_at;
    int recovery_codes_left = 0;
};

/// A code that confirms a pending secret, and what goes with it.
struct FactorConfirmation {
    Uuid account_id;
    std::string sealed_secret;  ///< the pending one it was checked against
    std::int64_t step = 0;      ///< of the code
    std::vector<std::string> recovery_hashes;
    Uuid session_id;  ///< that began the set-up: goes on; other sign-ins with the password end
};

/// Blocking: database threads only. Hashes are SHA-256 in hex. Errors of all: unavailable, internal, and those named.
class SecondFactorStore {
public:
    virtual ~SecondFactorStore() = default;

    virtual Result<std::optional<SecondFactor>> find_factor(const Uuid& account_id) = 0;
    /// The sealed secret that waits for its first code, not older than pending_factor_life. Nothing for every session but
    /// the one that began it: who sees the secret has the factor.
    virtual Result<std::optional<std::string>> find_pending(const Uuid& account_id, const Uuid& session_id, Instant now) = 0;
    /// Lets a secret wait for its first code, instead of an earlier one. A confirmed factor stays until then.
    virtual Result<void> begin(const Uuid& account_id, const Uuid& session_id, std::string_view sealed_secret,
                               Instant now) = 0;
    /// The pending secret becomes the factor. False when it is no longer the pending one of that session, or not in time.
    virtual Result<bool> confirm(const FactorConfirmation& confirmation, Instant now) = 0;
    /// Takes the code of a step: false when it, or a later one, was taken before.
    virtual Result<bool> use_step(const Uuid& account_id, std::int64_t step) = 0;
    /// False when there is no such code, or it was used.
    virtual Result<bool> use_recovery_code(const Uuid& account_id, std::string_view code_hash, Instant now) = 0;
    /// Errors: not_found (no such account).
    virtual Result<void> replace_recovery_codes(const Uuid& account_id, const std::vector<std::string>& code_hashes) = 0;
    /// The account has none any more, and its sign-ins and tokens end: whoever found the phone may have found those, too.
    /// Errors: not_found (there was none).
    virtual Result<void> remove_factor(const Uuid& account_id) = 0;

    /// Remembers that the password of `account`, as it was read, was right, for sign_in_step_life. False, and nothing
    /// changes, where it was disabled or its sign-ins were ended meanwhile.
    virtual Result<bool> add_step(std::string_view step_hash, const Account& account, Instant now) = 0;
    /// The enabled account behind a live step, without its password's hash, and counts the attempt; nothing when the step is
    /// over or was tried too often.
    virtual Result<std::optional<Account>> try_step(std::string_view step_hash, Instant now) = 0;
    virtual Result<void> end_step(std::string_view step_hash) = 0;
};

}  // namespace tillnote::domain
