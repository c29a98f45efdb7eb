#include "server/render/ask_parts.hpp"

#include "server/domain/proportion.hpp"
#include "server/render/phrases.hpp"
#include "server/render/templates.hpp"

#include <cstdlib>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Language;

constexpr Phrase ask_parts_phrases[] = {
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

std::string date_of(domain::Day day, Language language) {
    const Words& words = words_of(language);
    return brief_date_words(words, words.date_short, day);
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

void set_ask_form(Data& data, const std::string& path, const std::vector<domain::ReadyAsk>& shelf, const TypedAsk& typed,
                  Language language) {
    set_phrases(data, ask_parts_phrases, language);
    data.set("asks_path", text(path));
    Data rows{Data::type::list};
    for (const domain::ReadyAsk& ready : shelf) {
        rows.push_back(shelf_data(ready, language));
    }
    data.set("shelf_rows", rows);
    set_typed(data, typed);
}

std::string ask_words(const domain::AskLine& ask, domain::AskState state, Language language) {
    return fill(in_language(language, "{0}, {1} to {2}, one sale in {3}.", "{0}, {1} a {2}, una venta de cada {3}."),
                {ask_state_words(state, language), date_of(ask.first_day, language), date_of(ask.last_day, language),
                 number_words(words_of(language), ask.one_in)});
}

std::string_view ask_state_words(domain::AskState state, Language language) {
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

std::string_view ask_tone(domain::AskState state) noexcept {
    return state == domain::AskState::running ? "known" : "open";
}

std::string denominator_words(const domain::AskLine& line, Language language) {
    if (line.shown == 0) {
        return std::string{in_language(language, "Not shown yet.", "Aún no se ha mostrado.")};
    }
    std::string words = fill(
        line.sampled
            ? in_language(language, "{1} answered of {0} sampled sales.", "{1} respondieron de {0} ventas de la muestra.")
            : in_language(language, "{1} answered of {0} times shown.", "{1} respondieron de {0} veces que se mostró."),
        {number_words(words_of(language), line.shown), number_words(words_of(language), line.asked)});
    if (line.asked < domain::share_remarks_min) {
        words +=
            in_language(language, " Shares are shown from 30 answers.", " Los porcentajes se muestran desde 30 respuestas.");
    }
    return words;
}

std::string answer_share_words(const domain::AnswerLine& answer) {
    if (!answer.share || !answer.low || !answer.high) {
        return {};
    }
    return fill("{0}% ({1}–{2})", {percent_words(*answer.share), percent_words(*answer.low), percent_words(*answer.high)});
}

}  // namespace tillnote::render
