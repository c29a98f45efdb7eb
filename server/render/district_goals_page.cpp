#include "server/render/district_goals_page.hpp"

#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr Phrase district_goals_phrases[] = {
    {"note", "One goal for every store of the district, and how each of them stands.",
     "Una meta para todas las tiendas del distrito y cómo va cada una."},
    {"goals_heading", "Goals and how they stand", "Metas y cómo van"},
    {"none_goals", "No goal for several stores yet. A goal is a share of all remarks to stay under or to reach by a date.",
     "Aún no hay metas para varias tiendas. Una meta es una parte de todos los comentarios que no se debe pasar o que se "
     "quiere alcanzar."},
    {"table_caption", "By store", "Por tienda"},
    {"store_heading", "Store", "Tienda"},
    {"remarks_heading", "Remarks", "Comentarios"},
    {"share_heading", "Share", "Parte"},
    {"verdict_heading", "Result", "Resultado"},
    {"together", "All together", "Todas juntas"},
    {"share_key",
     "In brackets: 95% interval. Shares are shown from 30 remarks, and each store is judged by itself on its last day.",
     "Entre paréntesis: intervalo del 95 %. Los porcentajes se muestran desde 30 comentarios y cada tienda se juzga por sí "
     "misma el último día."},
    {"form_note", "It is set in every store of the district that is open then, or in none, and stands in their digests.",
     "Se fija en todas las tiendas del distrito que estén abiertas entonces, o en ninguna, y aparece en sus resúmenes."},
};

constexpr Phrase district_goals_done_phrases[] = {
    {"goal", "The goal is set in every store. Their digests say how it stands, and judge it on its last day.",
     "La meta está fijada en todas las tiendas. Sus resúmenes dicen cómo va y la juzgan el último día."},
    {"withdrawn", "It is withdrawn in every store.", "Está retirada en todas las tiendas."},
};

/// The cells of one line of the table.
void set_stand(Data& data, const domain::GoalLine& line, domain::Day today, Language language) {
    const bool planned = line.first_day > today;
    data.set("counted", text(planned ? "–"
                                     : fill(in_language(language, "{0} of {1}", "{0} de {1}"),
                                            {goal_number_words(line.evidence.remarks.remarks, language),
                                             goal_number_words(line.evidence.remarks.of, language)})));
    const std::string share = goal_share_words(line, language);
    data.set("share", text(share.empty() ? "–" : share));
    data.set("verdict", text(planned ? std::string{in_language(language, "Planned.", "Prevista.")}
                                     : goal_verdict_words(line, language)));
}

Data goal_data(const DistrictGoalRow& row, domain::Day today, Language language) {
    Data data;
    data.set("id", text(row.together.goal_id.to_string()));
    data.set("title", text(goal_title_words(row.together, language)));
    data.set(
        "about",
        text(fill(in_language(language, "{0} to {1}.", "{0} a {1}."),
                  {goal_date_words(row.together.first_day, language), goal_date_words(row.together.last_day, language)})));
    data.set("tone", text(goal_tone(row.together)));
    Data stores{Data::type::list};
    for (const StoreGoalRow& store : row.stores) {
        Data line;
        line.set("name", text(store.name));
        line.set("path", text("/stores/" + store.store + "/goals"));
        set_stand(line, store.line, today, language);
        stores.push_back(line);
    }
    data.set("stores", stores);
    Data sum;
    set_stand(sum, row.together, today, language);
    data.set("sum", sum);
    return data;
}

}  // namespace

std::string render_district_goals_page(const DistrictGoalsPage& page) {
    const Language language = page.frame.language;
    Data data;
    set_loop_frame(data, page.frame, LoopPage::goals,
                   in_language(language, "What the district aims at", "A qué apunta el distrito"),
                   district_goals_done_phrases);
    set_phrases(data, district_goals_phrases, language);
    Data goals{Data::type::list};
    for (const DistrictGoalRow& row : page.goals) {
        goals.push_back(goal_data(row, page.frame.today, language));
    }
    data.set("has_goals", Data{!page.goals.empty()});
    data.set("goal_rows", goals);
    set_goal_form(data, page.catalog, page.typed, language);
    return render_template(Template::district_goals, data);
}

}  // namespace tillnote::render
