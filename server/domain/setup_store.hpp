#pragma once

#include "server/domain/account_store.hpp"

#include <chrono>

namespace tillnote::domain {

inline constexpr std::chrono::hours setup_token_life{24};

/// The one-time token with which an installation gets its first administrator. Hashes are SHA-256 in hex.
/// Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class SetupStore {
public:
    virtual ~SetupStore() = default;

    /// Whether an enabled administrator exists: then nothing is to be set up.
    virtual Result<bool> has_administrator() = 0;
    /// A fresh token instead of earlier ones, for setup_token_life. Errors: conflict (there is an administrator).
    virtual Result<void> put_token(std::string_view token_hash, Instant now) = 0;
    virtual Result<bool> is_live(std::string_view token_hash, Instant now) = 0;
    /// Makes the first administrator and uses the token up. False when the token is over, or an administrator exists.
    /// Errors: conflict (the e-mail exists).
    virtual Result<bool> use_token(std::string_view token_hash, const Account& administrator, Instant now) = 0;
};

}  // namespace tillnote::domain
