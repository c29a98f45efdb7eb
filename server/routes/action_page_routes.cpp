#include "server/routes/action_page_routes.hpp"

#include "schema/time_text.hpp"
#include "server/render/actions_page.hpp"
#include "server/render/poster.hpp"
#include "server/routes/language.hpp"
#include "server/routes/line_changing.hpp"
#include "server/routes/loop_page.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

Result<http::Response> show(Scope& scope, int status, render::ActionsPage page) {
    auto actions = scope.ports.actions.list_actions(scope.store->store.id);
    if (!actions) {
        return actions.error();
    }
    auto alerts = scope.ports.alerts.list_alerts(scope.store->store.id);
    if (!alerts) {
        return alerts.error();
    }
    std::copy_if(alerts->begin(), alerts->end(), std::back_inserter(page.alerts),
                 [](const domain::AlertLine& alert) { return !alert.acknowledged_at; });
    page.actions = std::move(*actions);
    page.departments = scope.directory->catalog.on(page.frame.today, scope.store->store.walk).departments;
    return http::html_response(status, render::render_actions_page(page));
}

Result<http::Response> show_actions(const http::Request& request, Scope& scope) {
    render::ActionsPage page;
    page.frame = make_loop_frame(request, scope);
    page.frame.done = request.find_query("done").value_or("");
    return show(scope, 200, std::move(page));
}

/// The four buttons of a line.
Result<domain::ActionChange> change_of(const Form& form, std::string_view verb) {
    domain::ActionChange change;
    if (verb == "acknowledge") {
        change.state = domain::ActionState::acknowledged;
    } else if (verb == "assign") {
        change.assigned = typed(form, "assigned");
    } else if (verb == "done") {
        change.state = domain::ActionState::done;
        change.reply = typed(form, "reply");
        change.reply_es = typed(form, "reply_es");
    } else if (verb == "reopen") {
        change.state = domain::ActionState::open;
    } else {
        return Error{ErrorCode::invalid_field, "Say what to do: acknowledge, assign, done or reopen.", "do"};
    }
    return change;
}

Result<domain::Action> change_by_form(Scope& scope, const Form& form, std::string_view verb) {
    auto change = change_of(form, verb);
    if (!change) {
        return change.error();
    }
    LineChange wanted{typed(form, "line_key"), std::nullopt, std::move(*change)};
    if (!typed(form, "day").empty()) {
        const auto day = typed_day(form, "day");
        if (!day) {
            return day.error();
        }
        wanted.day = *day;
    }
    return change_line(scope, wanted);
}

/// Back to the digest whose line it is, or to the actions where the button stood there.
Result<http::Response> act(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    const std::string verb = typed(*form, "do");
    const auto action = change_by_form(scope, *form, verb);
    if (action) {
        const std::string path = "/stores/" + scope.store->store.id + '/';
        return http::redirect_response(typed(*form, "back") == "actions" ? path + "actions?done=" + verb
                                                                         : path + format_day(action->day));
    }
    if (!is_said_on_page(action.error())) {
        return action.error();
    }
    render::ActionsPage page;
    page.frame = make_loop_frame(request, scope);
    page.frame.problem = action.error();
    page.line_key = typed(*form, "line_key");
    page.reply = typed(*form, "reply");
    page.reply_es = typed(*form, "reply_es");
    return show(scope, error_row(action.error().code).status, std::move(page));
}

/// 'language' and not 'lang': a poster in Spanish for the entrance is no choice of what the manager reads.
Result<render::Poster> read_poster(const http::Request& request, const domain::Store& store) {
    const auto size = request.find_query("size").value_or("letter");
    const auto named = request.find_query("language");
    const auto chosen = named ? named : request.find_query("lang");
    const auto language = chosen ? domain::find_language(*chosen) : std::optional(language_of(request));
    if (size != "letter" && size != "a4") {
        return Error{ErrorCode::invalid_field, "A poster is printed on 'letter' or 'a4'.", "size"};
    }
    if (!language) {
        return Error{ErrorCode::invalid_field, "A poster is in 'en' or 'es'.", "language"};
    }
    render::Poster poster;
    poster.store = store.name;
    poster.language = *language;
    poster.paper = size == "letter" ? render::PaperSize::letter : render::PaperSize::a4;
    return poster;
}

/// The ticked lines in their order on the page; without a tick the latest ones.
Result<http::Response> show_poster(const http::Request& request, Scope& scope) {
    auto poster = read_poster(request, scope.store->store);
    if (!poster) {
        return poster.error();
    }
    std::vector<std::string> ticked;
    for (const auto& [name, value] : request.query) {
        if (name == "line") {
            ticked.push_back(value);
        }
    }
    if (ticked.size() > render::poster_lines_max) {
        return Error{ErrorCode::impossible_value,
                     "A poster has room for " + std::to_string(render::poster_lines_max) +
                         " lines; go back and tick fewer, so that people can read it from the door.",
                     "line"};
    }
    auto actions = scope.ports.actions.list_actions(scope.store->store.id);
    if (!actions) {
        return actions.error();
    }
    const bool spanish = poster->language == domain::Language::spanish;
    for (const domain::Action& action : *actions) {
        const bool wanted =
            ticked.empty() || std::find(ticked.begin(), ticked.end(), action.action_id.to_string()) != ticked.end();
        if (wanted && !action.reply.empty() && poster->lines.size() < render::poster_lines_max) {
            poster->lines.push_back({spanish ? action.title_es : action.title_en,
                                     spanish && !action.reply_es.empty() ? action.reply_es : action.reply});
        }
    }
    return http::html_response(200, render::render_poster(*poster));
}

}  // namespace

void add_action_page_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/stores/{store}/actions", Permission::read_store, Audience::page, show_actions);
    guard.add(http::Method::post, "/stores/{store}/actions", Permission::manage_store, Audience::page, act);
    guard.add(http::Method::get, "/stores/{store}/poster", Permission::read_store, Audience::page, show_poster);
}

}  // namespace tillnote::routes
