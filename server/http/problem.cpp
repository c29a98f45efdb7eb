#include "server/http/message.hpp"

#include <nlohmann/json.hpp>

namespace tillnote::http {
namespace {

std::string_view retry_text(Retry retry) {
    switch (retry) {
        case Retry::no:
            return "no";
        case Retry::yes:
            return "yes";
        case Retry::after:
            return "after";
    }
    return {};
}

}  // namespace

// A full queue empties within a second; a lost database needs a few; a caller over its rate should stay away longer.
std::string_view retry_after_seconds(ErrorCode code) noexcept {
    if (code == ErrorCode::busy) {
        return "1";
    }
    return code == ErrorCode::unavailable ? "2" : "10";
}

Response problem_response(const Error& error, std::string_view request_id) {
    const FieldError only{error.field, error.detail};
    return problem_response(error, request_id, std::span(&only, error.field.empty() ? 0 : 1));
}

Response problem_response(const Error& error, std::string_view request_id, std::span<const FieldError> errors) {
    const bool crosses_http = error_row(error.code).status != 0;
    const auto& row = crosses_http ? error_row(error.code) : error_row(ErrorCode::internal);

    nlohmann::ordered_json json;
    json["type"] = "/problems/" + std::string(row.type);
    json["title"] = row.title;
    json["status"] = row.status;
    json["detail"] = crosses_http ? error.detail : "The server made a mistake; the log has the details.";
    if (crosses_http && !errors.empty()) {
        auto& list = json["errors"] = nlohmann::ordered_json::array();
        for (const FieldError& each : errors) {
            list.push_back({{"pointer", each.pointer}, {"message", each.message}});
        }
    }
    json["request_id"] = request_id;
    json["retry"] = retry_text(row.retry);

    Response response;
    response.status = row.status;
    response.content_type = "application/problem+json";
    response.body = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    if (row.retry == Retry::after) {
        response.headers.emplace_back("Retry-After", retry_after_seconds(row.code));
    }
    return response;
}

}  // namespace tillnote::http
