#include "server/routes/account_page_routes.hpp"

#include "server/render/account_page.hpp"
#include "server/routes/factor_seal.hpp"
#include "server/routes/form.hpp"
#include "server/routes/language.hpp"
#include "server/routes/open_page.hpp"
#include "server/routes/second_factor.hpp"
#include "server/routes/secrets.hpp"
#include "server/routes/totp.hpp"

#include <algorithm>
#include <chrono>

namespace tillnote::routes {
namespace {

using domain::Permission;

/// A session that was left open must not give the account a stranger's phone.
constexpr std::chrono::minutes fresh_sign_in{15};

std::string typed_code(const Form& form) {
    return form.find("code").value_or("");
}

Error not_fresh() {
    return {ErrorCode::conflict,
            "You signed in more than 15 minutes ago; sign out, sign in again, and set it up right away.", "recent"};
}

/// A script's token that got lost must not do so either.
Error by_browser_only() {
    return {ErrorCode::conflict, "Sign in on the page and set it up there; a token cannot.", "by_browser"};
}

/// The account page, and what its forms do. Blocking.
class AccountDesk {
public:
    AccountDesk(Environment& environment, const http::Request& request, Scope& scope)
        : environment_(environment), request_(request), scope_(scope) {}

    Result<http::Response> show(int status = 200) {
        page_.email = identity().email;
        page_.csrf_token = identity().csrf_token;
        page_.language = language_of(request_);
        page_.demo = identity().demo;
        auto factor = ports().find_factor(identity().account_id);
        if (!factor) {
            return factor.error();
        }
        page_.factor = std::move(*factor);
        page_.needed = requires_factor(environment_.sign_in, identity().demo, page_.factor.has_value());
        auto sessions = scope_.ports.sessions.list_sessions(identity().account_id, scope_.now);
        if (!sessions) {
            return sessions.error();
        }
        page_.sessions = std::move(*sessions);
        page_.session_id = identity().session_id;
        page_.done = request_.find_query("done").value_or("");
        const auto pending = find_pending();
        if (!pending) {
            return pending.error();
        }
        if (*pending && page_.recovery_codes.empty()) {
            page_.pending_secret = to_base32((*pending)->secret);
            page_.pending_link = totp_link(identity().email, (*pending)->secret);
        }
        return http::html_response(status, render::render_account_page(page_));
    }

    Result<http::Response> begin(const Form& form) {
        if (identity().demo) {
            return show_problem(
                {ErrorCode::conflict, "This account is of the demo and several people use it; it has no codes.", "demo"});
        }
        if (!identity().by_cookie) {
            return show_problem(by_browser_only());
        }
        const auto owner = prove_owner(form);
        if (!owner || !*owner) {
            return owner ? show_problem(problem_) : owner.error();
        }
        const std::string sealed =
            seal_factor(make_totp_secret(), identity().account_id.to_string(), environment_.sign_in.seal_key);
        if (auto begun = ports().begin(identity().account_id, identity().session_id, sealed, scope_.now); !begun) {
            return begun.error();
        }
        return http::redirect_response("/account");
    }

    Result<http::Response> confirm(const Form& form) {
        const auto pending = find_pending();
        if (!pending) {
            return pending.error();
        }
        if (!*pending) {
            return show_problem(over());
        }
        const auto step = find_totp_step((*pending)->secret, bare_code(typed_code(form)), scope_.now);
        if (!step) {
            return show_problem(wrong_code_error());
        }
        auto codes = make_recovery_codes();
        const auto confirmed = ports().confirm(
            {identity().account_id, (*pending)->sealed, *step, hashes_of(codes), identity().session_id}, scope_.now);
        if (!confirmed) {
            return confirmed.error();
        }
        if (!*confirmed) {
            return show_problem(over());
        }
        page_.recovery_codes = std::move(codes);
        return show();
    }

    Result<http::Response> renew_recovery_codes(const Form& form) {
        const auto factor = ports().find_factor(identity().account_id);
        if (!factor) {
            return factor.error();
        }
        if (!*factor) {
            return show_problem(over());
        }
        const auto owner = prove_owner(form);
        if (!owner || !*owner) {
            return owner ? show_problem(problem_) : owner.error();
        }
        auto codes = make_recovery_codes();
        if (auto replaced = ports().replace_recovery_codes(identity().account_id, hashes_of(codes)); !replaced) {
            return replaced.error();
        }
        page_.recovery_codes = std::move(codes);
        return show();
    }

    Result<http::Response> end_session(const Form& form) {
        const auto session_id = Uuid::parse(form.find("session").value_or(""));
        name_object(scope_, session_id ? session_id->to_string() : "");
        const auto ended =
            session_id ? scope_.ports.sessions.end_session_of(identity().account_id, *session_id) : Result<bool>(false);
        return ended ? Result<http::Response>(http::redirect_response("/account?done=ended"))
                     : Result<http::Response>(ended.error());
    }

    Result<http::Response> end_other_sessions(const Form& /*form*/) {
        const auto ended = scope_.ports.sessions.end_other_sessions(identity().account_id, identity().session_id);
        return ended ? Result<http::Response>(http::redirect_response("/account?done=ended"))
                     : Result<http::Response>(ended.error());
    }

private:
    const domain::Identity& identity() const { return *scope_.identity; }
    domain::SecondFactorStore& ports() { return scope_.ports.second_factors; }

    static Error over() { return {ErrorCode::conflict, "This is over; start the set-up again.", "factor"}; }

    static std::vector<std::string> hashes_of(const std::vector<std::string>& codes) {
        std::vector<std::string> hashes(codes.size());
        std::ranges::transform(codes, hashes.begin(), hash_recovery_code);
        return hashes;
    }

    /// A factor that this session is setting up, as it is stored and as the phone has it.
    struct Pending {
        std::string sealed;
        std::string secret;
    };

    Result<std::optional<Pending>> find_pending() {
        using Found = std::optional<Pending>;
        auto sealed = ports().find_pending(identity().account_id, identity().session_id, scope_.now);
        if (!sealed) {
            return sealed.error();
        }
        if (!*sealed) {
            return Found();
        }
        auto secret = open_factor(**sealed, identity().account_id.to_string(), environment_.sign_in.seal_key);
        return secret ? Result<Found>(Pending{std::move(**sealed), std::move(*secret)}) : Result<Found>(secret.error());
    }

    /// With a factor its code, without one a sign-in of a moment ago. False: problem_ says why not.
    Result<bool> prove_owner(const Form& form) {
        const auto factor = ports().find_factor(identity().account_id);
        if (!factor) {
            return factor.error();
        }
        if (!*factor) {
            problem_ = not_fresh();
            return scope_.now - identity().signed_in_at <= fresh_sign_in;
        }
        if (const auto wait = environment_.throttle->take(identity().email, request_.peer_address, scope_.now)) {
            record_throttled(environment_, identity().email, request_.peer_address);
            problem_ = too_many_tries(*wait);
            return false;
        }
        problem_ = wrong_code_error();
        const auto taken = take_code(scope_.ports, environment_.sign_in, **factor,
                                     domain::actor_of(identity(), request_.peer_address), typed_code(form), scope_.now);
        if (taken && *taken) {
            environment_.throttle->succeed(identity().email, request_.peer_address, 1, scope_.now);
        }
        return taken;
    }

    Result<http::Response> show_problem(const Error& error) {
        page_.problem = error;
        const bool as_it_is = error.code == ErrorCode::conflict || error.code == ErrorCode::too_many_requests;
        return show(as_it_is ? error_row(error.code).status : 400);
    }

    Environment& environment_;
    const http::Request& request_;
    Scope& scope_;
    render::AccountPage page_;
    Error problem_{ErrorCode::internal, "", ""};
};

using Deed = Result<http::Response> (AccountDesk::*)(const Form&);

BlockingHandler by_form(Environment& environment, Deed deed) {
    return [&environment, deed](const http::Request& request, Scope& scope) -> Result<http::Response> {
        const auto form = parse_form(request);
        if (!form) {
            return form.error();
        }
        AccountDesk desk(environment, request, scope);
        return (desk.*deed)(*form);
    };
}

}  // namespace

void add_account_page_routes(Guard& guard) {
    auto& environment = guard.environment();
    guard.add(http::Method::get, "/account", Permission::own_account, Audience::page,
              [&environment](const http::Request& request, Scope& scope) {
                  return AccountDesk(environment, request, scope).show();
              });
    guard.add(http::Method::post, "/account/second-factor", Permission::own_account, Audience::page,
              by_form(environment, &AccountDesk::begin));
    guard.add(http::Method::post, "/account/second-factor/confirmation", Permission::own_account, Audience::page,
              by_form(environment, &AccountDesk::confirm));
    guard.add(http::Method::post, "/account/recovery-codes", Permission::own_account, Audience::page,
              by_form(environment, &AccountDesk::renew_recovery_codes));
    guard.add(http::Method::post, "/account/sessions/end", Permission::own_account, Audience::page,
              by_form(environment, &AccountDesk::end_session));
    guard.add(http::Method::post, "/account/sessions/end-others", Permission::own_account, Audience::page,
              by_form(environment, &AccountDesk::end_other_sessions));
}

}  // namespace tillnote::routes
