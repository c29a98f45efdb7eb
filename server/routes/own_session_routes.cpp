#include "server/routes/own_session_routes.hpp"

#include "schema/time_text.hpp"

#include <nlohmann/json.hpp>

namespace tillnote::routes {
namespace {

using Json = nlohmann::ordered_json;

Result<http::Response> list_sessions(const http::Request& /*request*/, Scope& scope) {
    const auto sessions = scope.ports.sessions.list_sessions(scope.identity->account_id, scope.now);
    if (!sessions) {
        return sessions.error();
    }
    auto rows = Json::array();
    for (const domain::OwnSession& session : *sessions) {
        rows.push_back({{"session_id", session.session_id.to_string()},
                        {"kind", session.by_cookie ? "page" : "script"},
                        {"current", session.session_id == scope.identity->session_id},
                        {"created_at", format_time(session.created_at)},
                        {"last_used_at", format_time(session.last_used_at)},
                        {"expires_at", format_time(session.expires_at)}});
    }
    return http::json_response(200, Json{{"sessions", rows}}.dump());
}

Result<http::Response> end_session(const http::Request& request, Scope& scope) {
    const auto session_id = Uuid::parse(request.get_parameter("session"));
    const auto ended =
        session_id ? scope.ports.sessions.end_session_of(scope.identity->account_id, *session_id) : Result<bool>(false);
    if (!ended) {
        return ended.error();
    }
    if (!*ended) {
        return Error{ErrorCode::not_found, "You have no such sign-in; GET /v1/sessions lists yours.", "session"};
    }
    return http::Response{.status = 204, .content_type = {}, .body = {}, .headers = {}};
}

}  // namespace

void add_own_session_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/v1/sessions", Permission::own_account, Audience::script, list_sessions);
    guard.add(http::Method::delete_, "/v1/sessions/{session}", Permission::own_account, Audience::script, end_session);
}

}  // namespace tillnote::routes
