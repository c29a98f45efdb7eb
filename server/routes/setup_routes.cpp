#include "server/routes/setup_routes.hpp"
#include "server/routes/audit_trail.hpp"

#include "schema/written_text.hpp"
#include "server/domain/password_rule.hpp"
#include "server/domain/recipient.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/new_password.hpp"
#include "server/routes/open_form.hpp"
#include "server/routes/open_page.hpp"
#include "server/routes/secrets.hpp"
#include "server/routes/sign_in.hpp"

namespace tillnote::routes {
namespace {

using Step = render::PasswordPage::Step;
using RequestPtr = std::shared_ptr<const http::Request>;

constexpr std::size_t token_bytes_max = 64;
/// Of whom the audit log tells that they have to wait.
constexpr std::string_view throttled_as = "setup";

Error is_set_up() {
    return {ErrorCode::not_found, "This installation is set up already; sign in, or ask an administrator for an invitation.",
            ""};
}

Error wrong_token() {
    return {ErrorCode::wrong_credentials,
            "This token is wrong, was used, or is over; 'tillnote-server setup-token' prints a new one.", "token"};
}

/// The first administrator on the way in.
struct Founding {
    Environment& environment;
    RequestPtr request;
    http::Responder respond;
    std::string token;
    std::string email;
    std::string password;

    [[nodiscard]] render::PasswordPage page() const {
        render::PasswordPage page;
        page.step = Step::set_up;
        page.action = page.path = "/setup";
        page.email = email;
        page.token = token;
        return page;
    }
    void show(const Error& error) const { respond(show_open_page(*request, page(), error)); }
    void refuse(const Error& error) const { respond(error_response(error, *request, Audience::page)); }
};
using FoundingPtr = std::shared_ptr<Founding>;

Result<http::Response> show_setup(const http::Request& request, Scope& scope) {
    const auto exists = scope.ports.setup.has_administrator();
    if (!exists) {
        return exists.error();
    }
    render::PasswordPage page;
    page.step = Step::set_up;
    page.action = page.path = "/setup";
    return *exists ? Result<http::Response>(is_set_up()) : Result<http::Response>(show_open_page(request, std::move(page)));
}

void store_administrator(const FoundingPtr& founding, Ports& ports, const std::string& hash) {
    const domain::Account administrator{.account_id = make_random_id(),
                                        .email = founding->email,
                                        .password_hash = hash,
                                        .disabled = false,
                                        .grants = {{domain::Role::admin, ""}},
                                        .demo = false};
    const domain::AuditedChange change(ports.audit, {.actor = actor_of(administrator, founding->request->peer_address),
                                                     .action = domain::AuditAction::set_up,
                                                     .object = domain::AuditObject::user,
                                                     .object_id = administrator.email,
                                                     .facts = {{"role", domain::role_words(administrator.grants)}}});
    const auto used = ports.setup.use_token(hash_secret(founding->token), administrator, founding->environment.now());
    if (!used || !*used) {
        const Error error = used ? wrong_token() : used.error();
        error.code == ErrorCode::conflict || used ? founding->show(error) : founding->refuse(error);
        return;
    }
    render::PasswordPage page;
    page.step = Step::set_up_done;
    page.path = "/sign-in";
    founding->respond(show_open_page(*founding->request, std::move(page)));
}

/// Only who holds the token may have a password hashed.
void check_token(const FoundingPtr& founding, Ports& ports) {
    const auto exists = ports.setup.has_administrator();
    if (!exists || *exists) {
        founding->refuse(exists ? is_set_up() : exists.error());
        return;
    }
    const auto live = ports.setup.is_live(hash_secret(founding->token), founding->environment.now());
    if (!live) {
        founding->refuse(live.error());
        return;
    }
    if (!*live) {
        record_apart(founding->environment, ports,
                     make_refused_entry(std::nullopt, founding->request->peer_address, "wrong set-up token"));
        founding->show(wrong_token());
        return;
    }
    with_hash(
        founding->environment, founding->password,
        [founding](Ports& again, const std::string& hash) { store_administrator(founding, again, hash); },
        [founding] { founding->show(too_many_passwords()); });
}

/// What can be said without the database.
std::optional<Error> find_mistake(const Founding& founding) {
    if (!domain::is_email(founding.email)) {
        return Error{ErrorCode::invalid_field, "Type an address such as admin@chain.example.", "email"};
    }
    if (auto card = check_no_card_number(founding.email, "email"); !card) {
        return card.error();
    }
    const auto checked = domain::check_new_password(founding.password, founding.email);
    return checked ? std::nullopt : std::optional(checked.error());
}

void found(Environment& environment, const RequestPtr& request, const http::Responder& respond) {
    const auto form = parse_form(*request);
    if (!form) {
        respond(error_response(form.error(), *request, Audience::page));
        return;
    }
    auto founding = std::make_shared<Founding>(
        Founding{environment, request, respond, form->find("token").value_or("").substr(0, token_bytes_max),
                 in_lower_case(form->find("email").value_or("")), form->find("password").value_or("")});
    if (!is_own_form(*request, *form)) {
        founding->show(stale_form());
        return;
    }
    if (const auto mistake = find_mistake(*founding)) {
        founding->show(*mistake);
        return;
    }
    if (const auto wait = environment.throttle->take_set_up(request->peer_address, environment.now())) {
        record_throttled(environment, std::string(throttled_as), request->peer_address);
        respond(show_wait(*request, founding->page(), *wait));
        return;
    }
    if (!environment.database.submit([founding](Ports& ports) { check_token(founding, ports); })) {
        founding->show(too_many_passwords());
    }
}

}  // namespace

void add_setup_routes(Guard& guard) {
    auto& environment = guard.environment();
    guard.add(http::Method::get, "/setup", domain::Permission::anyone, Audience::page, show_setup);
    guard.add_open(http::Method::post, "/setup", [&environment](http::Request request, const http::Responder& respond) {
        found(environment, std::make_shared<const http::Request>(std::move(request)), respond);
    });
}

}  // namespace tillnote::routes
