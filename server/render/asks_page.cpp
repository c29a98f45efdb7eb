#include "server/render/asks_page.hpp"

#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Language;

constexpr Phrase asks_phrases[] = {
    {"note", "A question that cashiers put to a sample of the customers, with two to four answers.",
     "Una pregunta que los cajeros hacen a una muestra de clientes, con dos a cuatro respuestas."},
    {"running_heading", "Asks and their answers", "Preguntas y sus respuestas"},
    {"none", "Nothing has been asked yet. Take a question from the shelf, or write your own.",
     "Aún no se ha preguntado nada. Tome una pregunta de la lista o escriba la suya."},
    {"answers_caption", "Answers so far", "Respuestas hasta ahora"},
    {"answer_heading", "Answer", "Respuesta"},
    {"count_heading", "Count", "Cuántas"},
    {"share_heading", "Share with 95% interval", "Parte con intervalo del 95 %"},
    {"end", "End it", "Terminar"},
    {"district_link", "Ask in every store of the district", "Preguntar en todas las tiendas del distrito"},
};

constexpr Phrase asks_done_phrases[] = {
    {"put", "The question is put. Lanes get it within minutes.",
     "La pregunta está hecha. Las cajas la reciben en unos minutos."},
    {"ended", "The question is ended. What was answered stays.", "La pregunta terminó. Lo que se respondió se conserva."},
};

Data answers_data(const domain::AskLine& line, Language language) {
    Data list{Data::type::list};
    for (const domain::AnswerLine& answer : line.answers) {
        Data data;
        data.set("label", text(in_language(language, answer.answer.label_en, answer.answer.label_es)));
        data.set("count", text(number_words(words_of(language), answer.count)));
        data.set("interval", text(answer_share_words(answer)));
        list.push_back(data);
    }
    return list;
}

Data ask_data(const AskRow& row, const LoopFrame& frame) {
    const Language language = frame.language;
    const bool live = row.state == domain::AskState::running || row.state == domain::AskState::planned;
    Data data;
    data.set("id", text(row.line.ask_id.to_string()));
    data.set("question", text(in_language(language, row.line.question_en, row.line.question_es)));
    data.set("about", text(ask_words(row.line, row.state, language)));
    data.set("tone", text(ask_tone(row.state)));
    data.set("answer_rows", answers_data(row.line, language));
    data.set("has_shares", Data{row.line.asked >= domain::share_remarks_min});
    data.set("denominator", text(denominator_words(row.line, language)));
    data.set("may_end", Data{live && frame.manages});
    return data;
}

}  // namespace

std::string render_asks_page(const AsksPage& page) {
    const Language language = page.frame.language;
    Data data;
    set_loop_frame(data, page.frame, LoopPage::asks, in_language(language, "What we ask", "Qué preguntamos"),
                   asks_done_phrases);
    set_phrases(data, asks_phrases, language);
    Data asks{Data::type::list};
    for (const AskRow& row : page.asks) {
        asks.push_back(ask_data(row, page.frame));
    }
    data.set("has_asks", Data{!page.asks.empty()});
    data.set("ask_rows", asks);
    data.set("district_asks_path", optional_text(page.district_asks_path));
    set_ask_form(data, "/stores/" + page.frame.store.id + "/asks", page.shelf, page.typed, language);
    return render_template(Template::asks, data);
}

}  // namespace tillnote::render
