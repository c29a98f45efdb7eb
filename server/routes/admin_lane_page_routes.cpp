#include "server/routes/admin_lane_page_routes.hpp"

#include "server/domain/chain_watch.hpp"
#include "server/render/admin_lanes_page.hpp"
#include "server/routes/admin_page.hpp"
#include "server/routes/lane_form.hpp"
#include "server/routes/loop_page.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

Result<http::Response> show(const http::Request& request, Scope& scope, int status, render::AdminLanesPage page) {
    page.of_store = request.find_query("store").value_or("");
    if (!is_store_id(page.of_store)) {
        page.of_store.clear();
    }
    if (!page.of_store.empty()) {
        page.frame.path = "/admin/lanes?store=" + page.of_store;
    }
    auto lanes = scope.ports.lanes.list_lanes(page.of_store.empty() ? std::nullopt : std::optional(page.of_store));
    if (!lanes) {
        return lanes.error();
    }
    auto pending = scope.ports.lanes.list_pending(scope.now);
    if (!pending) {
        return pending.error();
    }
    for (domain::LaneStatus& lane : *lanes) {
        const bool missed = domain::is_missed(lane, *scope.directory, scope.now);
        page.lanes.push_back({std::move(lane), missed});
    }
    std::ranges::stable_partition(page.lanes, &render::AdminLaneLine::silent);
    page.pending = std::move(*pending);
    page.directory = scope.directory;
    return http::html_response(status, render::render_admin_lanes_page(page));
}

Result<http::Response> show_problem(const http::Request& request, Scope& scope, const Error& error,
                                    render::AdminLanesPage page) {
    if (!is_said_on_page(error)) {
        return error;
    }
    page.frame.problem = error;
    return show(request, scope, error_row(error.code).status, std::move(page));
}

Result<http::Response> show_lanes(const http::Request& request, Scope& scope) {
    render::AdminLanesPage page;
    page.frame = make_admin_frame(request, scope, "/admin/lanes");
    page.done_store = request.find_query("of").value_or("");
    page.done_lane = find_lane_number(request.find_query("lane").value_or("")).value_or(0);
    if (!is_store_id(page.done_store)) {
        page.done_store.clear();
    }
    page.typed.code = normal_code(request.find_query("code").value_or(""));
    return show(request, scope, 200, std::move(page));
}

http::Response back(const std::string& done) {
    return http::redirect_response("/admin/lanes?done=" + done);
}

http::Response back(const std::string& done, const std::string& store, int lane) {
    return back(done + "&of=" + store + "&lane=" + std::to_string(lane));
}

/// The page to answer with what was typed on it, where that cannot be done.
render::AdminLanesPage typed_page(const http::Request& request, const Scope& scope, const Form& form) {
    render::AdminLanesPage page;
    page.frame = make_admin_frame(request, scope, "/admin/lanes");
    page.typed = {normal_code(short_field(form, "code")), short_field(form, "store"), short_field(form, "lane")};
    return page;
}

Result<http::Response> approve(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    render::AdminLanesPage page = typed_page(request, scope, *form);
    if (!is_store_id(page.typed.store)) {
        return show_problem(request, scope, {ErrorCode::invalid_field, "Choose one of the stores by its id.", "store"},
                            std::move(page));
    }
    const std::string store = page.typed.store;
    const auto lane = approve_typed(scope, page.typed.code, store, page.typed.lane);
    return lane ? back("approved", store, *lane) : show_problem(request, scope, lane.error(), std::move(page));
}

Result<http::Response> deny(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    render::AdminLanesPage page = typed_page(request, scope, *form);
    const auto denied = deny_typed(scope, page.typed.code);
    return denied ? back("denied") : show_problem(request, scope, denied.error(), std::move(page));
}

Result<http::Response> revoke(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    const std::string store = short_field(*form, "store");
    const auto lane = revoke_typed(scope, store, short_field(*form, "lane"));
    if (!lane) {
        render::AdminLanesPage page;
        page.frame = make_admin_frame(request, scope, "/admin/lanes");
        // The form has nothing to mend: it is of a row of the list.
        return show_problem(request, scope, {lane.error().code, lane.error().detail, ""}, std::move(page));
    }
    return back("revoked", store, *lane);
}

}  // namespace

void add_admin_lane_page_routes(Guard& guard) {
    constexpr auto permission = domain::Permission::administer;
    guard.add(http::Method::get, "/admin/lanes", permission, Audience::page, show_lanes);
    guard.add(http::Method::post, "/admin/lanes/approval", permission, Audience::page, approve);
    guard.add(http::Method::post, "/admin/lanes/denial", permission, Audience::page, deny);
    guard.add(http::Method::post, "/admin/lanes/revocation", permission, Audience::page, revoke);
}

}  // namespace tillnote::routes
