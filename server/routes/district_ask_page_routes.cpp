#include "server/routes/district_ask_page_routes.hpp"

#include "server/domain/district_ask.hpp"
#include "server/render/district_asks_page.hpp"
#include "server/routes/ask_form.hpp"
#include "server/routes/district_asking.hpp"
#include "server/routes/loop_page.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

constexpr std::size_t asks_shown_max = 8;  ///< each is counted in every store

using Groups = std::vector<std::vector<domain::Ask>>;

/// The district's asks, running ones first. What a single store asks is its own, unless it is the district's only store.
Result<Groups> read_groups(Scope& scope, std::string_view district, domain::Day today) {
    const auto stores = list_district_stores(*scope.directory, district);
    std::vector<domain::Ask> asks;
    for (const auto* entry : stores) {
        auto of_store = scope.ports.asks.list_asks(entry->store.id);
        if (!of_store) {
            return of_store.error();
        }
        std::move(of_store->begin(), of_store->end(), std::back_inserter(asks));
    }
    Groups groups = domain::group_asks(std::move(asks), std::min<std::size_t>(2, stores.size()));
    std::stable_sort(groups.begin(), groups.end(), [&](const auto& left, const auto& right) {
        return rank_of(domain::state_of(left, today)) < rank_of(domain::state_of(right, today));
    });
    groups.resize(std::min(groups.size(), asks_shown_max));
    return groups;
}

Result<render::DistrictAskRow> read_row(Scope& scope, const std::vector<domain::Ask>& group, domain::Day today) {
    render::DistrictAskRow row;
    row.state = domain::state_of(group, today);
    std::vector<domain::AskCounts> counts;
    for (const domain::Ask& ask : group) {
        auto of_store = scope.ports.asks.count_answers(ask);
        if (!of_store) {
            return of_store.error();
        }
        const auto* entry = scope.directory->find_store(ask.store);
        row.stores.push_back({ask.store, entry == nullptr ? ask.store : entry->store.name, domain::state_of(ask, today),
                              domain::make_ask_line(*of_store)});
        counts.push_back(std::move(*of_store));
    }
    row.together = domain::make_ask_line(domain::add_counts(counts));
    return row;
}

Result<http::Response> show(const http::Request& request, Scope& scope, int status, render::DistrictAsksPage page) {
    const auto groups = read_groups(scope, request.get_parameter("district"), page.frame.today);
    if (!groups) {
        return groups.error();
    }
    for (const auto& group : *groups) {
        auto row = read_row(scope, group, page.frame.today);
        if (!row) {
            return row.error();
        }
        page.asks.push_back(std::move(*row));
    }
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
    guard.add(http::Method::get, "/districts/{district}/asks", permission, Audience::page, show_asks);
    guard.add(http::Method::post, "/districts/{district}/asks", permission, Audience::page, add_ask);
}

}  // namespace tillnote::routes
