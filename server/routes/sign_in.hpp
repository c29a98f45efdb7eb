#pragma once

#include "server/domain/account_store.hpp"
#include "server/routes/environment.hpp"

#include <functional>
#include <string>

namespace tillnote::routes {

/// A fresh session, with the token only this once in clear.
struct SignedIn {
    std::string token;
    domain::Session session;
    domain::Account account;
};

/// E-mail addresses are compared and stored in lower case.
[[nodiscard]] std::string in_lower_case(std::string email);

/// Looks the account up on a database thread, checks the password on a hashing thread, stores the session on a database
/// thread; `done` is called once, on whichever of them ended it. An unknown e-mail takes as long as a wrong password.
/// Errors: wrong_credentials, busy, unavailable, internal.
void sign_in(Environment& environment, std::string email, std::string password, bool by_cookie,
             std::function<void(Result<SignedIn>)> done);

}  // namespace tillnote::routes
