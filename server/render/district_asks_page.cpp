#include "server/render/district_asks_page.hpp"

#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Language;

constexpr Phrase district_asks_phrases[] = {
    {"note", "One question in every store of the district, and its answers side by side.",
     "Una pregunta en todas las tiendas del distrito y sus respuestas lado a lado."},
    {"running_heading", "Asks and their answers", "Preguntas y sus respuestas"},
    {"none", "Nothing has been asked in several stores yet. Take a question from the shelf, or write your own.",
     "Aún no se ha preguntado nada en varias tiendas. Tome una pregunta de la lista o escriba la suya."},
    {"table_caption", "Answers by store", "Respuestas por tienda"},
    {"store_heading", "Store", "Tienda"},
    {"shown_heading", "Shown", "Mostrada"},
    {"asked_heading", "Answered", "Respondida"},
    {"together", "All together", "Todas juntas"},
    {"share_key", "In brackets: 95% interval. Shares are shown from 30 answers.",
     "Entre paréntesis: intervalo del 95 %. Los porcentajes se muestran desde 30 respuestas."},
    {"form_note", "It goes to every store of the district that is open on its days, or to none.",
     "Va a todas las tiendas del distrito que estén abiertas en esos días, o a ninguna."},
};

constexpr Phrase district_asks_done_phrases[] = {
    {"put", "The question is put in every store. Lanes get it within minutes.",
     "La pregunta está hecha en todas las tiendas. Las cajas la reciben en unos minutos."},
};

Data label_data(const domain::AnswerLine& answer, Language language) {
    Data data;
    data.set("label", text(in_language(language, answer.answer.label_en, answer.answer.label_es)));
    return data;
}

/// The cells of one line of the table.
void set_counts(Data& data, const domain::AskLine& line, Language language) {
    const Words& words = words_of(language);
    data.set("shown", text(number_words(words, line.shown)));
    data.set("asked", text(number_words(words, line.asked)));
    Data cells{Data::type::list};
    for (const domain::AnswerLine& answer : line.answers) {
        Data cell = label_data(answer, language);
        cell.set("count", text(number_words(words, answer.count)));
        cell.set("interval", text(answer_share_words(answer)));
        cells.push_back(cell);
    }
    data.set("cells", cells);
}

Data store_data(const StoreAskRow& row, domain::AskState whole, Language language) {
    Data data;
    data.set("name", text(row.name));
    data.set("path", text("/stores/" + row.store + "/asks"));
    data.set("differs", row.state == whole ? Data{false} : text(ask_state_words(row.state, language)));
    set_counts(data, row.line, language);
    return data;
}

Data ask_data(const DistrictAskRow& row, Language language) {
    Data data;
    data.set("question", text(in_language(language, row.together.question_en, row.together.question_es)));
    data.set("about", text(ask_words(row.together, row.state, language)));
    data.set("tone", text(ask_tone(row.state)));
    Data labels{Data::type::list};
    for (const domain::AnswerLine& answer : row.together.answers) {
        labels.push_back(label_data(answer, language));
    }
    data.set("labels", labels);
    Data stores{Data::type::list};
    for (const StoreAskRow& store : row.stores) {
        stores.push_back(store_data(store, row.state, language));
    }
    data.set("stores", stores);
    Data sum;
    set_counts(sum, row.together, language);
    data.set("sum", sum);
    return data;
}

}  // namespace

std::string render_district_asks_page(const DistrictAsksPage& page) {
    const Language language = page.frame.language;
    Data data;
    set_loop_frame(data, page.frame, LoopPage::asks,
                   in_language(language, "What the district asks", "Qué pregunta el distrito"), district_asks_done_phrases);
    set_phrases(data, district_asks_phrases, language);
    Data asks{Data::type::list};
    for (const DistrictAskRow& row : page.asks) {
        asks.push_back(ask_data(row, language));
    }
    data.set("has_asks", Data{!page.asks.empty()});
    data.set("ask_rows", asks);
    set_ask_form(data, "/districts/" + page.frame.district.value().id + "/asks", page.shelf, page.typed, language);
    return render_template(Template::district_asks, data);
}

}  // namespace tillnote::render
