#include "server/routes/sign_in.hpp"

#include "server/routes/audit_trail.hpp"
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

/// Why a sign-in was refused that had found everything right.
constexpr std::string_view changed_meanwhile = "account changed meanwhile";
/// Why one was refused that had found the password right.
constexpr std::string_view no_code_given = "no code given";

struct Attempt {
    Environment& environment;
    SignInAttempt given;
    std::function<void(Result<SignInOutcome>)> done;
};
using AttemptPtr = std::shared_ptr<Attempt>;

Error busy() {
    return {ErrorCode::busy, "Too many people are signing in at once; try again in a moment.", ""};
}

/// As the audit log says it.
std::string_view words_of(SessionKind kind) {
    switch (kind) {
        case SessionKind::script:
            return "script";
        case SessionKind::page:
            return "page";
        case SessionKind::page_by_proxy:
            return domain::signed_in_by_proxy;
    }
    return "";
}

Result<SignInOutcome> start(Ports& ports, const Attempt& attempt, domain::Account account) {
    auto started = start_session(attempt.environment, ports, std::move(account),
                                 {attempt.given.by_cookie ? SessionKind::page : SessionKind::script, attempt.given.address,
                                  attempt.given.earlier_token});
    if (!started) {
        return started.error();
    }
    if (!*started) {
        return wrong_password_error();
    }
    attempt.environment.throttle->succeed(attempt.given.email, attempt.given.address, 1, attempt.environment.now());
    return SignInOutcome{std::move(*started), {}, {}};
}

/// The password was right; a page asks for the code next. Whoever stops here knows the password, and is told of.
Result<SignInOutcome> await_code(Ports& ports, const Attempt& attempt, const domain::Account& account) {
    auto step = make_secret();
    const domain::AuditedChange change(
        ports.audit,
        make_way_in_entry(domain::AuditAction::asked_for, domain::AuditObject::session, account, attempt.given.address));
    const auto added = ports.second_factors.add_step(hash_secret(step), account, attempt.environment.now());
    if (!added) {
        return added.error();
    }
    if (!*added) {
        record_apart(attempt.environment, ports, make_refused_entry(account, attempt.given.address, changed_meanwhile));
        return wrong_password_error();
    }
    return SignInOutcome{std::nullopt, std::move(step), {}};
}

Result<SignInOutcome> go_on(Ports& ports, const Attempt& attempt, domain::Account account) {
    const auto factor = ports.second_factors.find_factor(account.account_id);
    if (!factor) {
        return factor.error();
    }
    const auto& rules = attempt.environment.sign_in;
    if (!*factor) {
        if (!attempt.given.by_cookie && requires_factor(rules, account.demo, false)) {
            record_apart(attempt.environment, ports,
                         make_refused_entry(account, attempt.given.address, "no second factor yet"));
            return Error{ErrorCode::forbidden,
                         "This account needs a second factor first; sign in on the page and set it up under /account.", ""};
        }
        return start(ports, attempt, std::move(account));
    }
    if (attempt.given.by_cookie) {
        return await_code(ports, attempt, account);
    }
    if (!attempt.given.code) {
        record_apart(attempt.environment, ports, make_refused_entry(account, attempt.given.address, no_code_given));
        return Error{ErrorCode::second_factor_needed,
                     "This account has a second factor; send its code, or a recovery code, as 'code'.", "/code"};
    }
    const auto taken = take_code(ports, rules, **factor, actor_of(account, attempt.given.address), *attempt.given.code,
                                 attempt.environment.now());
    if (!taken) {
        return taken.error();
    }
    if (!*taken) {
        record_apart(attempt.environment, ports, make_refused_entry(account, attempt.given.address, "wrong code"));
        return wrong_code_error();
    }
    return start(ports, attempt, std::move(account));
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

/// An unknown e-mail takes this way as well as a wrong password.
void refuse(const AttemptPtr& attempt, const std::optional<domain::Account>& account) {
    const char* const why = !account ? "unknown account" : account->disabled ? "disabled account" : "wrong password";
    const auto entry = make_refused_entry(account, attempt->given.address, why);
    const auto answer = [attempt] { attempt->done(wrong_password_error()); };
    const bool accepted = attempt->environment.database.submit([attempt, entry, answer](Ports& ports) {
        record_apart(attempt->environment, ports, entry);
        answer();
    });
    if (!accepted) {
        attempt->environment.on_audit_failed(entry);
        answer();
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
                refuse(attempt, account);
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

domain::AuditActor actor_of(const domain::Account& account, std::string_view address) {
    return {.kind = domain::ActorKind::person,
            .id = account.account_id,
            .name = account.email,
            .role = domain::role_words(account.grants),
            .address = std::string(address)};
}

domain::AuditEntry make_refused_entry(const std::optional<domain::Account>& account, std::string_view address,
                                      std::string_view why) {
    auto entry = make_way_in_entry(domain::AuditAction::signed_in, domain::AuditObject::user, account, address);
    entry.outcome = domain::AuditOutcome::refused;
    entry.facts.emplace_back("problem", why);
    return entry;
}

Error wrong_password_error() {
    return {ErrorCode::wrong_credentials, "E-mail and password do not match; check both and try again.", ""};
}

Result<std::optional<SignedIn>> start_session(Environment& environment, Ports& ports, domain::Account account,
                                              const SessionOrigin& origin) {
    const Instant now = environment.now();
    const bool by_cookie = origin.kind != SessionKind::script;
    const domain::AuditedChange change(ports.audit, {.actor = actor_of(account, origin.address),
                                                     .action = domain::AuditAction::signed_in,
                                                     .object = domain::AuditObject::user,
                                                     .object_id = account.email,
                                                     .facts = {{"kind", std::string(words_of(origin.kind))}}});
    auto token = make_secret();
    domain::Session session{.session_id = make_random_id(),
                            .token_hash = hash_secret(token),
                            .csrf_token = make_secret(),
                            .account_id = account.account_id,
                            .by_cookie = by_cookie,
                            .created_at = now,
                            .last_used_at = now,
                            .expires_at = now + (by_cookie ? cookie_life : bearer_life),
                            .idle_max = by_cookie ? std::chrono::seconds(cookie_idle) : std::chrono::seconds::zero(),
                            .by_proxy = origin.kind == SessionKind::page_by_proxy};
    const auto begun = ports.accounts.begin_session(session, account.sign_in_epoch,
                                                    origin.earlier_token.empty() ? "" : hash_secret(origin.earlier_token));
    if (!begun) {
        return begun.error();
    }
    if (!*begun) {
        record_apart(environment, ports, make_refused_entry(account, origin.address, changed_meanwhile));
        return std::nullopt;
    }
    environment.limits->welcome(token, session.account_id);
    return SignedIn{std::move(token), std::move(session), std::move(account)};
}

void sign_in(Environment& environment, SignInAttempt given, std::function<void(Result<SignInOutcome>)> done) {
    given.email = in_lower_case(std::move(given.email));
    if (const auto wait = environment.throttle->take(given.email, given.address, environment.now())) {
        record_throttled(environment, given.email, given.address);
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
