#include "server/routes/district_ask_page_routes.hpp"

#include "server/routes/ask_form.hpp"
#include "server/routes/district_asking.hpp"
#include "server/routes/loop_page.hpp"

namespace tillnote::routes {
namespace {

Result<http::Response> show(const http::Request& request, Scope& scope, int status, render::DistrictAsksPage page) {
    auto asks = read_district_asks(scope, request.get_parameter("district"), page.frame.today);
    if (!asks) {
        return asks.error();
    }
    page.asks = std::move(*asks);
    page.shelf = domain::ask_shelf();
    return http::html_response(status, render::render_district_asks_page(page));
}

render::DistrictAsksPage make_page(const http::Request& request, const Scope& scope) {
    render::DistrictAsksPage page;
    page.frame = make_district_frame(request, scope, request.get_parameter("district"));
    page.typed = begin_ask(page.frame.today, request.find_query("use").value_or(""));
    return page;
}

Result<http::Response> show_asks(const http::Request& request, Scope& scope) {
    auto page = make_page(request, scope);
    page.frame.done = request.find_query("done").value_or("");
    return show(request, scope, 200, std::move(page));
}

Result<http::Response> add_ask(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    const std::string district{request.get_parameter("district")};
    auto page = make_page(request, scope);
    page.typed = read_typed_ask(*form);
    auto ask = make_ask(page.typed, *form);
    const auto put =
        ask ? put_district_ask(scope, district, std::move(*ask)) : Result<std::vector<domain::Ask>>(ask.error());
    if (put) {
        return http::redirect_response("/districts/" + district + "/asks?done=put");
    }
    if (!is_said_on_page(put.error())) {
        return put.error();
    }
    page.frame.problem = put.error();
    return show(request, scope, error_row(put.error().code).status, std::move(page));
}

}  // namespace

void add_district_ask_page_routes(Guard& guard) {
    using domain::Permission;
    constexpr auto permission = Permission::manage_district;
    guard.add(http::Method::get, "/districts/{district}/asks", Permission::read_district, Audience::page, show_asks);
    guard.add(http::Method::post, "/districts/{district}/asks", permission, Audience::page, add_ask);
}

}  // namespace tillnote::routes
