#include "server/routes/password_routes.hpp"
#include "server/routes/audit_trail.hpp"

#include "server/domain/password_rule.hpp"
#include "server/domain/recipient.hpp"
#include "server/routes/language.hpp"
#include "server/routes/new_password.hpp"
#include "server/routes/open_form.hpp"
#include "server/routes/open_page.hpp"
#include "server/routes/proxy_sign_in.hpp"
#include "server/routes/secrets.hpp"
#include "server/routes/sign_in.hpp"

namespace tillnote::routes {
namespace {

using Step = render::PasswordPage::Step;
using RequestPtr = std::shared_ptr<const http::Request>;

constexpr std::size_t token_bytes_max = 64;

render::PasswordPage ask_page(const std::string& email = "") {
    render::PasswordPage page;
    page.action = page.path = "/forgotten-password";
    page.email = email;
    return page;
}

render::PasswordPage choose_page(const std::string& token, const std::string& email) {
    render::PasswordPage page;
    page.step = Step::choose;
    page.action = page.path = "/set-password/" + token;
    page.email = email;
    return page;
}

Error link_over() {
    return {
        ErrorCode::not_found,
        "This link was used, replaced, or is over. Ask for a new one under 'Forgotten password', or for a new invitation.",
        "link"};
}

/// The answer is made before anybody has looked whether there is such an account, and so cannot tell.
void ask_for_link(Environment& environment, const RequestPtr& request, const http::Responder& respond) {
    const auto form = parse_form(*request);
    if (!form) {
        respond(error_response(form.error(), *request, Audience::page));
        return;
    }
    const auto email = in_lower_case(form->find("email").value_or(""));
    if (!is_own_form(*request, *form)) {
        respond(show_open_page(*request, ask_page(email), stale_form()));
        return;
    }
    if (!domain::is_email(email)) {
        const Error error{ErrorCode::invalid_field, "Type an address such as manager@shop.example.", "email"};
        respond(show_open_page(*request, ask_page(email), error));
        return;
    }
    if (const auto wait = environment.throttle->take_mail(request->peer_address, environment.now())) {
        record_throttled(environment, email, request->peer_address);
        respond(show_wait(*request, ask_page(email), *wait));
        return;
    }
    const bool accepted = environment.database.submit([&environment, email, request](Ports& ports) {
        const auto account = ports.accounts.find_account(email);
        const domain::AuditedChange change(ports.audit,
                                           make_way_in_entry(domain::AuditAction::asked_for, domain::AuditObject::password,
                                                             account ? *account : std::nullopt, request->peer_address));
        const auto language = language_of(*request);
        // What went wrong is in the database's own log line; the answer has left.
        const auto asked =
            ports.account_links.request_reset(email, language, environment.sign_in.message_domain, environment.now());
        if (asked && asked->sent) {
            environment.on_mail();
        }
    });
    auto page = ask_page(email);
    page.step = accepted ? Step::asked : Step::ask;
    respond(show_open_page(*request, std::move(page), accepted ? std::nullopt : std::optional(too_many_passwords())));
}

Result<http::Response> show_link(const http::Request& request, Scope& scope) {
    const std::string token(request.get_parameter("token").substr(0, token_bytes_max));
    const auto link = scope.ports.account_links.find_link_by_token(hash_secret(token), scope.now);
    if (!link) {
        return link.error();
    }
    return *link ? Result<http::Response>(show_open_page(request, choose_page(token, (*link)->email)))
                 : Result<http::Response>(link_over());
}

/// One password on its way in by a link.
struct Setting {
    Environment& environment;
    RequestPtr request;
    http::Responder respond;
    std::string token;
    std::string password;
    domain::AccountLink link{};  ///< once it is known

    void show(const Error& error) const { respond(show_open_page(*request, choose_page(token, link.email), error)); }
    void refuse(const Error& error) const { respond(error_response(error, *request, Audience::page)); }
};
using SettingPtr = std::shared_ptr<Setting>;

/// Whoever holds the link is the person it was sent to.
domain::AuditEntry make_entry_of(const domain::AccountLink& link, std::string_view address) {
    auto entry = make_way_in_entry(domain::AuditAction::changed, domain::AuditObject::password, std::nullopt, address);
    entry.actor.kind = domain::ActorKind::person;
    entry.actor.id = link.account_id;
    entry.actor.name = link.email;
    entry.object_id = link.email;
    entry.facts.emplace_back("by", domain::to_text(link.purpose));
    return entry;
}

void store_password(const SettingPtr& setting, Ports& ports, const std::string& hash) {
    const domain::AuditedChange change(ports.audit, make_entry_of(setting->link, setting->request->peer_address));
    const auto used = ports.account_links.use_link(hash_secret(setting->token), hash, setting->environment.now());
    if (!used || !*used) {
        setting->refuse(used ? link_over() : used.error());
        return;
    }
    render::PasswordPage page;
    page.step = Step::chosen;
    page.path = "/sign-in";
    setting->respond(show_open_page(*setting->request, std::move(page)));
}

/// Only who holds a live link may have a password hashed.
void check_link(const SettingPtr& setting, Ports& ports) {
    const auto link = ports.account_links.find_link_by_token(hash_secret(setting->token), setting->environment.now());
    if (!link || !*link) {
        setting->refuse(link ? link_over() : link.error());
        return;
    }
    setting->link = **link;
    if (const auto checked = domain::check_new_password(setting->password, setting->link.email); !checked) {
        setting->show(checked.error());
        return;
    }
    with_hash(
        setting->environment, setting->password,
        [setting](Ports& again, const std::string& hash) { store_password(setting, again, hash); },
        [setting] { setting->show(too_many_passwords()); });
}

void set_password(Environment& environment, const RequestPtr& request, const http::Responder& respond) {
    const auto form = parse_form(*request);
    if (!form) {
        respond(error_response(form.error(), *request, Audience::page));
        return;
    }
    auto setting = std::make_shared<Setting>(Setting{environment, request, respond,
                                                     std::string(request->get_parameter("token").substr(0, token_bytes_max)),
                                                     form->find("password").value_or("")});
    if (!is_own_form(*request, *form)) {
        setting->show(stale_form());
        return;
    }
    if (!environment.database.submit([setting](Ports& ports) { check_link(setting, ports); })) {
        setting->show(too_many_passwords());
    }
}

/// Where only the proxy signs people in, passwords are neither sent for nor set.
http::Handler unless_only_by_proxy(Environment& environment, http::Handler handler) {
    return [&environment, handler = std::move(handler)](http::Request request, const http::Responder& respond) {
        if (environment.sign_in.proxy.only) {
            respond(error_response(only_by_proxy(), request, Audience::page));
        } else {
            handler(std::move(request), respond);
        }
    };
}

}  // namespace

void add_password_routes(Guard& guard) {
    using domain::Permission;
    auto& environment = guard.environment();
    const auto add = [&](http::Method method, std::string_view pattern, http::Handler handler) {
        guard.add_open(method, pattern, unless_only_by_proxy(environment, std::move(handler)));
    };
    add(http::Method::get, "/forgotten-password",
        [](const http::Request& request, const http::Responder& respond) { respond(show_open_page(request, ask_page())); });
    add(http::Method::post, "/forgotten-password", [&environment](http::Request request, const http::Responder& respond) {
        ask_for_link(environment, std::make_shared<const http::Request>(std::move(request)), respond);
    });
    guard.add(http::Method::get, "/set-password/{token}", Permission::anyone, Audience::page,
              [&environment](const http::Request& request, Scope& scope) {
                  return environment.sign_in.proxy.only ? Result<http::Response>(only_by_proxy())
                                                        : show_link(request, scope);
              });
    add(http::Method::post, "/set-password/{token}", [&environment](http::Request request, const http::Responder& respond) {
        set_password(environment, std::make_shared<const http::Request>(std::move(request)), respond);
    });
}

}  // namespace tillnote::routes
