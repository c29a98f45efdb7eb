#include "tests/render/sample_loop.hpp"

#include "schema/time_text.hpp"
#include "tests/render/sample_digest.hpp"

namespace tillnote::render::samples {
namespace {

using namespace std::chrono_literals;

const domain::Day today = 2026y / 11 / 17;

Instant local(const char* text) {
    return parse_time(text).value().instant;
}

Uuid id(int number) {
    return *Uuid::parse("0198f3a2-7c1e-4d42-9a60-2f6f0f3f9d" + std::to_string(number));
}

LoopFrame frame() {
    return {.store = complete_day().store,
            .district = {},
            .language = domain::Language::english,
            .signed_in_as = "m.oak-street@demo.example",
            .csrf_token = "sample-token",
            .manages = true,
            .today = today,
            .done = {},
            .problem = {}};
}

Catalog catalog() {
    Catalog grocery;
    grocery.departments = {{"produce", "Produce", "Frutas y verduras", true, 10},
                           {"grocery", "Grocery, dairy, frozen", "Abarrotes, lácteos, congelados", true, 40},
                           {"checkout", "Checkout", "Cajas", true, 50},
                           {"service", "People", "Personal", false, 80}};
    const auto add = [&](const char* code, const char* department, const char* theme, Polarity polarity, const char* en,
                         const char* es, bool about_staff = false) {
        grocery.reasons.push_back({code, department, theme, polarity, en, es, "", true, false, false, about_staff});
    };
    add("103", "produce", "quality", Polarity::complaint, "Produce bad", "Fruta/verd. mala");
    add("401", "grocery", "safety", Polarity::complaint, "Expired/spoiled", "Caducado/dañado");
    add("501", "produce", "price", Polarity::praise, "Prices good", "Buenos precios");
    add("604", "checkout", "speed", Polarity::complaint, "Long line", "Fila larga");
    add("602", "service", "staff", Polarity::complaint, "Rude/no help", "Mal servicio", true);
    add("901", "produce", "produce", Polarity::why_here, "Here for produce", "Viene por verdura");
    return grocery;
}

domain::Action action(int number, const char* line_key, const char* en, const char* es, domain::ActionState state,
                      int days) {
    domain::Action made;
    made.action_id = id(number);
    made.store = "oak-street";
    made.line_key = line_key;
    made.title_en = en;
    made.title_es = es;
    made.state = state;
    made.day = domain::add_days(today, -days);
    if (state == domain::ActionState::done) {
        made.closed_at = local("2026-11-16T17:41:00-06:00");
    }
    return made;
}

domain::ShareEvidence evidence(int remarks, int of) {
    domain::ShareEvidence counted;
    counted.remarks = counted.hearings = {remarks, of};
    counted.days = 28;
    counted.over_dispersion = 0;
    return counted;
}

domain::GoalLine goal(int number, const char* en, int remarks, int of, double target, domain::GoalVerdict verdict) {
    domain::GoalLine line;
    line.goal_id = id(number);
    line.title_en = en;
    line.title_es = en;
    line.target = target;
    line.first_day = domain::add_days(today, -27);
    line.last_day = domain::add_days(today, verdict == domain::GoalVerdict::running ? 28 : -1);
    line.evidence = evidence(remarks, of);
    if (of >= domain::share_remarks_min) {
        const domain::Interval interval = domain::clopper_pearson_95(remarks, of);
        line.share = static_cast<double>(remarks) / of;
        line.low = interval.low;
        line.high = interval.high;
    }
    line.verdict = verdict;
    return line;
}

AskRow ask(int number, const domain::ReadyAsk& ready, domain::AskState state, int shown, std::vector<int> counts) {
    domain::AskCounts counted;
    counted.ask.ask_id = id(number);
    counted.ask.store = "oak-street";
    counted.ask.question_en = ready.question_en;
    counted.ask.question_es = ready.question_es;
    counted.ask.answers = ready.answers;
    counted.ask.first_day = domain::add_days(today, -6);
    counted.ask.last_day = domain::add_days(today, 7);
    counted.shown = shown;
    counted.sampled = true;
    for (std::size_t index = 0; index < counts.size(); ++index) {
        counted.answers[ready.answers[index].answer] = counts[index];
    }
    return {state, domain::make_ask_line(counted)};
}

}  // namespace

ActionsPage actions() {
    using enum domain::ActionState;
    ActionsPage page;
    page.frame = frame();
    page.departments = catalog().departments;
    domain::AlertLine alert;
    alert.alert_id = id(10);
    alert.reason = catalog().reasons[1];
    alert.remarks = 2;
    alert.raised_at = local("2026-11-17T17:12:12-06:00");
    page.alerts = {alert};
    page.actions = {
        action(11, "department:produce:complaint", "Produce · complaints", "Frutas y verduras · quejas", open, 6),
        action(12, "reason:604", "Long line", "Fila larga", acknowledged, 1),
        action(13, "reason:103", "Produce bad", "Fruta/verd. mala", done, 9),
        action(14, "reason:703", "Can't find item", "No lo encuentra", done, 9),
        action(15, "reason:702", "Dirty/restroom", "Sucio/baños", done, 12)};
    page.actions[1].assigned = "checkout";
    page.actions[2].reply = "Fresh delivery every morning at six, and what is tired goes out at noon.";
    page.actions[2].reply_es = "Entrega fresca cada mañana a las seis; lo cansado sale al mediodía.";
    page.actions[3].reply = "New signs hang over every aisle.";
    return page;
}

GoalsPage goals() {
    using enum domain::GoalVerdict;
    GoalsPage page;
    page.frame = frame();
    page.catalog = catalog();
    page.goals = {goal(20, "Produce bad", 61, 1412, 0.05, running), goal(21, "Long line", 4, 22, 0.1, running),
                  goal(22, "quality", 31, 1204, 0.05, met), goal(23, "price", 60, 1204, 0.1, not_met),
                  goal(24, "speed", 58, 1204, 0.05, cannot_tell)};
    page.goals[3].at_most = false;
    domain::EventLine waiting;
    waiting.event_id = id(30);
    waiting.day = domain::add_days(today, -4);
    waiting.text = "Second checker from four to seven";
    waiting.reason = catalog().reasons[3];
    domain::EventLine compared = waiting;
    compared.event_id = id(31);
    compared.day = domain::add_days(today, -30);
    compared.text = "New produce supplier";
    compared.reason = catalog().reasons[0];
    compared.before_after = domain::BeforeAfter{evidence(74, 802), evidence(31, 815), true, 0.00002};
    domain::EventLine plain;
    plain.event_id = id(32);
    plain.day = domain::add_days(today, -44);
    plain.text = "Fall ad in the mail";
    page.events = {waiting, compared, plain};
    page.goal = {"reason:103", "at_most", "", "2026-11-17", "2027-01-11"};
    page.event.day = "2026-11-17";
    return page;
}

DistrictGoalsPage district_goals() {
    using enum domain::GoalVerdict;
    DistrictGoalsPage page;
    page.frame = frame();
    page.frame.district = domain::District{"north", "North District"};
    page.catalog = catalog();
    page.goals = {{goal(25, "Produce bad", 214, 4120, 0.05, running),
                   {{"oak-street", "Oak Street", goal(25, "Produce bad", 61, 1412, 0.05, running)},
                    {"mill-road", "Mill Road", goal(25, "Produce bad", 149, 2604, 0.05, running)},
                    {"lakeview", "Lakeview", goal(25, "Produce bad", 4, 22, 0.05, running)},
                    {"station", "Station Square", goal(25, "Produce bad", 0, 82, 0.05, running)}}},
                  {goal(26, "speed", 250, 3612, 0.05, not_met),
                   {{"oak-street", "Oak Street", goal(26, "speed", 58, 1204, 0.05, cannot_tell)},
                    {"mill-road", "Mill Road", goal(26, "speed", 161, 1204, 0.05, not_met)},
                    {"lakeview", "Lakeview", goal(26, "speed", 31, 1204, 0.05, met)}}}};
    page.typed = {"reason:103", "at_most", "", "2026-11-17", "2027-01-11"};
    return page;
}

AsksPage asks() {
    using enum domain::AskState;
    AsksPage page;
    page.frame = frame();
    page.shelf = domain::ask_shelf();
    page.asks = {ask(40, page.shelf[0], running, 212, {141, 32, 17}), ask(41, page.shelf[3], planned, 0, {}),
                 ask(42, page.shelf[1], over, 30, {9, 4, 6, 2})};
    page.typed = {page.shelf[2].question_en, page.shelf[2].question_es, {}, {}, "2026-11-25", "2026-12-01", "20"};
    for (std::size_t index = 0; index < page.shelf[2].answers.size(); ++index) {
        page.typed.labels_en[index] = page.shelf[2].answers[index].label_en;
        page.typed.labels_es[index] = page.shelf[2].answers[index].label_es;
    }
    return page;
}

RecipientsPage recipients() {
    using enum domain::DeliveryState;
    const auto row = [](int number, const char* email, domain::DeliveryKind kind, domain::Language language) {
        RecipientRow made;
        made.recipient = {id(number), "oak-street", email, kind, language, domain::digest_time_default, std::nullopt};
        return made;
    };
    const auto last = [](domain::DeliveryState state, const char* problem) {
        domain::DeliveryReport report;
        report.delivery.due_at = local("2026-11-17T05:45:00-06:00");
        report.state = state;
        report.attempts = 1;
        report.last_error = problem;
        return report;
    };
    using enum domain::DeliveryKind;
    using enum domain::Language;
    RecipientsPage page;
    page.frame = frame();
    page.rows = {row(50, "assistant@shop.example", digest, spanish), row(51, "boss@shop.example", digest, english),
                 row(52, "boss@shop.example", alert, english), row(53, "former@shop.example", digest, english),
                 row(54, "night.shift.of.oak.street@a-rather-long-name-of-a-shop.example", alert, english)};
    page.rows[0].recipient.local_time = std::chrono::minutes{390};
    page.rows[0].last = last(sent, "");
    page.rows[1].last = last(failed, "The mail server said: 550 no such user");
    page.rows[2].last = last(waiting, "The mail server did not answer in time.");
    page.rows[3].last = last(cancelled, "");
    page.rows[3].recipient.unsubscribed_at = local("2026-11-16T17:41:00-06:00");
    page.typed = {"", "", "en", "05:45"};
    return page;
}

RecipientsPage district_recipients() {
    RecipientsPage page = recipients();
    page.calendar = domain::StoreCalendar::make(page.frame.store).value();
    page.frame.district = domain::District{"north", "North District"};
    page.rhythm = domain::DigestRhythm::weekly;
    page.rows.erase(page.rows.begin() + 1, page.rows.begin() + 3);
    page.rows.pop_back();
    for (RecipientRow& row : page.rows) {
        row.recipient.kind = domain::DeliveryKind::district;
        row.recipient.district = "north";
    }
    return page;
}

DistrictAsksPage district_asks() {
    using enum domain::AskState;
    const AsksPage of_store = asks();
    DistrictAsksPage page;
    page.frame = frame();
    page.frame.district = domain::District{"north", "North District"};
    page.shelf = of_store.shelf;
    page.typed = of_store.typed;
    const auto part = [&](int number, const char* name, domain::AskState state, int shown, std::vector<int> counts) {
        const AskRow row = ask(number, page.shelf[state == over ? 1 : 0], state, shown, std::move(counts));
        return StoreAskRow{"store-" + std::to_string(number), name, row.state, row.line};
    };
    page.asks = {{running,
                  ask(60, page.shelf[0], running, 1241, {842, 171, 117}).line,
                  {part(61, "Oak Street", running, 212, {141, 32, 17}), part(62, "Mill Road", running, 1004, {694, 132, 97}),
                   part(63, "Lakeview", closed, 25, {7, 7, 3}), part(64, "Station Square", running, 0, {})}},
                 {over,
                  ask(65, page.shelf[1], over, 60, {19, 8, 11, 4}).line,
                  {part(66, "Oak Street", over, 30, {9, 4, 6, 2}), part(67, "Mill Road", over, 30, {10, 4, 5, 2})}}};
    return page;
}

Poster poster(std::size_t count, domain::Language language, PaperSize paper) {
    const bool spanish = language == domain::Language::spanish;
    const std::vector<PosterLine> english_lines{
        {"Produce bad", "Fresh delivery every morning at six, and what is tired goes out at noon, every day, now."},
        {"Can't find item", "New signs hang over every aisle."},
        {"Long line", "A second checker from four to seven, and a third one on Saturdays before the holidays."},
        {"Dirty/restroom", "Cleaned every two hours; the list hangs on the door."},
        {"Price tag wrong", "Every shelf label was checked against the register this week."},
        {"More organic/diet", "Forty new organic articles, in aisle three next to the cereals and by the dairy cases."}};
    const std::vector<PosterLine> spanish_lines{
        {"Fruta/verd. mala", "Entrega fresca cada mañana a las seis; lo cansado sale al mediodía, todos los días."},
        {"No lo encuentra", "Nuevos letreros cuelgan sobre cada pasillo."},
        {"Fila larga", "Una segunda caja de cuatro a siete, y una tercera los sábados antes de las fiestas."},
        {"Sucio/baños", "Se limpian cada dos horas; la lista está en la puerta."},
        {"Precio mal marcado", "Esta semana comparamos cada etiqueta con la caja."},
        {"Más orgánico/dieta", "Cuarenta artículos orgánicos nuevos, en el pasillo tres y junto a los lácteos."}};
    Poster made{"Oak Street", language, paper, spanish ? spanish_lines : english_lines};
    made.lines.resize(count);
    return made;
}

}  // namespace tillnote::render::samples
