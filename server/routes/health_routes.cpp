#include "server/routes/health_routes.hpp"

#include "server/render/pages.hpp"
#include "server/routes/openapi_document.hpp"

namespace tillnote::routes {
namespace {

std::string_view retry_sentence(Retry retry) {
    switch (retry) {
        case Retry::no:
            return "Do not send the same request again.";
        case Retry::yes:
            return "The same request may be sent again.";
        case Retry::after:
            return "Send the same request again after the time in Retry-After.";
    }
    return "";
}

/// A problem's `type` is a link that explains itself.
void explain_problem(const http::Request& request, const http::Responder& respond) {
    for (std::size_t index = 0; index < error_row_count(); ++index) {
        const auto& row = error_row_at(index);
        if (row.status != 0 && row.type == request.get_parameter("type")) {
            respond(http::html_response(200, render::render_problem_page({.status = row.status,
                                                                          .title = std::string(row.title),
                                                                          .detail = std::string(retry_sentence(row.retry)),
                                                                          .request_id = {},
                                                                          .signed_in = false})));
            return;
        }
    }
    respond(error_response({ErrorCode::not_found, "There is no problem of that type; /openapi.json lists them all.", "type"},
                           request, Audience::script));
}

}  // namespace

void add_health_routes(Guard& guard) {
    auto& environment = guard.environment();
    guard.add_open(http::Method::get, "/livez", [](const http::Request& /*request*/, const http::Responder& respond) {
        respond(http::json_response(200, R"({"status":"ok"})"));
    });
    guard.add_open(
        http::Method::get, "/readyz", [&environment](const http::Request& request, const http::Responder& respond) {
            respond(environment.ready() ? http::json_response(200, R"({"status":"ok"})")
                                        : error_response({ErrorCode::unavailable,
                                                          "The database is not reachable yet; the log says why.", ""},
                                                         request, Audience::script));
        });
    guard.add_open(http::Method::get, "/openapi.json", [](const http::Request& /*request*/, const http::Responder& respond) {
        respond(http::json_response(200, std::string(openapi_document())));
    });
    guard.add_open(http::Method::get, "/problems/{type}", explain_problem);
}

}  // namespace tillnote::routes
