#include "server/routes/user_page_routes.hpp"

#include "server/render/users_page.hpp"
#include "server/routes/admin_page.hpp"
#include "server/routes/loop_page.hpp"
#include "server/routes/sign_in.hpp"
#include "server/routes/user_keeping.hpp"

namespace tillnote::routes {
namespace {

constexpr std::string_view users_path = "/admin/users";

Result<http::Response> show_admin(const http::Request& request, Scope& scope) {
    return http::html_response(200, render::render_admin_page(make_admin_frame(request, scope, "/admin")));
}

/// What a person can mend, or at least has to know, is said on the page they are on.
bool is_said(const Error& error) {
    return is_said_on_page(error) || error.code == ErrorCode::forbidden;
}

Result<http::Response> show_users(const http::Request& request, Scope& scope, render::UsersPage page) {
    page.search = std::string(request.find_query("search").value_or("").substr(0, typed_text_bytes_max));
    page.frame.path = std::string(users_path) + (page.search.empty() ? "" : "?search=" + encode_query(page.search));
    auto users = scope.ports.users.list_users(in_lower_case(page.search), domain::users_listed_max + 1);
    if (!users) {
        return users.error();
    }
    page.more = users->size() > domain::users_listed_max;
    users->resize(std::min<std::size_t>(users->size(), domain::users_listed_max));
    page.users = std::move(*users);
    const int status = page.frame.problem ? error_row(page.frame.problem->code).status : 200;
    return http::html_response(status, render::render_users_page(page));
}

render::UsersPage make_users_page(const Environment& environment, const http::Request& request, const Scope& scope) {
    render::UsersPage page;
    page.has_links = !environment.sign_in.proxy.only;
    page.frame = make_admin_frame(request, scope, std::string(users_path));
    page.typed.language = domain::to_text(page.frame.language);
    return page;
}

Result<http::Response> invite(Environment& environment, const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    auto page = make_users_page(environment, request, scope);
    page.typed = {typed(*form, "email"), typed(*form, "role"), typed(*form, "scope"), typed(*form, "language")};
    const auto grant = domain::parse_grant(page.typed.role, page.typed.scope);
    const auto language = domain::find_language(page.typed.language).value_or(domain::Language::english);
    auto invited = grant ? invite_user_as(environment, scope, {in_lower_case(page.typed.email), *grant, language})
                         : Result<void>(grant.error());
    if (invited) {
        return http::redirect_response(std::string(users_path) + (page.has_links ? "?done=invited" : "?done=added"));
    }
    if (!is_said(invited.error())) {
        return invited.error();
    }
    page.frame.problem = invited.error();
    return show_users(request, scope, std::move(page));
}

std::string path_of(const domain::User& user) {
    return std::string(users_path) + "/" + user.account.account_id.to_string();
}

Result<http::Response> show_user(const Environment& environment, const http::Request& request, Scope& scope,
                                 const std::optional<Error>& problem, const Form& form) {
    auto user = get_user(request, scope);
    if (!user) {
        return user.error();
    }
    render::UserPage page;
    page.frame = make_admin_frame(request, scope, path_of(*user));
    page.frame.problem = problem;
    page.own = user->account.account_id == scope.identity->account_id;
    page.has_links = !environment.sign_in.proxy.only;
    page.typed_role = typed(form, "role");
    page.typed_scope = typed(form, "scope");
    page.user = std::move(*user);
    return http::html_response(problem ? error_row(problem->code).status : 200, render::render_user_page(page));
}

/// What a form of the page of one account does; `done` is the tag of what is said afterwards.
struct Deed {
    std::string_view done;
    std::function<Result<void>(Environment& environment, Scope& scope, const domain::User& user, const Form& form)> run;
};

BlockingHandler by_form(Environment& environment, Deed deed) {
    return [&environment, deed = std::move(deed)](const http::Request& request, Scope& scope) -> Result<http::Response> {
        const auto user = get_user(request, scope);
        if (!user) {
            return user.error();
        }
        const auto form = parse_form(request);
        if (!form) {
            return form.error();
        }
        const auto ran = deed.run(environment, scope, *user, *form);
        if (ran) {
            return http::redirect_response(path_of(*user) + "?done=" + std::string(deed.done));
        }
        return is_said(ran.error()) ? show_user(environment, request, scope, ran.error(), *form) : ran.error();
    };
}

Result<void> nothing_of(const Result<domain::Account>& changed) {
    return changed ? Result<void>() : changed.error();
}

Result<void> change_grant(Environment& environment, Scope& scope, const domain::User& user, const Form& form,
                          bool takes_away) {
    const auto grant = domain::parse_grant(typed(form, "role"), typed(form, "scope"));
    if (!grant) {
        return grant.error();
    }
    return nothing_of(
        change_user_as(environment, scope, user, [&](const domain::Account& before) -> Result<domain::UserChange> {
            auto grants =
                takes_away ? domain::without_grant(before.grants, *grant) : domain::with_grant(before.grants, *grant);
            return grants ? Result<domain::UserChange>(domain::UserChange{.grants = std::move(*grants), .disabled = {}})
                          : grants.error();
        }));
}

Result<void> change_state(Environment& environment, Scope& scope, const domain::User& user, const Form& form) {
    const bool disabled = typed(form, "state") == "disabled";
    return nothing_of(change_user_as(environment, scope, user, [disabled](const domain::Account&) {
        return domain::UserChange{.grants = {}, .disabled = disabled};
    }));
}

void add_deeds(Guard& guard) {
    const auto add = [&guard](std::string_view path, Deed deed) {
        guard.add(http::Method::post, path, domain::Permission::administer, Audience::page,
                  by_form(guard.environment(), std::move(deed)));
    };
    add("/admin/users/{user}/roles",
        {"changed", [](Environment& environment, Scope& scope, const domain::User& user, const Form& form) {
             return change_grant(environment, scope, user, form, false);
         }});
    add("/admin/users/{user}/roles/removal",
        {"changed", [](Environment& environment, Scope& scope, const domain::User& user, const Form& form) {
             return change_grant(environment, scope, user, form, true);
         }});
    add("/admin/users/{user}/state", {"changed", change_state});
    add("/admin/users/{user}/link",
        {"sent", [](Environment& environment, Scope& scope, const domain::User& user, const Form& form) {
             return send_link_as(environment, scope, user,
                                 domain::find_language(typed(form, "language")).value_or(domain::Language::english));
         }});
    add("/admin/users/{user}/second-factor/removal", {"reset", [](Environment&, Scope& scope, const domain::User& user,
                                                                  const Form&) { return reset_factor_as(scope, user); }});
    add("/admin/users/{user}/sessions/end",
        {"ended", [](Environment&, Scope& scope, const domain::User& user, const Form&) -> Result<void> {
             const auto ended = scope.ports.users.end_sessions(user.account.account_id);
             return ended ? Result<void>() : ended.error();
         }});
}

}  // namespace

void add_user_page_routes(Guard& guard) {
    constexpr auto permission = domain::Permission::administer;
    auto& environment = guard.environment();
    guard.add(http::Method::get, "/admin", permission, Audience::page, show_admin);
    guard.add(http::Method::get, users_path, permission, Audience::page,
              [&environment](const http::Request& request, Scope& scope) {
                  return show_users(request, scope, make_users_page(environment, request, scope));
              });
    guard.add(http::Method::post, users_path, permission, Audience::page,
              [&environment](const http::Request& request, Scope& scope) { return invite(environment, request, scope); });
    guard.add(http::Method::get, "/admin/users/{user}", permission, Audience::page,
              [&environment](const http::Request& request, Scope& scope) {
                  return show_user(environment, request, scope, std::nullopt, Form({}));
              });
    add_deeds(guard);
}

}  // namespace tillnote::routes
