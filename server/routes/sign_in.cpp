#include "server/routes/sign_in.hpp"

#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>
#include <cctype>
#include <memory>

namespace tillnote::routes {
namespace {

using namespace std::chrono_literals;

constexpr auto cookie_life = 12h;
constexpr auto cookie_idle = 2h;
constexpr auto bearer_life = 12h;

struct Attempt {
    Environment& environment;
    std::string email;
    std::string password;
    bool by_cookie;
    std::function<void(Result<SignedIn>)> done;
};
using AttemptPtr = std::shared_ptr<Attempt>;

Error busy() {
    return {ErrorCode::busy, "Too many people are signing in at once; try again in a moment.", ""};
}

domain::Session make_session(const Attempt& attempt, const domain::Account& account, const std::string& token) {
    const auto now = attempt.environment.now();
    return {.session_id = make_random_id(),
            .token_hash = hash_secret(token),
            .csrf_token = make_secret(),
            .account_id = account.account_id,
            .by_cookie = attempt.by_cookie,
            .created_at = now,
            .last_used_at = now,
            .expires_at = now + (attempt.by_cookie ? cookie_life : bearer_life),
            .idle_max = attempt.by_cookie ? std::chrono::seconds(cookie_idle) : 0s};
}

void store_session(const AttemptPtr& attempt, domain::Account account) {
    const bool accepted = attempt->environment.database.submit([attempt, account = std::move(account)](Ports& ports) {
        auto token = make_secret();
        auto session = make_session(*attempt, account, token);
        SignedIn signed_in{std::move(token), std::move(session), account};
        auto added = ports.accounts.add_session(signed_in.session);
        attempt->done(added ? Result<SignedIn>(std::move(signed_in)) : Result<SignedIn>(added.error()));
    });
    if (!accepted) {
        attempt->done(busy());
    }
}

void check_password(const AttemptPtr& attempt, std::optional<domain::Account> account) {
    const bool usable = account && !account->disabled;
    auto hash = usable ? account->password_hash : attempt->environment.passwords.hash_of_nobody();
    const bool accepted = attempt->environment.passwords.verify(
        attempt->password, std::move(hash), [attempt, usable, account = std::move(account)](bool matches) {
            if (usable && matches) {
                store_session(attempt, *account);
            } else {
                attempt->done(
                    Error{ErrorCode::wrong_credentials, "E-mail and password do not match; check both and try again.", ""});
            }
        });
    if (!accepted) {
        attempt->done(busy());
    }
}

}  // namespace

std::string in_lower_case(std::string email) {
    std::ranges::transform(email, email.begin(),
                           [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return email;
}

void sign_in(Environment& environment, std::string email, std::string password, bool by_cookie,
             std::function<void(Result<SignedIn>)> done) {
    std::ranges::transform(email, email.begin(),
                           [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    auto attempt = std::make_shared<Attempt>(
        Attempt{environment, in_lower_case(std::move(email)), std::move(password), by_cookie, std::move(done)});
    const bool accepted = environment.database.submit([attempt](Ports& ports) {
        auto account = ports.accounts.find_account(attempt->email);
        if (!account) {
            attempt->done(account.error());
        } else {
            check_password(attempt, std::move(*account));
        }
    });
    if (!accepted) {
        attempt->done(busy());
    }
}

}  // namespace tillnote::routes
