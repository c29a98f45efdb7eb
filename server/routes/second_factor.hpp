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

/// A code as it was typed, at most 64 bytes of it, without the spaces and hyphens that make it readable, in capitals.
[[nodiscard]] std::string bare_code(std::string_view typed);

/// What the database holds of a recovery code, however it was typed.
[[nodiscard]] std::string hash_recovery_code(std::string_view typed);

/// Whether `typed` is a code of the authenticator that was not taken yet, or an unused recovery code; takes it. `owner` has
/// an id, and a recovery code is audited under the name; a code of the authenticator leaves an entry that waits to the
/// change that it is given for. Blocking: database threads. Errors: those of the store and of open_factor.
[[nodiscard]] Result<bool> take_code(Ports& ports, const SignInRules& rules, const domain::SecondFactor& factor,
                                     const domain::AuditActor& owner, std::string_view typed, Instant now);

/// What a wrong code is answered with, on pages and to scripts.
[[nodiscard]] Error wrong_code_error();

}  // namespace tillnote::routes
