#include "server/routes/lanes_page_routes.hpp"

#include "server/render/lanes_page.hpp"
#include "server/render/problem_words.hpp"
#include "server/routes/lane_form.hpp"
#include "server/routes/language.hpp"

namespace tillnote::routes {
namespace {

Result<http::Response> show(const http::Request& request, Scope& scope, int status, render::LanesPage page) {
    const auto& entry = *scope.store;
    auto lanes = scope.ports.lanes.list_lanes(entry.store.id);
    if (!lanes) {
        return lanes.error();
    }
    if (domain::may_list_waiting_lanes(*scope.identity)) {
        auto pending = scope.ports.lanes.list_pending(scope.now);
        if (!pending) {
            return pending.error();
        }
        page.pending = std::move(*pending);
    }
    page.store = entry.store;
    page.signed_in_as = scope.identity->email;
    page.csrf_token = scope.identity->csrf_token;
    page.reads_store = domain::may_read_store(*scope.identity, entry.store.id, entry.district.id);
    page.language = language_of(request);
    page.lanes = std::move(*lanes);
    return http::html_response(status, render::render_lanes_page(page));
}

/// What a person can mend is said on the page they are on; the rest is a page of its own.
Result<http::Response> show_problem(const http::Request& request, Scope& scope, const Error& error, render::LanesPage page) {
    const int status = error_row(error.code).status;
    if (status != 400 && status != 404 && status != 409) {
        return error;
    }
    page.problem = render::problem_detail(error, language_of(request));
    return show(request, scope, status, std::move(page));
}

Result<http::Response> show_lanes(const http::Request& request, Scope& scope) {
    render::LanesPage page;
    const auto done = request.find_query("done").value_or("");
    const auto lane = find_lane_number(request.find_query("lane").value_or(""));
    if (done == "denied") {
        page.done = render::LaneEvent::denied;
    } else if (lane && (done == "approved" || done == "revoked")) {
        page.done = done == "approved" ? render::LaneEvent::approved : render::LaneEvent::revoked;
        page.done_lane = *lane;
    }
    page.code = normal_code(request.find_query("code").value_or(""));
    return show(request, scope, 200, std::move(page));
}

http::Response back_to_lanes(const Scope& scope, const std::string& done) {
    return http::redirect_response("/stores/" + scope.store->store.id + "/lanes?done=" + done);
}

Result<http::Response> approve(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    render::LanesPage page;
    page.code = normal_code(short_field(*form, "code"));
    page.lane = short_field(*form, "lane");
    const auto lane = approve_typed(scope, page.code, scope.store->store.id, page.lane);
    if (!lane) {
        return show_problem(request, scope, lane.error(), std::move(page));
    }
    return back_to_lanes(scope, "approved&lane=" + std::to_string(*lane));
}

Result<http::Response> deny(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    render::LanesPage page;
    page.code = normal_code(short_field(*form, "code"));
    page.lane = short_field(*form, "lane");
    if (const auto done = deny_typed(scope, page.code); !done) {
        return show_problem(request, scope, done.error(), std::move(page));
    }
    return back_to_lanes(scope, "denied");
}

Result<http::Response> revoke(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    render::LanesPage page;
    page.revoking = short_field(*form, "lane");
    const auto lane = revoke_typed(scope, scope.store->store.id, page.revoking);
    if (!lane) {
        return show_problem(request, scope, lane.error(), std::move(page));
    }
    return back_to_lanes(scope, "revoked&lane=" + std::to_string(*lane));
}

}  // namespace

void add_lanes_page_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/stores/{store}/lanes", Permission::manage_lanes, Audience::page, show_lanes);
    guard.add(http::Method::post, "/stores/{store}/lanes/approval", Permission::manage_lanes, Audience::page, approve);
    guard.add(http::Method::post, "/stores/{store}/lanes/denial", Permission::manage_lanes, Audience::page, deny);
    guard.add(http::Method::post, "/stores/{store}/lanes/revocation", Permission::manage_lanes, Audience::page, revoke);
}

}  // namespace tillnote::routes
