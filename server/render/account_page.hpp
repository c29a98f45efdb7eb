#pragma once

#include "schema/error.hpp"
#include "server/domain/language.hpp"
#include "server/domain/second_factor_store.hpp"
#include "server/domain/session_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tillnote::render {

/// A person's own account.
struct AccountPage {
    std::string email;
    std::string csrf_token;
    domain::Language language = domain::Language::english;
    bool demo = false;                           ///< shared by whoever looks at the demo: nothing can be set up
    bool needed = false;                         ///< nothing else is open before the second factor is set up
    std::optional<domain::SecondFactor> factor;  ///< nothing: there is none
    std::string pending_secret;                  ///< Base32, while one waits for its first code; else empty
    std::string pending_link;                    ///< "otpauth://...", for the QR code
    std::vector<std::string> recovery_codes;     ///< shown once, right after they were made
    std::optional<Error> problem;                ///< what went wrong with the form that was sent
    std::vector<domain::OwnSession> sessions;    ///< the live ones, the last used first
    Uuid session_id;                             ///< of the reader
    std::string done;  ///< what was done a moment ago, by the tag of its phrase; others are left out
};

/// Pure; any thread. Times are UTC: an account belongs to no store's zone. Works without JavaScript.
[[nodiscard]] std::string render_account_page(const AccountPage& page);

}  // namespace tillnote::render
