#include "lane-client/pos_service.hpp"

#include "lane-client/randomness.hpp"
#include "schema/limits.hpp"
#include "schema/strict_json.hpp"

#include <algorithm>
#include <array>

namespace tillnote::lane {
namespace {

using Kind = AgentRequest::Kind;

struct Route {
    std::string_view path;
    std::string_view method;
    Kind kind;
};

constexpr std::array routes{
    Route{"/tap", "POST", Kind::tap},     Route{"/undo", "POST", Kind::undo}, Route{"/scan", "POST", Kind::scan},
    Route{"/begin", "POST", Kind::begin}, Route{"/end", "POST", Kind::end},   Route{"/status", "GET", Kind::status},
};

constexpr std::size_t scan_bytes_max = 4096;

/// Takes as long for a wrong token as for the right one.
bool is_same_secret(std::string_view given, std::string_view secret) {
    unsigned difference = given.size() == secret.size() ? 0U : 1U;
    for (std::size_t at = 0; at < secret.size(); ++at) {
        const char letter = at < given.size() ? given[at] : '\0';
        difference |= static_cast<unsigned char>(letter) ^ static_cast<unsigned char>(secret[at]);
    }
    return difference == 0;
}

bool is_json(std::string_view content_type) {
    std::string type(content_type.substr(0, content_type.find(';')));
    std::transform(type.begin(), type.end(), type.begin(),
                   [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; });
    type.erase(type.find_last_not_of(" \t") + 1);
    return type == "application/json";
}

/// The body of a call as the agent's request. An empty body is an empty object.
Result<AgentRequest> read_request(Kind kind, const std::string& body) {
    auto json = parse_strict_json(body.empty() ? "{}" : body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    AgentRequest request;
    request.kind = kind;
    if (kind == Kind::tap) {
        request.tap.reason = reader.text("reason", 1, 64);
        request.tap.transaction = reader.optional_text("transaction", 1, limits::transaction_key_bytes_max);
        request.tap.comment = reader.optional_text("comment", 1, limits::comment_characters_max * 4);
        request.tap.source = Source::http;
    } else if (kind == Kind::scan) {
        request.text = reader.text("text", 0, scan_bytes_max);
    } else if (kind == Kind::begin) {
        request.transaction = reader.text("transaction", 1, limits::transaction_key_bytes_max);
    } else if (kind == Kind::undo) {
        request.undo_id = reader.optional_uuid("undo_id").value_or(make_random_id());
    }
    if (auto mistake = reader.finish()) {
        return *mistake;
    }
    return request;
}

PosAnswer json_answer(std::string body) {
    return {200, "application/json", std::move(body), {}};
}

}  // namespace

bool is_origin(std::string_view text) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (text.starts_with(scheme)) {
            const std::string_view host = text.substr(scheme.size());
            return !host.empty() && std::all_of(host.begin(), host.end(), [](char letter) {
                return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                       std::string_view("-._:[]").find(letter) != std::string_view::npos;
            });
        }
    }
    return false;
}

PosService::PosService(Options options, std::function<AgentAnswer(const AgentRequest&)> serve,
                       std::function<std::string()> status)
    : options_(std::move(options)), serve_(std::move(serve)), status_(std::move(status)) {}

PosAnswer PosService::problem(const Error& error) {
    const ErrorRow& row = error_row(error.code);
    // What has no status of its own is the lane's trouble with its disk: nothing was saved.
    const int status = row.status == 0 ? error_row(ErrorCode::unavailable).status : row.status;
    nlohmann::ordered_json json{
        {"type", "/problems/" + std::string(row.type)}, {"title", row.title}, {"status", status}, {"detail", error.detail}};
    if (error.field.starts_with('/')) {
        json["errors"] = {{{"pointer", error.field}, {"message", error.detail}}};
    }
    PosAnswer answer{status, "application/problem+json", dump_json(json), {}};
    if (status == error_row(ErrorCode::unauthenticated).status) {
        answer.fields.emplace_back("WWW-Authenticate", "Bearer");
    }
    return answer;
}

bool PosService::is_allowed_origin(std::string_view origin) const {
    return std::find(options_.origins.begin(), options_.origins.end(), origin) != options_.origins.end();
}

std::optional<PosAnswer> PosService::refuse(const PosRequest& request) const {
    const std::string port = std::to_string(options_.port);
    if (request.field("host") != "127.0.0.1:" + port && request.field("host") != "localhost:" + port) {
        return problem({ErrorCode::misdirected_host, "Call 127.0.0.1:" + port + " or localhost:" + port + ".", "Host"});
    }
    if (request.count("origin") > 1 || (request.count("origin") == 1 && !is_allowed_origin(request.field("origin")))) {
        return problem({ErrorCode::forbidden,
                        "Pages of this origin may not call the lane. Name it to the agent with --http-origin.", "Origin"});
    }
    return std::nullopt;
}

PosAnswer PosService::answer_preflight(const PosRequest& request) const {
    PosAnswer answer{204, {}, {}, {}};
    answer.fields = {{"Access-Control-Allow-Methods", "GET, POST"},
                     {"Access-Control-Allow-Headers", "authorization, content-type"},
                     {"Access-Control-Max-Age", "600"}};
    if (request.field("access-control-request-private-network") == "true") {
        answer.fields.emplace_back("Access-Control-Allow-Private-Network", "true");
    }
    return answer;
}

PosAnswer PosService::route(const PosRequest& request) const {
    if (request.method == "OPTIONS" && request.count("origin") == 1) {
        return answer_preflight(request);
    }
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view given = request.field("authorization");
    if (request.count("authorization") != 1 || !given.starts_with(scheme) ||
        !is_same_secret(given.substr(scheme.size()), options_.token)) {
        return problem({ErrorCode::unauthenticated,
                        "Send Authorization: Bearer with the token that tillnote-lane http-token prints.", "Authorization"});
    }
    const auto route =
        std::find_if(routes.begin(), routes.end(), [&](const Route& one) { return one.path == request.target; });
    if (route == routes.end()) {
        return problem({ErrorCode::not_found, "There are /tap, /undo, /scan, /begin, /end and /status.", {}});
    }
    if (route->method != request.method) {
        PosAnswer answer = problem({ErrorCode::method_not_allowed, "Use " + std::string(route->method) + ".", {}});
        answer.fields.emplace_back("Allow", route->method);
        return answer;
    }
    if (route->kind == Kind::status) {
        return json_answer(status_());
    }
    if (!request.body.empty() && !is_json(request.field("content-type"))) {
        return problem({ErrorCode::unsupported_media_type, "Send Content-Type: application/json.", "Content-Type"});
    }
    auto asked = read_request(route->kind, request.body);
    if (!asked) {
        return problem(asked.error());
    }
    const AgentAnswer answer = serve_(*asked);
    return answer.error ? problem(*answer.error) : json_answer(to_line(answer));
}

PosAnswer PosService::answer(const PosRequest& request) const {
    if (auto refused = refuse(request)) {
        return *refused;
    }
    PosAnswer answer = route(request);
    if (request.count("origin") == 1) {
        answer.fields.emplace_back("Access-Control-Allow-Origin", request.field("origin"));
        answer.fields.emplace_back("Vary", "Origin");
    }
    return answer;
}

}  // namespace tillnote::lane
