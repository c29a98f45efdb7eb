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

Result<std::vector<domain::GoalLine>> read_goals(Scope& scope, const Catalog& catalog, domain::Day today) {
    auto goals = scope.ports.goals.list_goals(scope.store->store.id);
    if (!goals) {
        return goals.error();
    }
    std::stable_partition(goals->begin(), goals->end(), [&](const domain::Goal& goal) { return goal.last_day >= today; });
    std::vector<domain::GoalLine> lines;
    for (std::size_t index = 0; index < std::min(goals->size(), goals_shown_max); ++index) {
        const domain::Goal& goal = (*goals)[index];
        auto remarks = scope.ports.goals.sum_remarks(goal.store, goal.first_day, std::min(goal.last_day, today));
        if (!remarks) {
            return remarks.error();
        }
        lines.push_back(domain::make_goal_line({goal, std::move(*remarks)}, catalog, goal.last_day < today));
    }
    return lines;
}

Result<std::vector<domain::EventLine>> read_events(Scope& scope, const Catalog& catalog, domain::Day today) {
    auto events = scope.ports.goals.list_events(scope.store->store.id);
    if (!events) {
        return events.error();
    }
    constexpr int days = domain::event_compared_days;
    std::vector<domain::EventLine> lines;
    for (std::size_t index = 0; index < std::min(events->size(), events_shown_max); ++index) {
        const domain::Event& event = (*events)[index];
        domain::EventInput input{event, std::nullopt};
        const bool aims = !event.aim.reason.empty() || !event.aim.theme.empty();
        if (aims && today >= domain::add_days(event.day, days)) {
            auto before = scope.ports.goals.sum_remarks(event.store, domain::add_days(event.day, -days),
                                                        domain::add_days(event.day, -1));
            auto after = scope.ports.goals.sum_remarks(event.store, event.day, domain::add_days(event.day, days - 1));
            if (!before || !after) {
                return before ? after.error() : before.error();
            }
            input.counts = domain::EventCounts{std::move(*before), std::move(*after)};
        }
        lines.push_back(domain::make_event_line(input, catalog));
    }
    return lines;
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
    auto goals = read_goals(scope, page.catalog, page.frame.today);
    if (!goals) {
        return goals.error();
    }
    auto events = read_events(scope, page.catalog, page.frame.today);
    if (!events) {
        return events.error();
    }
    page.goals = std::move(*goals);
    page.events = std::move(*events);
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
    goal->goal_id = make_random_id();
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
    const domain::Event event{make_random_id(), entry.store.id, *day, typed(form, "what"), aim_of(typed(form, "aim"))};
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
