#include "server/render/goal_parts.hpp"

#include "server/domain/digest.hpp"
#include "server/domain/goal.hpp"
#include "server/render/phrases.hpp"
#include "server/render/templates.hpp"
#include "server/render/theme_words.hpp"

#include <cstdlib>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr Phrase form_phrases[] = {
    {"aim_label", "Remarks about", "Comentarios sobre"},
    {"side_label", "Should be", "Deben ser"},
    {"at_most", "at most", "como máximo"},
    {"at_least", "at least", "como mínimo"},
    {"percent_label", "Percent of all", "Por ciento de todos"},
    {"from_label", "From", "Desde"},
    {"to_label", "To", "Hasta"},
    {"set_goal", "Set the goal", "Fijar la meta"},
    {"new_goal", "Set a goal", "Fijar una meta"},
    {"withdraw", "Withdraw", "Retirar"},
    {"reasons_label", "Reasons", "Motivos"},
    {"themes_label", "Themes", "Temas"},
};

/// "8.5": a share in percent with at most one decimal.
std::string percent_of(double share, Language language) {
    return decimal_words(words_of(language), share * 100);
}

Data option(const std::string& value, std::string_view label, const std::string& selected) {
    Data data;
    data.set("value", text(value));
    data.set("label", text(label));
    data.set("selected", Data{value == selected});
    return data;
}

}  // namespace

std::string goal_date_words(domain::Day day, Language language) {
    const Words& words = words_of(language);
    return brief_date_words(words, words.date_short, day);
}

std::string goal_number_words(std::int64_t number, Language language) {
    return number_words(words_of(language), number);
}

std::string goal_title_words(const domain::GoalLine& goal, Language language) {
    return fill(goal.at_most ? in_language(language, "{0}: at most {1}%", "{0}: como máximo {1}%")
                             : in_language(language, "{0}: at least {1}%", "{0}: como mínimo {1}%"),
                {theme_words(words_of(language), in_language(language, goal.title_en, goal.title_es)),
                 percent_of(goal.target, language)});
}

std::string goal_verdict_words(const domain::GoalLine& goal, Language language) {
    using enum domain::GoalVerdict;
    switch (goal.verdict) {
        case running:
            return std::string{in_language(language, "Running.", "En curso.")};
        case met:
            return std::string{in_language(language, "Met, beyond chance.", "Cumplida, más allá del azar.")};
        case not_met:
            return std::string{in_language(language, "Not met, beyond chance.", "No cumplida, más allá del azar.")};
        case cannot_tell:
            return std::string{in_language(language, "Cannot be told: chance alone could explain the difference.",
                                           "No se puede saber: el azar solo podría explicar la diferencia.")};
    }
    std::abort();
}

std::string goal_stands_words(const domain::GoalLine& goal, domain::Day today, Language language) {
    if (goal.first_day > today) {
        return std::string{in_language(language, "Planned.", "Prevista.")};
    }
    const bool running = goal.verdict == domain::GoalVerdict::running;
    const std::string counted = fill(
        running ? in_language(language, "{0} of {1} remarks so far", "{0} de {1} comentarios hasta ahora")
                : in_language(language, "{0} of {1} remarks", "{0} de {1} comentarios"),
        {goal_number_words(goal.evidence.remarks.remarks, language), goal_number_words(goal.evidence.remarks.of, language)});
    if (!goal.share) {
        return counted + std::string{in_language(language, "; shares are shown from 30 remarks.",
                                                 "; los porcentajes se muestran desde 30 comentarios.")};
    }
    return fill("{0}% ({1}–{2}), ",
                {percent_of(*goal.share, language), percent_of(*goal.low, language), percent_of(*goal.high, language)}) +
           counted + '.';
}

std::string_view goal_tone(const domain::GoalLine& goal) noexcept {
    using enum domain::GoalVerdict;
    switch (goal.verdict) {
        case met:
            return "known";
        case not_met:
            return "urgent";
        case running:
        case cannot_tell:
            return "open";
    }
    std::abort();
}

std::string goal_share_words(const domain::GoalLine& goal, Language language) {
    return goal.share ? fill("{0}% ({1}–{2})", {percent_of(*goal.share, language), percent_of(*goal.low, language),
                                                percent_of(*goal.high, language)})
                      : std::string{};
}

Data aims_data(const Catalog& catalog, const std::string& selected, Language language) {
    Data reasons{Data::type::list};
    for (const Reason& reason : catalog.reasons) {
        if (domain::is_in_total(reason)) {
            reasons.push_back(
                option("reason:" + reason.code, in_language(language, reason.label_en, reason.label_es), selected));
        }
    }
    Data themes{Data::type::list};
    for (const std::string& theme : domain::list_themes(catalog)) {
        themes.push_back(option("theme:" + theme, theme_words(words_of(language), theme), selected));
    }
    Data data;
    data.set("reason_options", reasons);
    data.set("theme_options", themes);
    return data;
}

void set_goal_form(Data& data, const Catalog& catalog, const TypedGoal& typed, Language language) {
    set_phrases(data, form_phrases, language);
    data.set("goal_aims", aims_data(catalog, typed.aim, language));
    data.set("at_least_selected", Data{typed.side == "at_least"});
    data.set("typed_percent", text(typed.percent));
    data.set("typed_from", text(typed.from));
    data.set("typed_to", text(typed.to));
}

}  // namespace tillnote::render
