#include "server/routes/ask_form.hpp"

#include "schema/time_text.hpp"
#include "server/routes/loop_page.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace tillnote::routes {
namespace {

constexpr int ask_days_offered = 7;

const domain::ReadyAsk* find_ready(std::string_view key) {
    const auto& shelf = domain::ask_shelf();
    const auto found = std::find_if(shelf.begin(), shelf.end(), [&](const auto& ready) { return ready.key == key; });
    return found == shelf.end() ? nullptr : &*found;
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

}  // namespace

render::TypedAsk begin_ask(domain::Day today, std::string_view use) {
    render::TypedAsk begun;
    begun.from = format_day(today);
    begun.to = format_day(domain::add_days(today, ask_days_offered - 1));
    begun.one_in = std::to_string(limits::ask_one_in_default);
    if (const auto* ready = find_ready(use)) {
        begun.question_en = ready->question_en;
        begun.question_es = ready->question_es;
        for (std::size_t index = 0; index < ready->answers.size(); ++index) {
            begun.labels_en[index] = ready->answers[index].label_en;
            begun.labels_es[index] = ready->answers[index].label_es;
        }
    }
    return begun;
}

render::TypedAsk read_typed_ask(const Form& form) {
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

int rank_of(domain::AskState state) noexcept {
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

}  // namespace tillnote::routes
