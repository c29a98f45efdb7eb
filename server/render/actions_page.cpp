#include "server/render/actions_page.hpp"

#include "schema/time_text.hpp"
#include "server/render/local_time.hpp"
#include "server/render/phrases.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr std::size_t closed_max = 40;

constexpr Phrase actions_phrases[] = {
    {"note", "What was heard and waits for an answer, and what became of the rest.",
     "Lo que se oyó y espera respuesta, y qué pasó con lo demás."},
    {"alerts_heading", "Alerts", "Alertas"},
    {"open_heading", "Open", "Abiertas"},
    {"closed_heading", "Done", "Hechas"},
    {"none_open", "Nothing is open. Lines you answer on the digest appear here until they are done.",
     "No hay nada abierto. Las líneas que atiende en el resumen aparecen aquí hasta que se cierran."},
    {"none_closed", "Nothing is done yet. What you close with a reply can go on the poster.",
     "Aún no hay nada hecho. Lo que cierre con respuesta puede ir al cartel."},
    {"closed_note", "A reply stays on the lanes for three days. Opening a line again takes it back.",
     "La respuesta queda en las cajas tres días. Al reabrir la línea, se retira."},
    {"reply_label", "What was done, for the lanes", "Qué se hizo, para las cajas"},
    {"reply_es_label", "The same in Spanish, if you like", "Lo mismo en español, si quiere"},
    {"close", "Done", "Hecho"},
    {"on_it", "I'm on it", "Me encargo"},
    {"assigned_label", "Assigned to", "A cargo de"},
    {"nobody", "No department", "Ningún departamento"},
    {"assign", "Assign", "Asignar"},
    {"reopen", "Open again", "Reabrir"},
    {"poster_note", "Tick up to six lines above and print \"You said, we did\" for the entrance.",
     "Marque hasta seis líneas e imprima «Usted lo dijo, lo hicimos» para la entrada."},
    {"size_label", "Paper", "Papel"},
    {"lang_label", "Language", "Idioma"},
    {"letter", "Letter", "Carta"},
    {"make_poster", "Make the poster", "Hacer el cartel"},
};

constexpr Phrase actions_done_phrases[] = {
    {"acknowledge", "You are on it. The line stays open until you close it.",
     "Usted se encarga. La línea queda abierta hasta que la cierre."},
    {"assign", "The line is assigned.", "La línea está asignada."},
    {"done", "Done. A reply is on the lanes with their next heartbeat.",
     "Listo. La respuesta llega a las cajas con su próxima señal."},
    {"reopen", "The line is open again; its reply leaves the lanes.",
     "La línea está abierta de nuevo; su respuesta deja de verse en las cajas."},
};

std::string_view title_of(const domain::Action& action, domain::Language language) {
    return in_language(language, action.title_en, action.title_es);
}

std::string label_of(const ActionsPage& page, const std::string& department) {
    const auto found = std::find_if(page.departments.begin(), page.departments.end(),
                                    [&](const Department& entry) { return entry.code == department; });
    if (found == page.departments.end()) {
        return department;
    }
    return std::string{in_language(page.frame.language, found->label_en, found->label_es)};
}

Data departments_data(const ActionsPage& page, const std::string& assigned) {
    Data list{Data::type::list};
    for (const Department& department : page.departments) {
        if (department.walk || department.code == assigned) {
            Data data;
            data.set("code", text(department.code));
            data.set("label", text(in_language(page.frame.language, department.label_en, department.label_es)));
            data.set("selected", Data{department.code == assigned});
            list.push_back(data);
        }
    }
    return list;
}

Data line_data(const ActionsPage& page, const std::string& line_key, std::string_view title, domain::Day day,
               const std::string& assigned, bool may_acknowledge) {
    const bool typed = page.line_key == line_key;
    std::string id = "line-" + line_key;
    std::replace(id.begin(), id.end(), ':', '-');
    Data data;
    data.set("id", text(id));
    data.set("line_key", text(line_key));
    data.set("day", text(format_day(day)));
    data.set("title", text(title));
    data.set("may_acknowledge", Data{may_acknowledge});
    data.set("departments", departments_data(page, assigned));
    data.set("typed", text(typed ? page.reply : ""));
    data.set("typed_es", text(typed ? page.reply_es : ""));
    return data;
}

Data alert_data(const ActionsPage& page, const domain::AlertLine& alert, const domain::StoreCalendar& calendar) {
    const auto language = page.frame.language;
    Data data = line_data(page, "alert:" + alert.alert_id.to_string(),
                          in_language(language, alert.reason.label_en, alert.reason.label_es),
                          calendar.day_of(alert.raised_at), "", true);
    const std::string_view heard =
        alert.remarks == 0
            ? in_language(language, "Heard {1}, taken back on the lane since.", "Oída {1}, anulada después en la caja.")
        : alert.remarks == 1 ? in_language(language, "Heard once, {1}.", "Oída una vez, {1}.")
                             : in_language(language, "Heard {0} times, first {1}.", "Oída {0} veces, primero {1}.");
    data.set("about", text(fill(heard, {number_words(words_of(language), alert.remarks),
                                        moment_words(alert.heard_at(), calendar, words_of(language))})));
    data.set("tone", text("urgent"));
    return data;
}

std::string date_of(domain::Day day, domain::Language language) {
    const Words& words = words_of(language);
    return brief_date_words(words, words.date_short, day);
}

std::string days_open_words(int days, domain::Language language) {
    if (days <= 0) {
        return std::string{in_language(language, "since today", "desde hoy")};
    }
    if (days == 1) {
        return std::string{in_language(language, "open for 1 day", "abierta hace 1 día")};
    }
    return fill(in_language(language, "open for {0} days", "abierta hace {0} días"), {std::to_string(days)});
}

Data open_data(const ActionsPage& page, const domain::Action& action) {
    const auto language = page.frame.language;
    const bool acknowledged = action.state == domain::ActionState::acknowledged;
    Data data = line_data(page, action.line_key, title_of(action, language), action.day, action.assigned, !acknowledged);
    const auto days = (std::chrono::sys_days{page.frame.today} - std::chrono::sys_days{action.day}).count();
    std::string about = fill(in_language(language, "Digest of {0}, {1}.", "Resumen del {0}, {1}."),
                             {date_of(action.day, language), days_open_words(static_cast<int>(days), language)});
    if (acknowledged) {
        about += in_language(language, " Somebody is on it.", " Alguien se encarga.");
    }
    if (!action.assigned.empty()) {
        about += fill(in_language(language, " Assigned to {0}.", " A cargo de {0}."), {label_of(page, action.assigned)});
    }
    data.set("about", text(about));
    data.set("tone", text(acknowledged ? "known" : "open"));
    return data;
}

Data closed_data(const ActionsPage& page, const domain::Action& action, const domain::StoreCalendar& calendar) {
    const auto language = page.frame.language;
    Data data;
    data.set("title", text(title_of(action, language)));
    data.set("reply",
             text(language == domain::Language::spanish && !action.reply_es.empty() ? action.reply_es : action.reply));
    data.set("action_id", text(action.action_id.to_string()));
    data.set("line_key", text(action.line_key));
    data.set("day", text(format_day(action.day)));
    data.set("for_poster", Data{!action.reply.empty()});
    data.set("about",
             text(fill(in_language(language, "Done {0}.", "Hecha {0}."),
                       {action.closed_at ? moment_words(*action.closed_at, calendar, words_of(language)) : std::string{}})));
    return data;
}

void set_lines(Data& data, const ActionsPage& page) {
    const domain::StoreCalendar calendar = domain::StoreCalendar::make(page.frame.store).value();
    Data alerts{Data::type::list};
    for (const domain::AlertLine& alert : page.alerts) {
        alerts.push_back(alert_data(page, alert, calendar));
    }
    Data open{Data::type::list};
    Data closed{Data::type::list};
    std::size_t closed_count = 0;
    bool has_poster = false;
    for (const domain::Action& action : page.actions) {
        if (action.state != domain::ActionState::done) {
            open.push_back(open_data(page, action));
        } else if (++closed_count <= closed_max) {
            closed.push_back(closed_data(page, action, calendar));
            has_poster = has_poster || !action.reply.empty();
        }
    }
    data.set("has_alerts", Data{!page.alerts.empty()});
    data.set("alerts", alerts);
    data.set("has_open", Data{open.is_non_empty_list()});
    data.set("open_lines", open);
    data.set("has_closed", Data{closed_count > 0});
    data.set("closed_lines", closed);
    data.set("has_poster", Data{has_poster});
    data.set("poster_spanish", Data{page.frame.language == domain::Language::spanish});
    data.set("more_closed",
             optional_text(closed_count <= closed_max ? std::string{}
                                                      : fill(in_language(page.frame.language, "And {0} more.", "Y {0} más."),
                                                             {std::to_string(closed_count - closed_max)})));
}

}  // namespace

std::string render_actions_page(const ActionsPage& page) {
    Data data;
    set_loop_frame(data, page.frame, LoopPage::actions,
                   in_language(page.frame.language, "What we are doing about it", "Qué estamos haciendo"),
                   actions_done_phrases);
    set_phrases(data, actions_phrases, page.frame.language);
    set_lines(data, page);
    return render_template(Template::actions, data);
}

}  // namespace tillnote::render
