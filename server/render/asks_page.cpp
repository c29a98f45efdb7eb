#include "server/render/asks_page.hpp"

#include "server/render/phrases.hpp"
#include "server/render/templates.hpp"

#include <cstdlib>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Language;

constexpr Phrase phrases[] = {
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
    {"shelf_heading", "From the shelf", "Preguntas listas"},
    {"use", "Use this", "Usar"},
    {"new_heading", "The next ask", "La próxima pregunta"},
    {"question_en_label", "Question in English", "Pregunta en inglés"},
    {"question_es_label", "Question in Spanish", "Pregunta en español"},
    {"answers_note", "Two to four answers of at most 18 characters; leave the others empty.",
     "De dos a cuatro respuestas de 18 caracteres como máximo; deje vacías las demás."},
    {"answer_en_label", "Answer", "Respuesta"},
    {"answer_es_label", "In Spanish", "En español"},
    {"from_label", "From", "Desde"},
    {"to_label", "To", "Hasta"},
    {"one_in_label", "One sale in", "Una venta de cada"},
    {"put", "Put the question", "Hacer la pregunta"},
};

std::string date_of(domain::Day day) {
    return brief_date_words(english, english.date_short, day);
}

std::string_view state_words(domain::AskState state, Language language) {
    using enum domain::AskState;
    switch (state) {
        case planned:
            return in_language(language, "Planned", "Prevista");
        case running:
            return in_language(language, "Running", "En curso");
        case over:
            return in_language(language, "Over", "Terminada");
        case closed:
            return in_language(language, "Ended early", "Terminada antes");
    }
    std::abort();
}

/// What the shares are of: without it nobody can read them.
std::string denominator_words(const domain::AskLine& line, Language language) {
    if (line.shown == 0) {
        return std::string{in_language(language, "Not shown yet.", "Aún no se ha mostrado.")};
    }
    std::string words = fill(
        line.sampled
            ? in_language(language, "{1} answered of {0} sampled sales.", "{1} respondieron de {0} ventas de la muestra.")
            : in_language(language, "{1} answered of {0} times shown.", "{1} respondieron de {0} veces que se mostró."),
        {number_words(english, line.shown), number_words(english, line.asked)});
    if (line.asked < domain::share_remarks_min) {
        words +=
            in_language(language, " Shares are shown from 30 answers.", " Los porcentajes se muestran desde 30 respuestas.");
    }
    return words;
}

Data answers_data(const domain::AskLine& line, Language language) {
    Data list{Data::type::list};
    for (const domain::AnswerLine& answer : line.answers) {
        Data data;
        data.set("label", text(in_language(language, answer.answer.label_en, answer.answer.label_es)));
        data.set("count", text(number_words(english, answer.count)));
        if (answer.share) {
            data.set("interval", text(fill("{0}% ({1}–{2})", {percent_words(*answer.share), percent_words(*answer.low),
                                                              percent_words(*answer.high)})));
        }
        list.push_back(data);
    }
    return list;
}

Data ask_data(const AskRow& row, const LoopFrame& frame) {
    const Language language = frame.language;
    const bool live = row.state == domain::AskState::running || row.state == domain::AskState::planned;
    Data data;
    data.set("id", text(row.ask.ask_id.to_string()));
    data.set("question", text(in_language(language, row.ask.question_en, row.ask.question_es)));
    data.set("about",
             text(fill(in_language(language, "{0}, {1} to {2}, one sale in {3}.", "{0}, {1} a {2}, una venta de cada {3}."),
                       {state_words(row.state, language), date_of(row.ask.first_day), date_of(row.ask.last_day),
                        std::to_string(row.ask.one_in)})));
    data.set("tone", text(row.state == domain::AskState::running ? "known" : "open"));
    data.set("answer_rows", answers_data(row.line, language));
    data.set("has_shares", Data{row.line.asked >= domain::share_remarks_min});
    data.set("denominator", text(denominator_words(row.line, language)));
    data.set("may_end", Data{live && frame.manages});
    return data;
}

Data shelf_data(const domain::ReadyAsk& ready, Language language) {
    std::string answers;
    for (const AskAnswer& answer : ready.answers) {
        answers += answers.empty() ? "" : " · ";
        answers += in_language(language, answer.label_en, answer.label_es);
    }
    Data data;
    data.set("key", text(ready.key));
    data.set("question", text(in_language(language, ready.question_en, ready.question_es)));
    data.set("answers", text(answers));
    return data;
}

void set_typed(Data& data, const TypedAsk& typed) {
    Data answers{Data::type::list};
    for (std::size_t index = 0; index < typed.labels_en.size(); ++index) {
        Data answer;
        answer.set("number", std::to_string(index + 1));
        answer.set("label_en", text(typed.labels_en[index]));
        answer.set("label_es", text(typed.labels_es[index]));
        answers.push_back(answer);
    }
    data.set("typed_answers", answers);
    data.set("typed_en", text(typed.question_en));
    data.set("typed_es", text(typed.question_es));
    data.set("typed_from", text(typed.from));
    data.set("typed_to", text(typed.to));
    data.set("typed_one_in", text(typed.one_in));
}

}  // namespace

std::string render_asks_page(const AsksPage& page) {
    Data data;
    set_loop_frame(data, page.frame, LoopPage::asks, in_language(page.frame.language, "What we ask", "Qué preguntamos"));
    set_phrases(data, phrases, page.frame.language);
    Data asks{Data::type::list};
    for (const AskRow& row : page.asks) {
        asks.push_back(ask_data(row, page.frame));
    }
    Data shelf{Data::type::list};
    for (const domain::ReadyAsk& ready : page.shelf) {
        shelf.push_back(shelf_data(ready, page.frame.language));
    }
    data.set("has_asks", Data{!page.asks.empty()});
    data.set("ask_rows", asks);
    data.set("shelf_rows", shelf);
    set_typed(data, page.typed);
    return render_template(Template::asks, data);
}

}  // namespace tillnote::render
