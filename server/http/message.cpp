#include "server/http/message.hpp"

#include "server/http/text_rules.hpp"

#include <stdexcept>

namespace tillnote::http {
namespace {

std::optional<std::string> find_in_cookie_header(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        const auto end = header.find(';');
        const auto pair = trim(header.substr(0, end));
        header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
            return std::string(pair.substr(equals + 1));
        }
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_text(Method method) noexcept {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::delete_:
            return "DELETE";
    }
    return {};
}

std::optional<std::string> Request::find_header(std::string_view lower_case_name) const {
    std::optional<std::string> joined;
    for (const auto& [name, value] : headers) {
        if (name == lower_case_name) {
            joined = joined ? *joined + ", " + value : value;
        }
    }
    return joined;
}

std::optional<std::string_view> Request::find_query(std::string_view name) const {
    for (const auto& [key, value] : query) {
        if (key == name) {
            return value;
        }
    }
    return std::nullopt;
}

std::string_view Request::get_parameter(std::string_view name) const {
    for (const auto& [key, value] : parameters) {
        if (key == name) {
            return value;
        }
    }
    throw std::logic_error("the route has no parameter " + std::string(name));
}

std::optional<std::string> Request::find_cookie(std::string_view name) const {
    for (const auto& [header, value] : headers) {
        if (header == "cookie") {
            if (auto cookie = find_in_cookie_header(value, name)) {
                return cookie;
            }
        }
    }
    return std::nullopt;
}

Response json_response(int status, std::string json) {
    return {.status = status, .content_type = "application/json", .body = std::move(json), .headers = {}};
}

Response html_response(int status, std::string html) {
    return {.status = status, .content_type = "text/html; charset=utf-8", .body = std::move(html), .headers = {}};
}

Response redirect_response(std::string location) {
    Response response{.status = 303, .content_type = {}, .body = {}, .headers = {}};
    response.headers.emplace_back("Location", std::move(location));
    return response;
}

}  // namespace tillnote::http
