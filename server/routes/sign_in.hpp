#pragma once

#include "server/domain/account_store.hpp"
#include "server/routes/environment.hpp"

#include <functional>
#include <optional>
#include <string>

namespace tillnote::routes {

/// What a person or a script gives to sign in.
struct SignInAttempt {
    std::string email;
    std::string password;
    std::optional<std::string> code;  ///< of the second factor, or a recovery code; a script sends it at once
    bool by_cookie = false;           ///< a page
    std::string address{};            ///< of the peer
};

/// A fresh session, with the token only this once in clear.
struct SignedIn {
    std::string token;
    domain::Session session;
    domain::Account account;
};

/// A session, or the secret under which a page's sign-in waits for its code.
struct SignInOutcome {
    std::optional<SignedIn> signed_in;
    std::string step;             ///< where there is no session yet
    std::chrono::seconds wait{};  ///< there were too many tries: nothing was looked at
};

/// E-mail addresses are compared and stored in lower case.
[[nodiscard]] std::string in_lower_case(std::string email);

/// Looks the account up on a database thread, checks the password on a hashing thread, asks for or takes the code and stores
/// the session on a database thread; `done` is called once, on whichever of them ended it. An unknown e-mail takes as long
/// as a wrong password, and nothing is said of a second factor before the password was right.
/// Errors: wrong_credentials, second_factor_needed and forbidden (scripts), busy, unavailable, internal.
void sign_in(Environment& environment, SignInAttempt attempt, std::function<void(Result<SignInOutcome>)> done);

/// Stores a session of `account`. Blocking: database threads. Errors: unavailable, internal.
[[nodiscard]] Result<SignedIn> start_session(Ports& ports, domain::Account account, bool by_cookie, Instant now);

}  // namespace tillnote::routes
