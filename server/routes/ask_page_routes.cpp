#include "server/routes/ask_page_routes.hpp"

#include "schema/time_text.hpp"
#include "server/render/asks_page.hpp"
#include "server/routes/loop_page.hpp"
#include "server/routes/make_id.hpp"

#include <algorithm>
#include <charconv>

namespace tillnote::routes {
namespace {

constexpr std::size_t asks_shown_max = 12;
constexpr int ask_days_offered = 7;

/// Running before planned before the rest; the store lists the latest first.
int rank_of(domain::AskState state) {
    using enum domain::AskState;
    switch (state) {
        case running:
            return 0;
        case planned:
            return 1;
        case over:
        case closed:
            return 2;
    }
    std::abort();
}

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
        domain::Ask& ask = (*asks)[index];
        auto counts = scope.ports.asks.count_answers(ask);
        if (!counts) {
            return counts.error();
        }
        const auto state = domain::state_of(ask, today);
        auto line = domain::make_ask_line(*counts);
        rows.push_back({std::move(ask), state, std::move(line)});
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

render::AsksPage make_page(const Scope& scope) {
    render::AsksPage page;
    page.frame = make_loop_frame(scope);
    page.typed.from = format_day(page.frame.today);
    page.typed.to = format_day(domain::add_days(page.frame.today, ask_days_offered - 1));
    page.typed.one_in = std::to_string(limits::ask_one_in_default);
    return page;
}

Result<http::Response> show_problem(Scope& scope, const Error& error, render::AsksPage page) {
    if (!is_said_on_page(error)) {
        return error;
    }
    page.frame.problem = error.detail;
    return show(scope, error_row(error.code).status, std::move(page));
}

std::string_view done_words(std::string_view done) {
    if (done == "put") {
        return "The question is put. Lanes get it within minutes.";
    }
    return done == "ended" ? "The question is ended. What was answered stays." : "";
}

const domain::ReadyAsk* find_ready(std::string_view key) {
    const auto& shelf = domain::ask_shelf();
    const auto found = std::find_if(shelf.begin(), shelf.end(), [&](const auto& ready) { return ready.key == key; });
    return found == shelf.end() ? nullptr : &*found;
}

Result<http::Response> show_asks(const http::Request& request, Scope& scope) {
    auto page = make_page(scope);
    page.frame.done = done_words(request.find_query("done").value_or(""));
    if (const auto* ready = find_ready(request.find_query("use").value_or(""))) {
        page.typed.question_en = ready->question_en;
        page.typed.question_es = ready->question_es;
        for (std::size_t index = 0; index < ready->answers.size(); ++index) {
            page.typed.labels_en[index] = ready->answers[index].label_en;
            page.typed.labels_es[index] = ready->answers[index].label_es;
        }
    }
    return show(scope, 200, std::move(page));
}

render::TypedAsk read_typed(const Form& form) {
    render::TypedAsk given;
    given.question_en = typed(form, "question_en");
    given.question_es = typed(form, "question_es");
    for (std::size_t index = 0; index < given.labels_en.size(); ++index) {
        const std::string name = "answer_" + std::to_string(index + 1);
        given.labels_en[index] = typed(form, name + "_en");
        given.labels_es[index] = typed(form, name + "_es");
    }
    given.from = typed(form, "from");
    given.to = typed(form, "to");
    given.one_in = typed(form, "one_in");
    return given;
}

/// An answer of the shelf keeps its name, so that the same question of many stores can be added up; others are numbered.
std::string answer_name(const render::TypedAsk& given, std::size_t index) {
    for (const domain::ReadyAsk& ready : domain::ask_shelf()) {
        if (ready.question_en == given.question_en && index < ready.answers.size() &&
            ready.answers[index].label_en == given.labels_en[index]) {
            return ready.answers[index].answer;
        }
    }
    return "answer-" + std::to_string(index + 1);
}

Result<domain::Ask> make_ask(const render::TypedAsk& given, const Form& form) {
    domain::Ask ask;
    ask.question_en = given.question_en;
    ask.question_es = given.question_es;
    for (std::size_t index = 0; index < given.labels_en.size(); ++index) {
        if (!given.labels_en[index].empty() || !given.labels_es[index].empty()) {
            ask.answers.push_back({answer_name(given, index), given.labels_en[index], given.labels_es[index]});
        }
    }
    const char* end = given.one_in.data() + given.one_in.size();
    if (const auto parsed = std::from_chars(given.one_in.data(), end, ask.one_in);
        parsed.ec != std::errc{} || parsed.ptr != end) {
        return Error{ErrorCode::invalid_field, "Ask one sale in 1 to 1000; 20 is usual.", "one_in"};
    }
    for (const auto& [day, name] : {std::pair{&ask.first_day, "from"}, std::pair{&ask.last_day, "to"}}) {
        auto typed_in = typed_day(form, name);
        if (!typed_in) {
            return typed_in.error();
        }
        *day = *typed_in;
    }
    return ask;
}

Result<void> put(Scope& scope, Result<domain::Ask> ask) {
    if (!ask) {
        return ask.error();
    }
    ask->ask_id = make_random_id();
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
    auto given = read_typed(*form);
    if (auto added = put(scope, make_ask(given, *form)); !added) {
        auto page = make_page(scope);
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
                            make_page(scope));
    }
    const auto today = scope.store->calendar.day_of(scope.now);
    const domain::AskChange change{std::nullopt, std::nullopt, true};
    auto ended = scope.ports.asks.change_ask(scope.store->store.id, *id, [&](domain::Ask ask) {
        return domain::change_ask(std::move(ask), change, today, scope.now);
    });
    if (!ended) {
        return show_problem(scope, ended.error(), make_page(scope));
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
