#include "lane-client/strip/strip_model.hpp"
#include "lane-client/strip/words.hpp"
#include "schema/error.hpp"

#include <algorithm>
#include <utility>

namespace tillnote::strip {
namespace {

using Kind = StripRequest::Kind;

constexpr Place more_place{0, 7 * cell_units, row_units};
constexpr Place undo_place{1, 0, cell_units};
constexpr Place panel_place{1, cell_units, 7 * cell_units};
constexpr Place language_place{1, 7 * cell_units, row_units};

std::string to_string(std::string_view text) {
    return std::string(text);
}

Part sentence(Look look, Shape shape, std::string text, std::string note = {}) {
    return Part{.place = panel_place,
                .look = look,
                .shape = shape,
                .text = std::move(text),
                .note = std::move(note),
                .size = Part::Size::sentence};
}

/// What to do about an error of the table, or about an agent that gave no answer.
std::string_view advice(const std::string& error, const Words& say) {
    const auto is = [&error](ErrorCode code) { return error == error_row(code).type; };
    if (is(ErrorCode::disk_full)) {
        return say.disk_full;
    }
    if (is(ErrorCode::outbox_full)) {
        return say.too_many_waiting;
    }
    if (is(ErrorCode::impossible_value) || is(ErrorCode::invalid_field)) {
        return say.reason_not_taken;
    }
    return say.tap_again;
}

bool covers_panel(const Part& part) {
    return part.place.row == panel_place.row;
}

}  // namespace

StripView StripModel::view(Time now) const {
    StripView shown{page_parts()};
    const bool panel_is_free = std::ranges::none_of(shown.parts, covers_panel);
    const Says what = says(now);
    if (panel_is_free && what == Says::ask) {
        append_ask(shown.parts, *current_ask());
    } else if (panel_is_free) {
        shown.parts.push_back(failure_ ? failure_panel(*failure_) : panel(what));
    }
    append_corners(shown.parts, now);
    mark_progress(shown.parts);
    return shown;
}

std::vector<Part> StripModel::page_parts() const {
    if (!catalog_) {
        return {};
    }
    switch (page_) {
        case Page::first:
            return first_screen(*catalog_, language_);
        case Page::groups:
            return lay_out(group_keys(*catalog_, language_), page_part_, language_);
        case Page::group:
            return lay_out(reason_keys(*catalog_, page_group_, language_), page_part_, language_);
    }
    return {};
}

/// The keys that are always at the same place.
void StripModel::append_corners(std::vector<Part>& parts, Time now) const {
    const Words& say = words(language_);
    if (catalog_) {
        const bool first = page_ == Page::first;
        parts.push_back({.place = more_place,
                         .look = Look::group,
                         .shape = first ? Shape::bars : Shape::none,
                         .text = to_string(first ? say.more : say.back),
                         .action = {first ? Action::Kind::more : Action::Kind::back}});
    }
    Part undo{.place = undo_place};
    if (saved_ && (now < saved_->at + undo_offered || undo_has_failed())) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(saved_->at + undo_offered - now);
        undo.look = Look::plain;
        undo.text = to_string(say.undo);
        undo.note = undo_has_failed() ? std::string() : std::to_string(left.count()) + " s";
        undo.action = {Action::Kind::undo};
    }
    parts.push_back(std::move(undo));
    parts.push_back({.place = language_place,
                     .look = Look::group,
                     .text = to_string(say.other_language),
                     .note = queue_sign(),
                     .action = {Action::Kind::language}});
}

/// Quiet, and only when notes stay on the lane: each tap waits for a moment.
std::string StripModel::queue_sign() const {
    if (!state_ || (state_->server_reachable && state_->enrolled && !state_->refused)) {
        return {};
    }
    const Words& say = words(language_);
    const bool offline = state_->enrolled && !state_->server_reachable;
    std::string sign = to_string(offline ? say.offline : "");
    if (state_->pending > 0) {
        sign.append(offline ? " · " : "").append(std::to_string(state_->pending));
        sign.append(offline ? "" : " ").append(offline ? "" : say.waiting);
    }
    return sign;
}

void StripModel::mark_progress(std::vector<Part>& parts) const {
    for (Part& part : parts) {
        const bool taps = part.action.kind == Action::Kind::tap;
        const bool answers = part.action.kind == Action::Kind::answer;
        const ShownAsk* ask = current_ask();
        const bool closes = part.action.kind == Action::Kind::not_asked && is_sent(Kind::not_asked, ask->showing_id);
        if ((taps && is_sent(Kind::tap, part.action.value)) || (answers && is_sent(Kind::answer, part.action.value)) ||
            closes) {
            part.look = Look::pressed;
        } else if (taps && failure_ && failure_->work == Kind::tap && failure_->code == part.action.value) {
            part.look = Look::alarm;
            part.shape = Shape::cross;
        } else if (taps && saved_ && saved_->code == part.action.value) {
            part.look = Look::ticked;
            part.shape = Shape::tick;
        }
    }
}

StripModel::Says StripModel::says(Time now) const {
    if (failure_) {
        return Says::failure;
    }
    if (state_ && !state_->code.empty()) {
        return Says::code;
    }
    if (current_ask() != nullptr) {
        return Says::ask;
    }
    if (agent_is_missed(now)) {
        return Says::no_agent;
    }
    if (state_ && state_->refused) {
        return Says::refused;
    }
    if (state_ && !state_->enrolled) {
        return Says::not_joined;
    }
    if (said_) {
        return said_is_undo_ ? Says::undone : Says::saved;
    }
    if (nothing_to_undo_since_) {
        return Says::nothing_to_undo;
    }
    if (next_message() != nullptr) {
        return Says::message;
    }
    return catalog_ ? Says::hint : Says::no_catalog;
}

Part StripModel::panel(Says what) const {
    const Words& say = words(language_);
    switch (what) {
        case Says::code: {
            Part code = sentence(Look::plain, Shape::none, state_ ? state_->code : "", to_string(say.show_code));
            code.size = Part::Size::banner;
            return code;
        }
        case Says::no_agent:
            return sentence(Look::warning, Shape::cross, to_string(say.no_agent), to_string(say.no_agent_advice));
        case Says::refused:
            return sentence(Look::warning, Shape::none, to_string(say.ask_manager), to_string(say.switched_off));
        case Says::not_joined:
            return sentence(Look::warning, Shape::none, to_string(say.ask_manager), to_string(say.not_joined));
        case Says::saved:
            return sentence(Look::panel, Shape::tick, to_string(say.saved) + name_said());
        case Says::undone:
            return sentence(Look::panel, Shape::none, to_string(say.undone) + name_said());
        case Says::nothing_to_undo:
            return sentence(Look::panel, Shape::none, to_string(say.nothing_to_undo));
        case Says::message:
            return sentence(Look::panel, Shape::none, in_language({next_message()->text_en, next_message()->text_es}));
        case Says::no_catalog:
            return sentence(Look::panel, Shape::none, to_string(say.no_reasons));
        case Says::failure:
        case Says::ask:
        case Says::hint:
            break;
    }
    return sentence(Look::panel, Shape::none, to_string(say.hint));
}

Part StripModel::failure_panel(const Failure& failure) const {
    const Words& say = words(language_);
    Part part =
        sentence(Look::alarm, Shape::cross,
                 to_string(failure.work == Kind::undo ? say.not_undone : say.not_saved) + ": " + in_language(failure.name),
                 to_string(advice(failure.error, say)));
    part.size = Part::Size::banner;
    part.action = {Action::Kind::dismiss};
    return part;
}

/// The question, 2 to 4 answers, and "not asked", side by side between Undo and the language.
void StripModel::append_ask(std::vector<Part>& parts, const ShownAsk& ask) const {
    const int keys = static_cast<int>(ask.answers.size()) + 1;
    const int question_cells = keys == 3 ? 3 : 2;
    const int begin = panel_place.begin + question_cells * cell_units;
    const int width = (panel_place.end - begin) / keys;
    Part question = sentence(Look::panel, Shape::none, in_language({ask.question_en, ask.question_es}));
    question.place.end = begin;
    parts.push_back(std::move(question));
    int at = begin;
    for (const AskAnswer& answer : ask.answers) {
        parts.push_back({.place = {panel_place.row, at, at + width},
                         .look = Look::plain,
                         .text = in_language({answer.label_en, answer.label_es}),
                         .action = {Action::Kind::answer, answer.answer}});
        at += width;
    }
    parts.push_back({.place = {panel_place.row, at, panel_place.end},
                     .look = Look::group,
                     .text = to_string(words(language_).not_asked),
                     .action = {Action::Kind::not_asked}});
}

std::string StripModel::name_said() const {
    return said_ ? in_language(said_->name) : std::string();
}

const std::string& StripModel::in_language(const Name& name) const {
    return choose(language_, name.english, name.spanish);
}

}  // namespace tillnote::strip
