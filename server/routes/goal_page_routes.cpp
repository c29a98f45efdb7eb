#include "server/routes/goal_page_routes.hpp"

#include "schema/time_text.hpp"
#include "server/domain/digest_loop.hpp"
#include "server/render/goals_page.hpp"
#include "server/routes/goal_form.hpp"
#include "server/routes/loop_page.hpp"
#include "server/routes/make_id.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

constexpr std::size_t goals_shown_max = 40;
constexpr std::size_t events_shown_max = 40;

struct Shown {
    std::vector<domain::Goal> goals;    ///< running and planned first
    std::vector<domain::Event> events;  ///< the latest first
};

Result<Shown> read_shown(Scope& scope, domain::Day today) {
    const std::string& store = scope.store->store.id;
    auto goals = scope.ports.goals.list_goals(store);
    if (!goals) {
        return goals.error();
    }
    auto events = scope.ports.goals.list_events(store);
    if (!events) {
        return events.error();
    }
    std::stable_partition(goals->begin(), goals->end(), [&](const domain::Goal& goal) { return goal.last_day >= today; });
    goals->resize(std::min(goals->size(), goals_shown_max));
    events->resize(std::min(events->size(), events_shown_max));
    return Shown{std::move(*goals), std::move(*events)};
}

domain::Day first_day_needed(const Shown& shown, domain::Day today) {
    domain::Day first = today;
    for (const domain::Goal& goal : shown.goals) {
        first = std::min(first, domain::first_day_weighed(goal, today));
    }
    for (const domain::Event& event : shown.events) {
        first = std::min(first, domain::add_days(event.day, -domain::event_compared_days));
    }
    return first;
}

Result<void> add_lines(Scope& scope, render::GoalsPage& page) {
    const domain::Day today = page.frame.today;
    const auto shown = read_shown(scope, today);
    if (!shown) {
        return shown.error();
    }
    const domain::StoreEntry& entry = *scope.store;
    const auto days = scope.ports.digests.load_days(entry.store, entry.calendar, scope.directory->catalog,
                                                    first_day_needed(*shown, today), today);
    if (!days) {
        return days.error();
    }
    // Titles and sums go by the catalog that the digest of the last day went by.
    for (const domain::Goal& goal : shown->goals) {
        const Catalog catalog = scope.directory->catalog.on(std::min(goal.last_day, today));
        page.goals.push_back(
            domain::make_goal_line({goal, domain::weigh_goal(goal, *days, catalog)}, catalog, goal.last_day < today));
    }
    const std::span ended(days->begin(), std::ranges::lower_bound(*days, today, {}, &domain::WindowDay::day));
    for (const domain::Event& event : shown->events) {
        const Catalog catalog =
            scope.directory->catalog.on(std::min(domain::add_days(event.day, domain::event_compared_days), today));
        page.events.push_back(domain::make_event_line({event, domain::weigh_event(event, ended, catalog)}, catalog));
    }
    return {};
}

render::GoalsPage make_page(const http::Request& request, const Scope& scope) {
    render::GoalsPage page;
    page.frame = make_loop_frame(request, scope);
    page.goal = begin_goal(page.frame.today);
    page.event.day = format_day(page.frame.today);
    return page;
}

Result<http::Response> show(Scope& scope, int status, render::GoalsPage page) {
    page.catalog = scope.directory->catalog.on(page.frame.today, scope.store->store.walk);
    if (auto added = add_lines(scope, page); !added) {
        return added.error();
    }
    return http::html_response(status, render::render_goals_page(page));
}

Result<http::Response> show_problem(Scope& scope, const Error& error, render::GoalsPage page) {
    if (!is_said_on_page(error)) {
        return error;
    }
    page.frame.problem = error;
    return show(scope, error_row(error.code).status, std::move(page));
}

Result<http::Response> show_goals(const http::Request& request, Scope& scope) {
    auto page = make_page(request, scope);
    page.frame.done = request.find_query("done").value_or("");
    return show(scope, 200, std::move(page));
}

http::Response back(const Scope& scope, std::string_view done) {
    return http::redirect_response("/stores/" + scope.store->store.id + "/goals?done=" + std::string(done));
}

Result<void> add_goal_of(Scope& scope, Result<domain::Goal> goal) {
    if (!goal) {
        return goal.error();
    }
    goal->goal_id = name_new_object(scope, make_random_id());
    goal->store = scope.store->store.id;
    if (auto checked = domain::check_goal(*goal, scope.directory->catalog, scope.store->calendar.day_of(scope.now));
        !checked) {
        return checked;
    }
    return scope.ports.goals.add_goal(*goal, scope.now);
}

Result<http::Response> add_goal(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    if (auto added = add_goal_of(scope, read_goal(*form)); !added) {
        auto page = make_page(request, scope);
        page.goal = typed_goal(*form);
        return show_problem(scope, added.error(), std::move(page));
    }
    return back(scope, "goal");
}

Result<void> add_event_of(Scope& scope, const Form& form) {
    const domain::StoreEntry& entry = *scope.store;
    auto day = typed_day(form, "day");
    if (!day) {
        return day.error();
    }
    const domain::Event event{name_new_object(scope, make_random_id()), entry.store.id, *day, typed(form, "what"),
                              aim_of(typed(form, "aim"))};
    if (auto checked =
            domain::check_event(event, scope.directory->catalog, entry.store.opened_on, entry.calendar.day_of(scope.now));
        !checked) {
        return checked;
    }
    return scope.ports.goals.add_event(event, scope.now);
}

Result<http::Response> add_event(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    if (auto added = add_event_of(scope, *form); !added) {
        auto page = make_page(request, scope);
        page.event = {typed(*form, "day"), typed(*form, "what"), typed(*form, "aim")};
        return show_problem(scope, added.error(), std::move(page));
    }
    return back(scope, "event");
}

Result<http::Response> withdraw_goal(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    const auto id = Uuid::parse(typed(*form, "goal"));
    if (!id) {
        return show_problem(scope, {ErrorCode::not_found, "This store has no such goal; reload the page.", "goal"},
                            make_page(request, scope));
    }
    name_object(scope, id->to_string());
    if (auto done = scope.ports.goals.withdraw_goal(scope.store->store.id, *id, scope.now); !done) {
        return show_problem(scope, done.error(), make_page(request, scope));
    }
    return back(scope, "withdrawn");
}

Result<http::Response> withdraw_event(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    const auto id = Uuid::parse(typed(*form, "event"));
    if (!id) {
        return show_problem(scope, {ErrorCode::not_found, "This store has no such event; reload the page.", "event"},
                            make_page(request, scope));
    }
    name_object(scope, id->to_string());
    if (auto done = scope.ports.goals.withdraw_event(scope.store->store.id, *id, scope.now); !done) {
        return show_problem(scope, done.error(), make_page(request, scope));
    }
    return back(scope, "withdrawn");
}

}  // namespace

void add_goal_page_routes(Guard& guard) {
    using domain::Permission;
    constexpr auto page = Audience::page;
    guard.add(http::Method::get, "/stores/{store}/goals", Permission::read_store, page, show_goals);
    guard.add(http::Method::post, "/stores/{store}/goals", Permission::manage_store, page, add_goal);
    guard.add(http::Method::post, "/stores/{store}/goals/withdrawal", Permission::manage_store, page, withdraw_goal);
    guard.add(http::Method::post, "/stores/{store}/events", Permission::manage_store, page, add_event);
    guard.add(http::Method::post, "/stores/{store}/events/withdrawal", Permission::manage_store, page, withdraw_event);
}

}  // namespace tillnote::routes
