#pragma once

#include "server/routes/environment.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tillnote::routes {

/// Whether this account has to have a second factor before it does anything else.
[[nodiscard]] bool requires_factor(const SignInRules& rules, bool demo, bool has_factor) noexcept;

/// Ten codes "BCDF-2345-GHKL-6789-MPQR-STVW", of 112 bits each.
[[nodiscard]] std::vector<std::string> make_recovery_codes();

/// What the database holds of a recovery code, however it was typed.
[[nodiscard]] std::string hash_recovery_code(std::string_view typed);

/// Whether `typed` is a code of the authenticator that was not taken yet, or an unused recovery code; takes it.
/// Blocking: database threads. Errors: those of the store and of open_factor.
[[nodiscard]] Result<bool> take_code(Ports& ports, const SignInRules& rules, const domain::SecondFactor& factor,
                                     const Uuid& account_id, std::string_view typed, Instant now);

/// What a wrong code is answered with, on pages and to scripts.
[[nodiscard]] Error wrong_code_error();

}  // namespace tillnote::routes
