#include "server/routes/ask_page_routes.hpp"

#include "server/render/asks_page.hpp"
#include "server/routes/ask_form.hpp"
#include "server/routes/loop_page.hpp"
#include "server/routes/make_id.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

constexpr std::size_t asks_shown_max = 12;

Result<std::vector<render::AskRow>> read_rows(Scope& scope, domain::Day today) {
    auto asks = scope.ports.asks.list_asks(scope.store->store.id);
    if (!asks) {
        return asks.error();
    }
    std::stable_sort(asks->begin(), asks->end(), [&](const domain::Ask& left, const domain::Ask& right) {
        return rank_of(domain::state_of(left, today)) < rank_of(domain::state_of(right, today));
    });
    std::vector<render::AskRow> rows;
    for (std::size_t index = 0; index < std::min(asks->size(), asks_shown_max); ++index) {
        const domain::Ask& ask = (*asks)[index];
        auto counts = scope.ports.asks.count_answers(ask);
        if (!counts) {
            return counts.error();
        }
        const auto state = domain::state_of(ask, today);
        auto line = domain::make_ask_line(*counts);
        rows.push_back({state, std::move(line)});
    }
    return rows;
}

Result<http::Response> show(Scope& scope, int status, render::AsksPage page) {
    auto rows = read_rows(scope, page.frame.today);
    if (!rows) {
        return rows.error();
    }
    page.asks = std::move(*rows);
    page.shelf = domain::ask_shelf();
    return http::html_response(status, render::render_asks_page(page));
}

render::AsksPage make_page(const http::Request& request, const Scope& scope) {
    const domain::District& district = scope.store->district;
    render::AsksPage page;
    page.frame = make_loop_frame(request, scope);
    page.typed = begin_ask(page.frame.today, request.find_query("use").value_or(""));
    if (domain::may_manage_district(*scope.identity, district.id)) {
        page.district_asks_path = "/districts/" + district.id + "/asks";
    }
    return page;
}

Result<http::Response> show_problem(Scope& scope, const Error& error, render::AsksPage page) {
    if (!is_said_on_page(error)) {
        return error;
    }
    page.frame.problem = error;
    return show(scope, error_row(error.code).status, std::move(page));
}

Result<http::Response> show_asks(const http::Request& request, Scope& scope) {
    auto page = make_page(request, scope);
    page.frame.done = request.find_query("done").value_or("");
    return show(scope, 200, std::move(page));
}

Result<void> put(Scope& scope, Result<domain::Ask> ask) {
    if (!ask) {
        return ask.error();
    }
    ask->ask_id = name_new_object(scope, make_random_id());
    ask->store = scope.store->store.id;
    if (auto checked = domain::check_ask(*ask, scope.store->calendar.day_of(scope.now)); !checked) {
        return checked;
    }
    return scope.ports.asks.add_ask(*ask, scope.now);
}

http::Response back(const Scope& scope, std::string_view done) {
    return http::redirect_response("/stores/" + scope.store->store.id + "/asks?done=" + std::string(done));
}

Result<http::Response> add_ask(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    auto given = read_typed_ask(*form);
    if (auto added = put(scope, make_ask(given, *form)); !added) {
        auto page = make_page(request, scope);
        page.typed = std::move(given);
        return show_problem(scope, added.error(), std::move(page));
    }
    return back(scope, "put");
}

Result<http::Response> end_ask(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    const auto id = Uuid::parse(typed(*form, "ask"));
    if (!id) {
        return show_problem(scope, {ErrorCode::not_found, "This store has no such ask; reload the page.", "ask"},
                            make_page(request, scope));
    }
    name_object(scope, id->to_string());
    const auto today = scope.store->calendar.day_of(scope.now);
    const domain::AskChange change{std::nullopt, std::nullopt, true};
    auto ended = scope.ports.asks.change_ask(scope.store->store.id, *id, [&](domain::Ask ask) {
        return domain::change_ask(std::move(ask), change, today, scope.now);
    });
    if (!ended) {
        return show_problem(scope, ended.error(), make_page(request, scope));
    }
    return back(scope, "ended");
}

}  // namespace

void add_ask_page_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/stores/{store}/asks", Permission::read_store, Audience::page, show_asks);
    guard.add(http::Method::post, "/stores/{store}/asks", Permission::manage_store, Audience::page, add_ask);
    guard.add(http::Method::post, "/stores/{store}/asks/end", Permission::manage_store, Audience::page, end_ask);
}

}  // namespace tillnote::routes
