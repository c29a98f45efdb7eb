#include "server/render/goals_page.hpp"

#include "schema/time_text.hpp"
#include "server/domain/digest.hpp"
#include "server/render/digest_loop.hpp"
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

constexpr Phrase goals_phrases[] = {
    {"note", "What we aim at, and what we changed, so that the digest can say whether it helped.",
     "A qué apuntamos y qué cambiamos, para que el resumen diga si ayudó."},
    {"goals_heading", "Goals", "Metas"},
    {"none_goals", "No goal yet. A goal is a share of all remarks to stay under or to reach by a date.",
     "Aún no hay metas. Una meta es una parte de todos los comentarios que no se debe pasar o que se quiere alcanzar."},
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
};

constexpr Phrase goals_done_phrases[] = {
    {"goal", "The goal is set. The digest says how it stands, and judges it on its last day.",
     "La meta está fijada. El resumen dice cómo va y la juzga el último día."},
    {"event", "Noted. Trend charts mark it, and 28 days later the digest compares before and after.",
     "Anotado. Las gráficas lo marcan y 28 días después el resumen compara antes y después."},
    {"withdrawn", "It is withdrawn.", "Está retirado."},
};

Data goal_data(const domain::GoalLine& goal, const GoalsPage& page) {
    const Language language = page.frame.language;
    Data data;
    data.set("id", text(goal.goal_id.to_string()));
    data.set("title", text(goal_title_words(goal, language)));
    data.set("stands", text(goal_stands_words(goal, page.frame.today, language)));
    data.set("about", text(fill(in_language(language, "{0} to {1}. {2}", "{0} a {1}. {2}"),
                                {goal_date_words(goal.first_day, language), goal_date_words(goal.last_day, language),
                                 goal_verdict_words(goal, language)})));
    data.set("tone", text(goal_tone(goal)));
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
                    {aim, goal_date_words(domain::add_days(event.day, domain::event_compared_days), language)});
    }
    return aim + ": " + before_after_words(*event.before_after, words_of(language)) + '.';
}

Data event_data(const domain::EventLine& event, Language language) {
    Data data;
    data.set("id", text(event.event_id.to_string()));
    data.set("what", text(event.text));
    data.set("when", text(goal_date_words(event.day, language)));
    data.set("about", text(compared_words(event, language)));
    return data;
}

}  // namespace

std::string render_goals_page(const GoalsPage& page) {
    const Language language = page.frame.language;
    Data data;
    set_loop_frame(data, page.frame, LoopPage::goals, in_language(language, "Goals and events", "Metas y cambios"),
                   goals_done_phrases);
    set_phrases(data, goals_phrases, language);
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
    set_goal_form(data, page.catalog, page.goal, language);
    data.set("event_aims", aims_data(page.catalog, page.event.aim, language));
    data.set("typed_day", text(page.event.day));
    data.set("typed_what", text(page.event.what));
    return render_template(Template::goals, data);
}

}  // namespace tillnote::render
