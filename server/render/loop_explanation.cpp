#include "server/render/loop_explanation.hpp"

#include "schema/time_text.hpp"
#include "server/render/explained_text.hpp"
#include "server/render/plain_text.hpp"

namespace tillnote::render {
namespace {

std::string evidence_text(const domain::ShareEvidence& evidence) {
    std::string text = heard_text(evidence.remarks, evidence.hearings) + " on " + std::to_string(evidence.days) + " days";
    if (evidence.days_left_out > 0) {
        text += ", " + std::to_string(evidence.days_left_out) +
                " left out (closed, a holiday, under 90% complete, or before opening)";
    }
    return text;
}

std::string percent_text(double share) {
    return decimal_text(share * 100, 1) + '%';
}

void append_together(std::string& out, const domain::DigestInput& input, const domain::Digest& digest) {
    out += "Heard together, 28 days: " + std::to_string(input.windows.pairs.size()) +
           " pairs of reasons from one customer; told from 5 up.\n";
    for (const domain::Together& pair : digest.together) {
        out +=
            "  " + reason_text(pair.first) + " and " + reason_text(pair.second) + ": " + std::to_string(pair.pairs) + '\n';
    }
}

void append_alert(std::string& out, const domain::AlertLine& alert) {
    out +=
        "Alert " + reason_text(alert.reason) + ": raised " + format_time(alert.raised_at) + " by " +
        std::to_string(alert.remarks) + (alert.remarks == 1 ? " remark, " : " remarks, ") +
        (alert.first_tapped_at ? "first tapped " + format_time(*alert.first_tapped_at) + ", " : std::string{}) +
        (alert.acknowledged_at ? "acknowledged " + format_time(*alert.acknowledged_at) : std::string("not acknowledged")) +
        ".\n";
}

void append_action(std::string& out, const domain::ActionLine& action) {
    out += "Action on " + one_line(action.line_key) + " of " + format_day(action.day) + ": " +
           std::string(domain::to_text(action.state)) +
           (action.assigned.empty() ? "" : ", with " + one_line(action.assigned)) + ".\n";
}

void append_goal(std::string& out, const domain::GoalLine& goal) {
    out += "Goal " + one_line(goal.title_en) + (goal.at_most ? ", at most " : ", at least ") + percent_text(goal.target) +
           " from " + format_day(goal.first_day) + " to " + format_day(goal.last_day) + ": " + evidence_text(goal.evidence) +
           ".\n";
    if (goal.share && goal.low && goal.high) {
        out += "  Share " + percent_text(*goal.share) + ", 95% interval " + percent_text(*goal.low) + " to " +
               percent_text(*goal.high) + "; of the hearings, " + variation_text(goal.evidence.variation()) +
               ", and as far as the share. The target: p = " + chance_text(goal.p_value) + ", two-sided. ";
    } else {
        out += "  Too few for a share (30 are needed). ";
    }
    if (!goal.evidence.over_dispersion) {
        out += "How days vary is not known yet (4 usable weeks are needed). ";
    }
    out += "Says: " + std::string(domain::to_text(goal.verdict)) + ".\n";
}

void append_event(std::string& out, const domain::EventLine& event) {
    out += "Event of " + format_day(event.day) + ", " + one_line(event.text) + ": ";
    if (!event.before_after) {
        out += "not compared.\n";
        return;
    }
    const domain::BeforeAfter& both = *event.before_after;
    if (!both.enough) {
        out += "too few days (14 are needed on each side); ";
    }
    out += (event.reason ? reason_text(*event.reason) : "theme " + one_line(event.theme)) + " before " +
           evidence_text(both.before) + "; after " + evidence_text(both.after) +
           ".\n  Mix test of the hearings, two-sided, " + variation_text(both.after.variation()) +
           ": p = " + chance_text(both.p_value) + "; up to 0.05 it is unlikely to be chance.\n";
}

}  // namespace

std::string explain_loop(const domain::DigestInput& input, const domain::Digest& digest) {
    std::string out;
    append_together(out, input, digest);
    for (const domain::AlertLine& alert : digest.alerts) {
        append_alert(out, alert);
    }
    for (const domain::ActionLine& action : digest.open_actions) {
        append_action(out, action);
    }
    for (const domain::GoalLine& goal : digest.goals) {
        append_goal(out, goal);
    }
    for (const domain::EventLine& event : digest.events) {
        append_event(out, event);
    }
    return out;
}

}  // namespace tillnote::render
