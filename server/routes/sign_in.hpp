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
    std::string earlier_token{};      ///< of the session that the browser comes with and that ends with this one, or empty
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
/// as a wrong password, and nothing is said of a second factor before the password was right. Where the account was disabled
/// or its sign-ins were ended meanwhile, by a new password say, the right one is refused as a wrong one is.
/// Errors: wrong_credentials, second_factor_needed and forbidden (scripts), busy, unavailable, internal.
void sign_in(Environment& environment, SignInAttempt given, std::function<void(Result<SignInOutcome>)> done);

/// How a session begins: a script's with a bearer token, a page's with a cookie, a page's with the proxy's word.
enum class SessionKind { script, page, page_by_proxy };

struct SessionOrigin {
    SessionKind kind;
    std::string address;          ///< of the peer
    std::string earlier_token{};  ///< of the session that the browser comes with, or empty
};

/// Stores a session of `account`, as it was read before anything was checked; from then on it is known to the limits. In the
/// same transaction the earlier session of the browser ends, and the audit log is told that the account signed in. Nothing:
/// the account was disabled or its sign-ins were ended meanwhile; that is audited as a refusal.
/// Blocking: database threads. Errors: unavailable, internal.
[[nodiscard]] Result<std::optional<SignedIn>> start_session(Environment& environment, Ports& ports, domain::Account account,
                                                            const SessionOrigin& origin);

/// What a sign-in is answered with whose password is wrong.
[[nodiscard]] Error wrong_password_error();

/// As the audit log names the owner of an account that has just proved to be it.
[[nodiscard]] domain::AuditActor actor_of(const domain::Account& account, std::string_view address);

/// What the audit log holds of a sign-in that was refused: the account where there is one, and why.
[[nodiscard]] domain::AuditEntry make_refused_entry(const std::optional<domain::Account>& account, std::string_view address,
                                                    std::string_view why);

}  // namespace tillnote::routes
