#include "server/routes/token_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/routes/form.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"

namespace tillnote::routes {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t text_bytes_max = 256;  ///< the rules count characters; this only bounds what is read

ordered_json time_or_null(const std::optional<Instant>& time) {
    return time ? ordered_json(format_time(*time)) : ordered_json(nullptr);
}

ordered_json token_json(const domain::ReadToken& token, Instant now) {
    const bool whole_chain = token.grant.scope.empty();
    return {{"token_id", token.token_id.to_string()},
            {"name", token.name},
            {"reads", domain::reads_of(token.grant)},
            {"scope", whole_chain ? ordered_json(nullptr) : ordered_json(token.grant.scope)},
            {"state", domain::to_text(domain::state_of(token, now))},
            {"created_by", token.created_by},
            {"created_at", format_time(token.created_at)},
            {"expires_at", format_time(token.expires_at)},
            {"last_used_at", time_or_null(token.last_used_at)},
            {"revoked_at", time_or_null(token.revoked_at)}};
}

Result<http::Response> list_tokens(const http::Request& /*request*/, Scope& scope) {
    const auto tokens = scope.ports.read_tokens.list_tokens();
    if (!tokens) {
        return tokens.error();
    }
    auto rows = ordered_json::array();
    for (const domain::ReadToken& token : *tokens) {
        rows.push_back(token_json(token, scope.now));
    }
    return http::json_response(200, dump_json(ordered_json{{"tokens", std::move(rows)}}));
}

Result<domain::ReadTokenText> parse_text(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::ReadTokenText text;
    text.name = reader.text("name", 0, text_bytes_max);
    text.reads = reader.text("reads", 0, text_bytes_max);
    text.scope = reader.optional_text("scope", 0, text_bytes_max).value_or("");
    text.days = static_cast<int>(
        reader.optional_integer("days", 1, domain::read_token_days_max).value_or(domain::read_token_days_default));
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return text;
}

Result<http::Response> add_token(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto text = parse_text(request.body);
    auto token = text ? domain::parse_read_token(*text, scope.now) : Result<domain::ReadToken>(text.error());
    if (!token) {
        return token.error();
    }
    token->token_id = name_new_object(scope, make_random_id());
    add_fact(scope, "name", token->name);
    add_fact(scope, "reads", std::string(domain::reads_of(token->grant)));
    add_fact(scope, "scope", token->grant.scope);
    token->created_by = scope.identity->email;
    const std::string secret = make_read_token();
    if (auto added = scope.ports.read_tokens.add_token(*token, hash_secret(secret)); !added) {
        return added.error();
    }
    auto json = token_json(*token, scope.now);
    json["token"] = secret;
    return http::json_response(201, dump_json(json));
}

Result<http::Response> revoke_token(const http::Request& request, Scope& scope) {
    const auto id = Uuid::parse(request.get_parameter("token"));
    auto revoked = id ? scope.ports.read_tokens.revoke_token(*id, scope.now)
                      : Error{ErrorCode::not_found, "There is no such token; list them to see their ids.", "token"};
    return revoked ? Result<http::Response>(http::Response{.status = 204, .content_type = {}, .body = {}, .headers = {}})
                   : revoked.error();
}

}  // namespace

void add_token_routes(Guard& guard) {
    constexpr auto permission = domain::Permission::administer;
    guard.add(http::Method::get, "/v1/tokens", permission, Audience::script, list_tokens);
    guard.add(http::Method::post, "/v1/tokens", permission, Audience::script, add_token);
    guard.add(http::Method::delete_, "/v1/tokens/{token}", permission, Audience::script, revoke_token);
}

}  // namespace tillnote::routes
