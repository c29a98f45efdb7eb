#include "server/routes/user_routes.hpp"

#include "schema/strict_json.hpp"
#include "server/render/users_json.hpp"
#include "server/routes/form.hpp"
#include "server/routes/sign_in.hpp"
#include "server/routes/user_keeping.hpp"

namespace tillnote::routes {
namespace {

constexpr std::size_t text_bytes_max = 254;

http::Response nothing_more() {
    return {.status = 204, .content_type = {}, .body = {}, .headers = {}};
}

Result<http::Response> list_users(const http::Request& request, Scope& scope) {
    const std::string search(request.find_query("search").value_or("").substr(0, text_bytes_max));
    const auto users = scope.ports.users.list_users(in_lower_case(search), domain::users_listed_max);
    return users ? Result<http::Response>(http::json_response(200, render::render_users_json(*users))) : users.error();
}

Result<http::Response> show_user(const http::Request& request, Scope& scope) {
    const auto user = get_user(request, scope);
    return user ? Result<http::Response>(http::json_response(200, render::render_user_json(*user))) : user.error();
}

std::optional<domain::Language> read_language(ObjectReader& reader) {
    const auto text = reader.optional_text("language", 1, 2);
    const auto language = text ? domain::find_language(*text) : domain::Language::english;
    if (!language) {
        reader.fail(ErrorCode::invalid_field, "language", "A language is en or es.");
    }
    return language;
}

domain::Grant read_grant(ObjectReader& reader) {
    const auto role = reader.text("role", 1, text_bytes_max);
    const auto scope = reader.optional_text("scope", 1, text_bytes_max).value_or("");
    auto grant = reader.failed() ? domain::Grant{} : domain::parse_grant(role, scope);
    if (!grant) {
        reader.fail(grant.error().code, grant.error().field.substr(1), grant.error().detail);
        return {};
    }
    return std::move(*grant);
}

Result<domain::Invitation> parse_invitation(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::Invitation invitation;
    invitation.email = in_lower_case(reader.text("email", 1, text_bytes_max));
    invitation.grant = read_grant(reader);
    invitation.language = read_language(reader).value_or(domain::Language::english);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return invitation;
}

Result<domain::UserChange> parse_change(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::UserChange change;
    if (reader.find("grants") != nullptr) {
        const JsonArray& entries = reader.array("grants", domain::grants_max, true);
        change.grants.emplace();
        for (std::size_t index = 0; index < entries.size() && !reader.failed(); ++index) {
            ObjectReader entry(entries[index], "grants", index);
            change.grants->push_back(read_grant(entry));
            if (auto error = entry.finish()) {
                reader.fail(std::move(*error));
            }
        }
    }
    if (const auto state = reader.optional_text("state", 1, text_bytes_max)) {
        change.disabled = *state == "disabled";
        if (*state != "disabled" && *state != "enabled") {
            reader.fail(ErrorCode::invalid_field, "state", "A state is enabled or disabled.");
        }
    }
    if (!reader.failed() && !change.grants && !change.disabled) {
        reader.fail(ErrorCode::invalid_field, "state", "Name 'grants' or 'state'; nothing would change.");
    }
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return change;
}

Result<http::Response> invite(Environment& environment, const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto invitation = parse_invitation(request.body);
    if (!invitation) {
        return invitation.error();
    }
    if (auto invited = invite_user_as(environment, scope, *invitation); !invited) {
        return invited.error();
    }
    const auto user = scope.ports.users.find_user_by_email(invitation->email);
    if (!user) {
        return user.error();
    }
    return http::json_response(201, render::render_user_json(**user));
}

Result<http::Response> change_user(Environment& environment, const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto user = get_user(request, scope);
    const auto change = user ? parse_change(request.body) : user.error();
    if (!change) {
        return change.error();
    }
    auto changed = change_user_as(environment, scope, *user, [&](const domain::Account&) { return *change; });
    if (!changed) {
        return changed.error();
    }
    domain::User after = *user;
    after.account = std::move(*changed);
    return http::json_response(200, render::render_user_json(after));
}

Result<http::Response> send_link(Environment& environment, const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto user = get_user(request, scope);
    if (!user) {
        return user.error();
    }
    auto json = parse_strict_json(request.body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    const auto language = read_language(reader);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    auto sent = send_link_as(environment, scope, *user, *language);
    return sent ? Result<http::Response>(nothing_more()) : sent.error();
}

Result<http::Response> reset_factor(const http::Request& request, Scope& scope) {
    const auto user = get_user(request, scope);
    auto done = user ? reset_factor_as(scope, *user) : Result<void>(user.error());
    return done ? Result<http::Response>(nothing_more()) : done.error();
}

Result<http::Response> end_sessions(const http::Request& request, Scope& scope) {
    const auto user = get_user(request, scope);
    auto ended = user ? scope.ports.users.end_sessions(user->account.account_id) : Result<int>(user.error());
    return ended ? Result<http::Response>(nothing_more()) : ended.error();
}

}  // namespace

void add_user_routes(Guard& guard) {
    constexpr auto permission = domain::Permission::administer;
    constexpr auto script = Audience::script;
    auto& environment = guard.environment();
    guard.add(http::Method::get, "/v1/users", permission, script, list_users);
    guard.add(http::Method::post, "/v1/users", permission, script,
              [&environment](const http::Request& request, Scope& scope) { return invite(environment, request, scope); });
    guard.add(http::Method::get, "/v1/users/{user}", permission, script, show_user);
    guard.add(
        http::Method::patch, "/v1/users/{user}", permission, script,
        [&environment](const http::Request& request, Scope& scope) { return change_user(environment, request, scope); });
    guard.add(http::Method::post, "/v1/users/{user}/link", permission, script,
              [&environment](const http::Request& request, Scope& scope) { return send_link(environment, request, scope); });
    guard.add(http::Method::delete_, "/v1/users/{user}/second-factor", permission, script, reset_factor);
    guard.add(http::Method::delete_, "/v1/users/{user}/sessions", permission, script, end_sessions);
}

}  // namespace tillnote::routes
