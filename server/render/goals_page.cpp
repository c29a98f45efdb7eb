#include "server/render/goals_page.hpp"

#include "schema/time_text.hpp"
#include "server/domain/digest.hpp"
#include "server/render/page_data.hpp"
#include "server/render/phrases.hpp"
#include "server/render/templates.hpp"
#include "server/render/theme_words.hpp"

#include <algorithm>
#include <cstdlib>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Language;

constexpr Phrase phrases[] = {
    {"note", "What we aim at, and what we changed, so that the digest can say whether it helped.",
     "A qué apuntamos y qué cambiamos, para que el resumen diga si ayudó."},
    {"goals_heading", "Goals", "Metas"},
    {"none_goals", "No goal yet. A goal is a share of all remarks to stay under or to reach by a date.",
     "Aún no hay metas. Una meta es una parte de todos los comentarios que no se debe pasar o que se quiere alcanzar."},
    {"withdraw", "Withdraw", "Retirar"},
    {"new_goal", "Set a goal", "Fijar una meta"},
    {"aim_label", "Remarks about", "Comentarios sobre"},
    {"side_label", "Should be", "Deben ser"},
    {"at_most", "at most", "como máximo"},
    {"at_least", "at least", "como mínimo"},
    {"percent_label", "Percent of all", "Por ciento de todos"},
    {"from_label", "From", "Desde"},
    {"to_label", "To", "Hasta"},
    {"set_goal", "Set the goal", "Fijar la meta"},
    {"events_heading", "Events", "Cambios"},
    {"none_events",
     "Nothing written down yet. A price, an ad, a new baker: note it, and four weeks later the digest compares.",
     "Nada anotado aún. Un precio, un anuncio, un panadero nuevo: anótelo y en cuatro semanas el resumen compara."},
    {"remove", "Remove", "Quitar"},
    {"new_event", "Note what changed", "Anotar un cambio"},
    {"day_label", "On", "El día"},
    {"what_label", "What changed", "Qué cambió"},
    {"event_aim_label", "Expected to move", "Debería influir en"},
    {"nothing_expected", "Nothing in particular", "Nada en particular"},
    {"add_event", "Note it", "Anotar"},
    {"reasons_label", "Reasons", "Motivos"},
    {"themes_label", "Themes", "Temas"},
};

constexpr Phrase done_phrases[] = {
    {"goal", "The goal is set. The digest says how it stands, and judges it on its last day.",
     "La meta está fijada. El resumen dice cómo va y la juzga el último día."},
    {"event", "Noted. Trend charts mark it, and 28 days later the digest compares before and after.",
     "Anotado. Las gráficas lo marcan y 28 días después el resumen compara antes y después."},
    {"withdrawn", "It is withdrawn.", "Está retirado."},
};

/// "8.5": a share in percent with at most one decimal.
std::string percent_of(double share, Language language) {
    return decimal_words(words_of(language), share * 100);
}

std::string date_of(domain::Day day, Language language) {
    const Words& words = words_of(language);
    return brief_date_words(words, words.date_short, day);
}

std::string number_of(std::int64_t number, Language language) {
    return number_words(words_of(language), number);
}

std::string verdict_words(const domain::GoalLine& goal, Language language) {
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

std::string stands_words(const domain::GoalLine& goal, domain::Day today, Language language) {
    if (goal.first_day > today) {
        return std::string{in_language(language, "Planned.", "Prevista.")};
    }
    const bool running = goal.verdict == domain::GoalVerdict::running;
    const std::string counted =
        fill(running ? in_language(language, "{0} of {1} remarks so far", "{0} de {1} comentarios hasta ahora")
                     : in_language(language, "{0} of {1} remarks", "{0} de {1} comentarios"),
             {number_of(goal.remarks, language), number_of(goal.of, language)});
    if (!goal.share) {
        return counted + std::string{in_language(language, "; shares are shown from 30 remarks.",
                                                 "; los porcentajes se muestran desde 30 comentarios.")};
    }
    return fill("{0}% ({1}–{2}), ",
                {percent_of(*goal.share, language), percent_of(*goal.low, language), percent_of(*goal.high, language)}) +
           counted + '.';
}

std::string_view tone_of(const domain::GoalLine& goal) {
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

Data goal_data(const domain::GoalLine& goal, const GoalsPage& page) {
    const Language language = page.frame.language;
    Data data;
    data.set("id", text(goal.goal_id.to_string()));
    data.set("title", text(fill(goal.at_most ? in_language(language, "{0}: at most {1}%", "{0}: como máximo {1}%")
                                             : in_language(language, "{0}: at least {1}%", "{0}: como mínimo {1}%"),
                                {theme_words(words_of(language), in_language(language, goal.title_en, goal.title_es)),
                                 percent_of(goal.target, language)})));
    data.set("stands", text(stands_words(goal, page.frame.today, language)));
    data.set(
        "about",
        text(fill(in_language(language, "{0} to {1}. {2}", "{0} a {1}. {2}"),
                  {date_of(goal.first_day, language), date_of(goal.last_day, language), verdict_words(goal, language)})));
    data.set("tone", text(tone_of(goal)));
    Data bar{false};
    if (goal.share) {
        // The scale ends at twice the target or beyond the interval, so that a small share can be seen.
        const double scale = std::min(1.0, std::max(2 * goal.target, 1.1 * *goal.high));
        bar = Data{};
        bar.set("share", text(percent_attribute(*goal.share / scale)));
        bar.set("low", text(percent_attribute(*goal.low / scale)));
        bar.set("range", text(percent_attribute((*goal.high - *goal.low) / scale)));
        bar.set("target", text(percent_attribute(goal.target / scale)));
    }
    data.set("bar", bar);
    return data;
}

std::string aim_words(const domain::EventLine& event, Language language) {
    if (event.reason) {
        return std::string{in_language(language, event.reason->label_en, event.reason->label_es)};
    }
    return std::string{theme_words(words_of(language), event.theme)};
}

std::string compared_words(const domain::EventLine& event, Language language) {
    const std::string aim = aim_words(event, language);
    if (aim.empty()) {
        return std::string{in_language(language, "Marked in the trend charts.", "Marcado en las gráficas.")};
    }
    if (!event.before_after) {
        return fill(in_language(language, "Expected to move: {0}. Compared 28 days later, on {1}.",
                                "Debería influir en: {0}. Se compara 28 días después, el {1}."),
                    {aim, date_of(domain::add_days(event.day, domain::event_compared_days), language)});
    }
    const domain::BeforeAfter& compared = *event.before_after;
    return fill(in_language(language, "{0}: {1} of {2} remarks in the 28 days before, {3} of {4} in the 28 days after.",
                            "{0}: {1} de {2} comentarios en los 28 días antes, {3} de {4} en los 28 días después."),
                {aim, number_of(compared.remarks_before, language), number_of(compared.of_before, language),
                 number_of(compared.remarks_after, language), number_of(compared.of_after, language)});
}

Data event_data(const domain::EventLine& event, Language language) {
    Data data;
    data.set("id", text(event.event_id.to_string()));
    data.set("what", text(event.text));
    data.set("when", text(date_of(event.day, language)));
    data.set("about", text(compared_words(event, language)));
    return data;
}

Data option(const std::string& value, std::string_view label, const std::string& selected) {
    Data data;
    data.set("value", text(value));
    data.set("label", text(label));
    data.set("selected", Data{value == selected});
    return data;
}

Data aims_data(const GoalsPage& page, const std::string& selected) {
    Data reasons{Data::type::list};
    for (const Reason& reason : page.catalog.reasons) {
        if (domain::is_in_total(reason)) {
            reasons.push_back(option("reason:" + reason.code,
                                     in_language(page.frame.language, reason.label_en, reason.label_es), selected));
        }
    }
    Data themes{Data::type::list};
    for (const std::string& theme : domain::list_themes(page.catalog)) {
        themes.push_back(option("theme:" + theme, theme_words(words_of(page.frame.language), theme), selected));
    }
    Data data;
    data.set("reason_options", reasons);
    data.set("theme_options", themes);
    return data;
}

}  // namespace

std::string render_goals_page(const GoalsPage& page) {
    const Language language = page.frame.language;
    Data data;
    set_loop_frame(data, page.frame, LoopPage::goals, in_language(language, "Goals and events", "Metas y cambios"),
                   done_phrases);
    set_phrases(data, phrases, language);
    Data goals{Data::type::list};
    for (const domain::GoalLine& goal : page.goals) {
        goals.push_back(goal_data(goal, page));
    }
    Data events{Data::type::list};
    for (const domain::EventLine& event : page.events) {
        events.push_back(event_data(event, language));
    }
    data.set("has_goals", Data{!page.goals.empty()});
    data.set("goal_rows", goals);
    data.set("has_events", Data{!page.events.empty()});
    data.set("event_rows", events);
    data.set("goal_aims", aims_data(page, page.goal.aim));
    data.set("event_aims", aims_data(page, page.event.aim));
    data.set("at_least_selected", Data{page.goal.side == "at_least"});
    data.set("typed_percent", text(page.goal.percent));
    data.set("typed_from", text(page.goal.from));
    data.set("typed_to", text(page.goal.to));
    data.set("typed_day", text(page.event.day));
    data.set("typed_what", text(page.event.what));
    return render_template(Template::goals, data);
}

}  // namespace tillnote::render
