#include "server/routes/district_goal_page_routes.hpp"

#include "server/routes/district_goals.hpp"
#include "server/routes/goal_form.hpp"
#include "server/routes/loop_page.hpp"

namespace tillnote::routes {
namespace {

render::DistrictGoalsPage make_page(const http::Request& request, const Scope& scope) {
    render::DistrictGoalsPage page;
    page.frame = make_district_frame(request, scope, request.get_parameter("district"));
    page.catalog = scope.directory->catalog.on(page.frame.today);
    page.typed = begin_goal(page.frame.today);
    return page;
}

Result<http::Response> show(const http::Request& request, Scope& scope, int status, render::DistrictGoalsPage page) {
    auto goals = read_district_goals(scope, request.get_parameter("district"));
    if (!goals) {
        return goals.error();
    }
    for (DistrictGoal& goal : *goals) {
        page.goals.push_back(std::move(goal.row));
    }
    return http::html_response(status, render::render_district_goals_page(page));
}

Result<http::Response> show_problem(const http::Request& request, Scope& scope, const Error& error,
                                    render::DistrictGoalsPage page) {
    if (!is_said_on_page(error)) {
        return error;
    }
    page.frame.problem = error;
    return show(request, scope, error_row(error.code).status, std::move(page));
}

Result<http::Response> show_goals(const http::Request& request, Scope& scope) {
    auto page = make_page(request, scope);
    page.frame.done = request.find_query("done").value_or("");
    return show(request, scope, 200, std::move(page));
}

http::Response back(const http::Request& request, std::string_view done) {
    return http::redirect_response("/districts/" + std::string(request.get_parameter("district")) +
                                   "/goals?done=" + std::string(done));
}

Result<http::Response> set_goal(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    auto goal = read_goal(*form);
    const auto set = goal ? set_district_goal(scope, request.get_parameter("district"), std::move(*goal))
                          : Result<std::vector<domain::Goal>>(goal.error());
    if (set) {
        return back(request, "goal");
    }
    auto page = make_page(request, scope);
    page.typed = typed_goal(*form);
    return show_problem(request, scope, set.error(), std::move(page));
}

Result<http::Response> withdraw_goal(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    auto withdrawn = withdraw_district_goal(scope, request.get_parameter("district"), typed(*form, "goal"));
    return withdrawn ? Result<http::Response>(back(request, "withdrawn"))
                     : show_problem(request, scope, withdrawn.error(), make_page(request, scope));
}

}  // namespace

void add_district_goal_page_routes(Guard& guard) {
    constexpr auto permission = domain::Permission::manage_district;
    guard.add(http::Method::get, "/districts/{district}/goals", domain::Permission::read_district, Audience::page,
              show_goals);
    guard.add(http::Method::post, "/districts/{district}/goals", permission, Audience::page, set_goal);
    guard.add(http::Method::post, "/districts/{district}/goals/withdrawal", permission, Audience::page, withdraw_goal);
}

}  // namespace tillnote::routes
