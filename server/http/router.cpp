#include "server/http/router.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace tillnote::http {
namespace {

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> segments;
    path.remove_prefix(1);
    for (;;) {
        const auto slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) {
            return segments;
        }
        path.remove_prefix(slash + 1);
    }
}

constexpr std::array methods{Method::get, Method::head, Method::post, Method::put, Method::patch, Method::delete_};

}  // namespace

void Router::add(Method method, std::string_view pattern, Handler handler) {
    if (!pattern.starts_with('/')) {
        throw std::logic_error("a route's pattern begins with '/': " + std::string(pattern));
    }
    if (method == Method::head) {
        throw std::logic_error("HEAD is answered by GET's handler: " + std::string(pattern));
    }
    for (const auto& route : routes_) {
        if (route.method == method && route.pattern == pattern) {
            throw std::logic_error("two routes for " + std::string(to_text(method)) + " " + std::string(pattern));
        }
    }
    Route route{.method = method, .pattern = std::string(pattern), .segments = {}, .handler = std::move(handler)};
    for (const auto text : split(pattern)) {
        const bool parameter = text.starts_with('{') && text.ends_with('}');
        const auto name = parameter ? text.substr(1, text.size() - 2) : text;
        if (parameter && name.empty()) {
            throw std::logic_error("a parameter without a name: " + std::string(pattern));
        }
        route.segments.push_back({.text = std::string(name), .parameter = parameter});
    }
    routes_.push_back(std::move(route));
}

bool Router::fits(const Route& route, const std::vector<std::string_view>& segments) {
    return std::ranges::equal(route.segments, segments, [](const Segment& wanted, std::string_view given) {
        return wanted.parameter ? !given.empty() : wanted.text == given;
    });
}

bool Router::is_more_specific(const Route& left, const Route& right) {
    for (std::size_t index = 0; index < left.segments.size(); ++index) {
        if (left.segments[index].parameter != right.segments[index].parameter) {
            return right.segments[index].parameter;
        }
    }
    return false;
}

Router::Match Router::find(std::optional<Method> method, std::string_view path) const {
    const auto segments = split(path);
    const auto wanted = method == Method::head ? Method::get : method;
    const Route* best = nullptr;
    std::array<bool, methods.size()> allowed{};
    for (const auto& route : routes_) {
        if (!fits(route, segments)) {
            continue;
        }
        allowed[static_cast<std::size_t>(route.method)] = true;
        if (route.method == wanted && (best == nullptr || is_more_specific(route, *best))) {
            best = &route;
        }
    }

    Match match;
    if (best == nullptr) {
        allowed[static_cast<std::size_t>(Method::head)] = allowed[static_cast<std::size_t>(Method::get)];
        for (const auto each : methods) {
            if (allowed[static_cast<std::size_t>(each)]) {
                match.allow += (match.allow.empty() ? "" : ", ") + std::string(to_text(each));
            }
        }
        if (match.allow.empty() && unknown_path_) {
            match.handler = &unknown_path_;
        }
        return match;
    }
    match.handler = &best->handler;
    match.pattern = best->pattern;
    for (std::size_t index = 0; index < segments.size(); ++index) {
        if (best->segments[index].parameter) {
            match.parameters.emplace_back(best->segments[index].text, segments[index]);
        }
    }
    return match;
}

void Router::run(Match match, Request request, Responder responder) {
    if (match.handler != nullptr) {
        request.route = match.pattern;
        request.parameters = std::move(match.parameters);
        (*match.handler)(std::move(request), std::move(responder));
        return;
    }
    if (match.allow.empty()) {
        responder(problem_response({ErrorCode::not_found,
                                    "There is nothing at " + request.path + "; /openapi.json lists the paths of the API.",
                                    {}},
                                   request.request_id));
        return;
    }
    auto response = problem_response(
        {ErrorCode::method_not_allowed, "This path takes " + match.allow + "; use one of these.", {}}, request.request_id);
    response.headers.emplace_back("Allow", std::move(match.allow));
    responder(std::move(response));
}

void Router::handle(Request request, Responder responder) const {
    auto match = find(request.method, request.path);
    run(std::move(match), std::move(request), std::move(responder));
}

std::vector<std::pair<Method, std::string>> Router::routes() const {
    std::vector<std::pair<Method, std::string>> all;
    all.reserve(routes_.size());
    for (const auto& route : routes_) {
        all.emplace_back(route.method, route.pattern);
    }
    return all;
}

}  // namespace tillnote::http
