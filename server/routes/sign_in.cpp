#include "server/routes/sign_in.hpp"

#include "server/routes/make_id.hpp"
#include "server/routes/new_password.hpp"
#include "server/routes/second_factor.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>
#include <cctype>
#include <memory>

namespace tillnote::routes {
namespace {

using namespace std::chrono_literals;

constexpr auto cookie_life = 12h;
constexpr auto cookie_idle = 30min;
constexpr auto bearer_life = 12h;

struct Attempt {
    Environment& environment;
    SignInAttempt given;
    std::function<void(Result<SignInOutcome>)> done;
};
using AttemptPtr = std::shared_ptr<Attempt>;

Error busy() {
    return {ErrorCode::busy, "Too many people are signing in at once; try again in a moment.", ""};
}

Result<SignInOutcome> start(Ports& ports, const Attempt& attempt, domain::Account account) {
    auto started = start_session(ports, std::move(account), attempt.given.by_cookie, attempt.environment.now());
    if (started) {
        attempt.environment.throttle->succeed(attempt.given.email, attempt.given.address, 1, attempt.environment.now());
    }
    return started ? Result<SignInOutcome>(SignInOutcome{std::move(*started), {}, {}})
                   : Result<SignInOutcome>(started.error());
}

/// The password was right; a page asks for the code next.
Result<SignInOutcome> await_code(Ports& ports, const Attempt& attempt, const domain::Account& account) {
    auto step = make_secret();
    auto added = ports.second_factors.add_step(hash_secret(step), account.account_id, attempt.environment.now());
    return added ? Result<SignInOutcome>(SignInOutcome{std::nullopt, std::move(step), {}})
                 : Result<SignInOutcome>(added.error());
}

Result<SignInOutcome> go_on(Ports& ports, const Attempt& attempt, domain::Account account) {
    const auto factor = ports.second_factors.find_factor(account.account_id);
    if (!factor) {
        return factor.error();
    }
    const auto& rules = attempt.environment.sign_in;
    if (!*factor) {
        if (!attempt.given.by_cookie && requires_factor(rules, account.demo, false)) {
            return Error{ErrorCode::forbidden,
                         "This account needs a second factor first; sign in on the page and set it up under /account.", ""};
        }
        return start(ports, attempt, std::move(account));
    }
    if (attempt.given.by_cookie) {
        return await_code(ports, attempt, account);
    }
    if (!attempt.given.code) {
        return Error{ErrorCode::second_factor_needed,
                     "This account has a second factor; send its code, or a recovery code, as 'code'.", "/code"};
    }
    const auto taken = take_code(ports, rules, **factor, account.account_id, *attempt.given.code, attempt.environment.now());
    if (!taken) {
        return taken.error();
    }
    return *taken ? start(ports, attempt, std::move(account)) : Result<SignInOutcome>(wrong_code_error());
}

/// A hash of old parameters is made anew while its password is at hand. What fails is tried again at the next sign-in.
void refresh_hash(Environment& environment, const std::string& password, const domain::Account& account) {
    if (!environment.passwords.is_outdated(account.password_hash)) {
        return;
    }
    with_hash(
        environment, password,
        [account](Ports& ports, const std::string& hash) {
            static_cast<void>(ports.accounts.refresh_password_hash(account.account_id, account.password_hash, hash));
        },
        [] {});
}

void go_on_when_right(const AttemptPtr& attempt, domain::Account account) {
    const bool accepted =
        attempt->environment.database.submit([attempt, account = std::move(account)](Ports& ports) mutable {
            attempt->done(go_on(ports, *attempt, std::move(account)));
        });
    if (!accepted) {
        attempt->done(busy());
    }
}

void check_password(const AttemptPtr& attempt, std::optional<domain::Account> account) {
    const bool usable = account && !account->disabled && account->password_hash != domain::no_password;
    auto hash = usable ? account->password_hash : attempt->environment.passwords.hash_of_nobody();
    const bool accepted = attempt->environment.passwords.verify(
        attempt->given.password, std::move(hash), [attempt, usable, account = std::move(account)](bool matches) {
            if (usable && matches) {
                refresh_hash(attempt->environment, attempt->given.password, *account);
                go_on_when_right(attempt, *account);
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

Result<SignedIn> start_session(Ports& ports, domain::Account account, bool by_cookie, Instant now) {
    auto token = make_secret();
    domain::Session session{.session_id = make_random_id(),
                            .token_hash = hash_secret(token),
                            .csrf_token = make_secret(),
                            .account_id = account.account_id,
                            .by_cookie = by_cookie,
                            .created_at = now,
                            .last_used_at = now,
                            .expires_at = now + (by_cookie ? cookie_life : bearer_life),
                            .idle_max = by_cookie ? std::chrono::seconds(cookie_idle) : 0s};
    if (auto added = ports.accounts.add_session(session); !added) {
        return added.error();
    }
    return SignedIn{std::move(token), std::move(session), std::move(account)};
}

void sign_in(Environment& environment, SignInAttempt given, std::function<void(Result<SignInOutcome>)> done) {
    given.email = in_lower_case(std::move(given.email));
    if (const auto wait = environment.throttle->take(given.email, given.address, environment.now())) {
        done(SignInOutcome{std::nullopt, {}, *wait});
        return;
    }
    auto attempt = std::make_shared<Attempt>(Attempt{environment, std::move(given), std::move(done)});
    const bool accepted = environment.database.submit([attempt](Ports& ports) {
        auto account = ports.accounts.find_account(attempt->given.email);
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
