#include "server/render/admin_retention_page.hpp"

#include "server/domain/retention.hpp"
#include "server/render/admin_frame.hpp"
#include "server/render/local_time.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Language;

static_assert(domain::free_text_term == std::chrono::days{30} && domain::audit_term == std::chrono::months{13} &&
                  domain::retention_slack == std::chrono::days{1},
              "the sentences below name these terms");

constexpr Phrase admin_retention_phrases[] = {
    {"note",
     "What is forgotten, and when. The terms are part of the program and of the database: no setting makes them longer.",
     "Qué se olvida y cuándo. Los plazos son parte del programa y de la base de datos: ningún ajuste los alarga."},
    {"state_heading", "How it stands", "Cómo está"},
    {"terms_heading", "What is kept for how long", "Qué se guarda y por cuánto tiempo"},
    {"what_heading", "What", "Qué"},
    {"term_heading", "For how long", "Por cuánto tiempo"},
    {"runs_heading", "What was removed", "Qué se eliminó"},
    {"runs_note", "The last run, and before it those that removed or found something. Times are UTC.",
     "La última vez, y antes las veces en que se eliminó o encontró algo. Las horas son UTC."},
    {"ran_heading", "Run", "Cuándo"},
    {"rows_heading", "Rows removed", "Filas eliminadas"},
    {"months_heading", "Months of notes", "Meses de notas"},
    {"past_heading", "Found past its term", "Hallado fuera de plazo"},
    {"no_runs", "Forgetting has not run yet. It runs every hour where database.retention is configured.",
     "Todavía no se ha olvidado nada. Se hace cada hora donde database.retention está configurado."},
};

struct Term {
    std::string_view what_en;
    std::string_view what_es;
    std::string_view term_en;
    std::string_view term_es;
};

constexpr Term terms[] = {
    {"Free text of notes", "Texto libre de las notas", "30 days after it was received", "30 días desde que se recibió"},
    {"Messages to the lanes", "Mensajes a las cajas", "30 days after their last day", "30 días después de su último día"},
    {"Notes, undos, and what belongs to them", "Notas, anulaciones y lo que es de ellas", "13 months, by whole months",
     "13 meses, por meses enteros"},
    {"Who changed or read what: entries of the audit log", "Quién cambió o leyó qué: entradas del registro de auditoría",
     "13 months, by whole days", "13 meses, por días enteros"},
    {"Sign-ins", "Inicios de sesión", "until they end or expire", "hasta que terminan o caducan"},
    {"Terminals that asked to join", "Terminales que pidieron unirse", "until a day after the request expired",
     "hasta un día después de caducar la solicitud"},
    {"Counts by store, day and reason", "Cuentas por tienda, día y motivo", "for good", "para siempre"},
    {"Digests as they were sent, actions, goals, events, asks",
     "Resúmenes tal como se enviaron, acciones, metas, cambios, preguntas", "for good", "para siempre"},
};

Data run_data(const domain::RetentionReport& run, const Words& words) {
    std::string months;
    for (const domain::Day month : run.months_dropped) {
        months += (months.empty() ? "" : ", ") + std::string{words.months_short[static_cast<unsigned>(month.month()) - 1]} +
                  ' ' + std::to_string(static_cast<int>(month.year()));
    }
    Data data;
    data.set("ran", text(utc_words(run.ran_at, words)));
    data.set("rows", number_words(words, run.rows_removed));
    data.set("months", text(months));
    data.set("past", number_words(words, run.rows_past_term));
    data.set("tone", text(run.rows_past_term > 0 ? "warning" : "plain"));
    return data;
}

/// One line of how it stands.
void add_fact(Data& facts, bool good, const std::string& words) {
    Data fact;
    fact.set("tone", text(good ? "good" : "warning"));
    fact.set("fact", text(words));
    facts.push_back(fact);
}

Data facts_of(const AdminRetentionPage& page, const Words& words) {
    const Language language = page.frame.language;
    Data facts{Data::type::list};
    if (page.is_late) {
        add_fact(
            facts, false,
            std::string{in_language(language, "Nothing was forgotten for more than two hours; the service's log says why.",
                                    "Hace más de dos horas que no se olvida nada; el registro del servicio dice por qué.")});
    }
    if (!page.runs.empty()) {
        const bool clean = page.runs.front().rows_past_term == 0;
        add_fact(
            facts, clean,
            std::string{clean ? in_language(language, "Nothing is there past its term.", "No queda nada fuera de plazo.")
                              : in_language(language, "Something is there past its term: run 'tillnote-server retention'.",
                                            "Queda algo fuera de plazo: ejecute 'tillnote-server retention'.")});
    }
    if (page.sealed_before) {
        add_fact(facts, true,
                 fill(in_language(language, "Days before {0} are sealed.", "Los días antes del {0} están sellados."),
                      {dated_words(*page.sealed_before, words)}));
    }
    if (page.notes_gone_before) {
        add_fact(
            facts, true,
            fill(in_language(language, "Notes of days before {0} are gone.", "Las notas de días antes del {0} ya no están."),
                 {dated_words(*page.notes_gone_before, words)}));
    }
    return facts;
}

}  // namespace

std::string render_admin_retention_page(const AdminRetentionPage& page) {
    const Words& words = words_of(page.frame.language);
    Data data;
    set_admin_frame(data, page.frame, "/admin/retention", in_language(page.frame.language, "Retention", "Conservación"), {});
    set_phrases(data, admin_retention_phrases, page.frame.language);
    Data kept{Data::type::list};
    for (const Term& term : terms) {
        Data row;
        row.set("what", text(in_language(page.frame.language, term.what_en, term.what_es)));
        row.set("term", text(in_language(page.frame.language, term.term_en, term.term_es)));
        kept.push_back(row);
    }
    Data runs{Data::type::list};
    for (const domain::RetentionReport& run : page.runs) {
        runs.push_back(run_data(run, words));
    }
    const Data facts = facts_of(page, words);
    data.set("has_facts", Data{facts.is_non_empty_list()});
    data.set("facts", facts);
    data.set("terms", kept);
    data.set("has_runs", Data{!page.runs.empty()});
    data.set("runs", runs);
    return render_template(Template::admin_retention, data);
}

}  // namespace tillnote::render
