#include "server/domain/ask.hpp"

#include "schema/time_text.hpp"
#include "schema/written_text.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace tillnote::domain {
namespace {

Result<void> check_text(std::string_view text, std::size_t characters_max, std::string_view field) {
    return check_written_text(text, 1, characters_max,
                              "This must be a text of 1 to " + std::to_string(characters_max) + " characters", field);
}

Result<void> check_answers(const std::vector<AskAnswer>& answers) {
    if (answers.size() < limits::ask_answers_min || answers.size() > limits::ask_answers_max) {
        return Error{ErrorCode::invalid_field, "An ask has 2 to 4 answers, so that each gets a key.", "/answers"};
    }
    for (std::size_t index = 0; index < answers.size(); ++index) {
        const AskAnswer& answer = answers[index];
        const std::string at = "/answers/" + std::to_string(index);
        if (!is_reason_code(answer.answer)) {
            return Error{ErrorCode::invalid_field, "An answer is named by 1 to 20 letters, digits or hyphens.",
                         at + "/answer"};
        }
        for (auto& checked : {check_no_card_number(answer.answer, at + "/answer"),
                              check_text(answer.label_en, limits::label_characters_max, at + "/label_en"),
                              check_text(answer.label_es, limits::label_characters_max, at + "/label_es")}) {
            if (!checked) {
                return checked;
            }
        }
        const auto same = [&](const AskAnswer& earlier) { return earlier.answer == answer.answer; };
        if (std::any_of(answers.begin(), answers.begin() + static_cast<std::ptrdiff_t>(index), same)) {
            return Error{ErrorCode::impossible_value, "This answer comes twice; name each key once.", at + "/answer"};
        }
    }
    return {};
}

Result<void> check_one_in(std::int64_t one_in) {
    if (one_in < 1 || one_in > limits::ask_one_in_max) {
        return Error{ErrorCode::invalid_field, "Ask one transaction in 1 to 1000.", "/one_in"};
    }
    return {};
}

Result<void> check_last_day(Day first_day, Day last_day, Day today) {
    if (last_day < first_day) {
        return Error{ErrorCode::impossible_value, "The last day lies before the first; swap them.", "/to"};
    }
    if (last_day < today) {
        return Error{ErrorCode::impossible_value,
                     "The last day has passed; the store's business day is " + format_day(today) + ".", "/to"};
    }
    if (last_day >= add_days(first_day, ask_days_max)) {
        return Error{ErrorCode::impossible_value,
                     "An ask runs for at most " + std::to_string(ask_days_max) + " days; ask again after that.", "/to"};
    }
    return {};
}

}  // namespace

std::string_view to_text(AskState state) noexcept {
    switch (state) {
        case AskState::planned:
            return "planned";
        case AskState::running:
            return "running";
        case AskState::over:
            return "over";
        case AskState::closed:
            return "closed";
    }
    std::abort();
}

AskState state_of(const Ask& ask, Day today) noexcept {
    if (ask.closed_at) {
        return AskState::closed;
    }
    if (ask.last_day < today) {
        return AskState::over;
    }
    return ask.first_day > today ? AskState::planned : AskState::running;
}

Result<void> check_ask(const Ask& ask, Day today) {
    for (auto& checked : {check_text(ask.question_en, limits::question_characters_max, "/question_en"),
                          check_text(ask.question_es, limits::question_characters_max, "/question_es")}) {
        if (!checked) {
            return checked;
        }
    }
    if (auto answers = check_answers(ask.answers); !answers) {
        return answers;
    }
    if (auto one_in = check_one_in(ask.one_in); !one_in) {
        return one_in;
    }
    if (ask.first_day < today) {
        return Error{ErrorCode::impossible_value,
                     "The first day has passed; the store's business day is " + format_day(today) + ".", "/from"};
    }
    return check_last_day(ask.first_day, ask.last_day, today);
}

Result<Ask> change_ask(Ask ask, const AskChange& change, Day today, Instant now) {
    const AskState state = state_of(ask, today);
    if (state == AskState::closed || state == AskState::over) {
        return Error{ErrorCode::conflict, "This ask is " + std::string(to_text(state)) + "; add a new one instead.", {}};
    }
    if (change.last_day) {
        if (auto checked = check_last_day(ask.first_day, *change.last_day, today); !checked) {
            return checked.error();
        }
        ask.last_day = *change.last_day;
    }
    if (change.one_in) {
        if (auto checked = check_one_in(*change.one_in); !checked) {
            return checked.error();
        }
        ask.one_in = *change.one_in;
    }
    if (change.close) {
        ask.closed_at = now;
    }
    return ask;
}

std::vector<LaneAsk> lane_asks(const std::vector<Ask>& asks, const StoreCalendar& calendar, Day today) {
    std::vector<LaneAsk> told;
    for (const Ask& ask : asks) {
        const AskState state = state_of(ask, today);
        const bool soon = state == AskState::planned && ask.first_day <= add_days(today, ask_soon_days);
        if (state == AskState::running || soon) {
            told.push_back({ask.ask_id, ask.question_en, ask.question_es, ask.answers, format_day(ask.first_day),
                            format_day(ask.last_day), ask.one_in, calendar.bounds_of(ask.first_day).starts_at,
                            calendar.bounds_of(ask.last_day).ends_at});
        }
    }
    return told;
}

PlacedShowing place_showing(Showing showing, const Attempt& attempt, const Store& store, const StoreCalendar& calendar,
                            Day sealed_before) {
    Note timed;
    timed.tapped_at = showing.shown_at;
    PlacedShowing placed{std::move(showing), std::nullopt};
    if (const auto shown_at = correct_tap_time(timed, attempt)) {
        const Day day = calendar.day_of(*shown_at);
        if (day >= store.opened_on && day >= sealed_before) {
            placed.business_day = day;
        }
    }
    return placed;
}

}  // namespace tillnote::domain
