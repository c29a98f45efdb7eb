#include "schema/time_text.hpp"
#include "server/domain/goal_judgement.hpp"
#include "tests/render/sample_digest.hpp"

#include <algorithm>

namespace tillnote::render::samples {
namespace {

using namespace std::chrono_literals;

Reason reason_with_code(const Digest& digest, const std::string& code) {
    return std::find_if(digest.reasons.begin(), digest.reasons.end(),
                        [&](const auto& line) { return line.reason.code == code; })
        ->reason;
}

Department department_with_code(const Digest& digest, const std::string& code) {
    return std::find_if(digest.departments.begin(), digest.departments.end(),
                        [&](const auto& section) { return section.department.code == code; })
        ->department;
}

Instant local(const char* text) {
    return parse_time(text).value().instant;
}

Uuid id(int number) {
    std::string text = "0198f3a2-7c1e-7d42-9a60-2f6f0f3f9d00";
    text[34] = static_cast<char>('0' + number / 10);
    text[35] = static_cast<char>('0' + number % 10);
    return *Uuid::parse(text);
}

domain::Flag long_line(const Digest& digest) {
    domain::Flag flag;
    flag.kind = domain::FlagKind::reason_window;
    flag.reason = reason_with_code(digest, "604");
    flag.department = department_with_code(digest, "checkout");
    flag.polarity = Polarity::complaint;
    flag.days = 7;
    flag.days_open = 7;
    flag.since = 2026y / 11 / 10;
    flag.remarks = 19;
    flag.of = 291;
    flag.baseline_remarks = 56;
    flag.baseline_of = 2104;
    flag.baseline_days = 56;
    flag.usual = 7;
    flag.p_value = 0.0024;
    flag.rate_p_value = 0.004;
    flag.rate_ratio = 2.4;
    flag.traffic_known = true;
    flag.breadth = 9;
    flag.hours = domain::HourSpan{17, 19};
    flag.remarks_by_day_28 = {1, 0, 1, 2, 1, 1, 0, 1, 1, 0, 2, 2, 1, 1, 0, 1, 1, 1, 2, 1, 0, 2, 1, 3, 4, 2, 2, 5};
    return flag;
}

domain::Flag meat_praise(const Digest& digest) {
    domain::Flag flag;
    flag.kind = domain::FlagKind::department_day;
    flag.department = department_with_code(digest, "meat");
    flag.polarity = Polarity::praise;
    flag.reasons = {{reason_with_code(digest, "202"), 5}, {reason_with_code(digest, "201"), 1}};
    flag.since = digest.day;
    flag.remarks = 6;
    flag.of = digest.remarks;
    flag.baseline_remarks = 16;
    flag.baseline_of = 312;
    flag.baseline_days = 8;
    flag.usual = 2;
    flag.p_value = 0.0093;
    flag.rate_p_value = 0.2;
    flag.rate_ratio = 1.9;
    flag.traffic_known = true;
    flag.breadth = 4;
    flag.remarks_by_day_28 = {2, 3, 1, 2, 4, 3, 2, 2, 1, 2, 3, 3, 2, 1, 2, 2, 3, 2, 4, 3, 2, 1, 2, 2, 3, 4, 2, 6};
    return flag;
}

void add_alerts(Digest& digest) {
    domain::AlertLine closed{id(1),
                             reason_with_code(digest, "401"),
                             2,
                             local("2026-11-16T17:20:12-06:00"),
                             local("2026-11-16T17:41:00-06:00"),
                             "yogurt pulled"};
    domain::AlertLine waiting{id(2), reason_with_code(digest, "705"), 1, local("2026-11-16T20:05:00-06:00"), std::nullopt,
                              ""};
    digest.alerts = {closed, waiting};
}

domain::ShareEvidence evidence(int remarks, int of) {
    domain::ShareEvidence counted;
    counted.remarks = counted.hearings = {remarks, of};
    counted.days = 28;
    counted.over_dispersion = 0;
    return counted;
}

void add_goals(Digest& digest) {
    domain::GoalLine running;
    running.goal_id = id(3);
    running.title_en = "Long line";
    running.title_es = "Fila larga";
    running.first_day = 2026y / 11 / 1;
    running.last_day = 2026y / 12 / 31;
    domain::judge_goal(running, evidence(57, 630), 0.05, false);
    domain::GoalLine met;
    met.goal_id = id(4);
    met.title_en = "Produce fresh";
    met.title_es = "Fruta/verd. fresca";
    met.at_most = false;
    met.first_day = 2026y / 10 / 1;
    met.last_day = 2026y / 11 / 16;
    domain::judge_goal(met, evidence(88, 1390), 0.04, true);
    digest.goals = {running, met};
}

void add_actions(Digest& digest) {
    domain::ActionLine tag;
    tag.action_id = id(5);
    tag.line_key = "reason:503";
    tag.title_en = "Price tag wrong";
    tag.title_es = "Precio mal marcado";
    tag.day = 2026y / 11 / 13;
    tag.assigned = "pricing";
    tag.state = domain::ActionState::acknowledged;
    domain::ActionLine line;
    line.action_id = id(6);
    line.line_key = "reason:604";
    line.title_en = "Long line";
    line.title_es = "Fila larga";
    line.day = 2026y / 11 / 15;
    line.assigned = "checkout";
    line.state = domain::ActionState::acknowledged;
    domain::ActionLine carts;
    carts.action_id = id(9);
    carts.line_key = "reason:704";
    carts.title_en = "Carts/parking";
    carts.title_es = "Carritos/estac.";
    carts.day = 2026y / 11 / 14;
    carts.reply = "twenty carts repaired";
    carts.state = domain::ActionState::done;
    digest.open_actions = {tag, line, carts};
}

}  // namespace

void add_produce_flag(Digest& digest) {
    domain::Flag flag;
    flag.kind = domain::FlagKind::department_day;
    flag.department = department_with_code(digest, "produce");
    flag.polarity = Polarity::complaint;
    flag.reasons = {{reason_with_code(digest, "103"), 7}};
    flag.since = digest.day;
    flag.remarks = 7;
    flag.of = digest.remarks;
    flag.baseline_remarks = 13;
    flag.baseline_of = 312;
    flag.baseline_days = 8;
    flag.usual = 1.6;
    flag.p_value = 0.00047;
    flag.rate_p_value = 0.0006;
    flag.rate_ratio = 4.2;
    flag.traffic_known = true;
    flag.breadth = 5;
    flag.hours = domain::HourSpan{15, 19};
    flag.remarks_by_day_28 = {1, 2, 1, 1, 2, 2, 1, 2, 1, 0, 1, 2, 1, 2, 2, 1, 1, 0, 2, 1, 2, 1, 2, 1, 1, 2, 2, 7};
    digest.walk_first = {flag};
}

void add_parts(Digest& digest) {
    digest.walk_first.push_back(long_line(digest));
    digest.walk_first.push_back(meat_praise(digest));
    add_alerts(digest);
    digest.together = {{reason_with_code(digest, "901"), reason_with_code(digest, "902"), 9},
                       {reason_with_code(digest, "103"), reason_with_code(digest, "801"), 5}};
    add_goals(digest);
    domain::EventLine baker;
    baker.event_id = id(7);
    baker.day = 2026y / 10 / 19;
    baker.text = "new baker";
    baker.reason = reason_with_code(digest, "301");
    baker.before_after = domain::BeforeAfter{evidence(9, 1043), evidence(24, 1102), true, 0.011};
    domain::EventLine ad;
    ad.event_id = id(8);
    ad.day = 2026y / 11 / 16;
    ad.text = "half-page ad for grapes";
    digest.events = {baker, ad};
    add_actions(digest);
    digest.changes = {{2026y / 11 / 15, 24, 27, 2}};
}

}  // namespace tillnote::render::samples
