#include "server/render/explanation.hpp"

#include "schema/time_text.hpp"
#include "server/render/explained_text.hpp"
#include "server/render/loop_explanation.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/tests_explanation.hpp"

namespace tillnote::render {
namespace {

void explain_completeness(std::string& out, const domain::DigestInput& input, const domain::Completeness& completeness) {
    out += "Completeness " + std::to_string(completeness.percent) + "% = the lesser of lanes heard " +
           std::to_string(completeness.lanes_heard) + " of " + std::to_string(completeness.lanes_expected) +
           " expected, and notes received of received plus " + std::to_string(completeness.notes_missing) +
           " missing; rounded down" +
           (completeness.anything_heard || completeness.lanes_expected > 0
                ? ".\n"
                : "; nothing was expected, so that the day is never compared with.\n");
    out += "Notes received " + std::to_string(completeness.notes_received) + ", without those about staff; " +
           std::to_string(input.notes_unplaced) + " notes of 28 days whose day is unknown are in no figure.\n";
    out += "Traffic " + (input.traffic ? std::to_string(*input.traffic) + " staffed transactions.\n" : "is not known.\n");
}

void explain_usual(std::string& out, const domain::DigestInput& input) {
    out += "Compared with the same weekday of the last 8 weeks:";
    for (const domain::DayCounts& day : input.same_weekdays) {
        out += ' ' + format_day(day.day) +
               (day.usable ? "" : " (left out: closed, a holiday, under 90% complete, or no lane heard)") + ',';
    }
    if (out.back() == ',') {
        out.back() = '\n';
    } else {
        out += " the store had none yet\n";
    }
}

void explain_reason(std::string& out, const domain::ReasonLine& line) {
    out += "  " + reason_text(line.reason) + ": " + std::to_string(line.remarks);
    if (line.usual) {
        out += ", usual " + decimal_text(*line.usual, 1) + " = " + std::to_string(line.baseline.remarks) + " on " +
               std::to_string(line.baseline.days) + " days";
    } else {
        out += ", usual not known from " + std::to_string(line.baseline.days) + " comparable days (4 are needed)";
    }
    out += '\n';
}

template <typename Line>
void explain_share(std::string& out, const std::string& name, int count, int of, const Line& line) {
    out += "  " + name + ": " + std::to_string(count) + " of " + std::to_string(of);
    if (line.share && line.low && line.high) {
        out += " = " + decimal_text(*line.share * 100, 1) + "%, 95% interval " + decimal_text(*line.low * 100, 1) + "% to " +
               decimal_text(*line.high * 100, 1) + "% (Clopper-Pearson)";
    } else {
        out += ", too few for a share (30 are needed)";
    }
    out += '\n';
}

void explain_asks(std::string& out, const std::vector<domain::AskLine>& asks) {
    for (const domain::AskLine& ask : asks) {
        out += "Asked \"" + one_line(ask.question_en) + "\": shown " + std::to_string(ask.shown) + " times, answered " +
               std::to_string(ask.asked) + " times.\n";
        for (const domain::AnswerLine& answer : ask.answers) {
            explain_share(out, one_line(answer.answer.label_en), answer.count, ask.asked, answer);
        }
    }
}

/// A department's figures are its reasons' added up.
void explain_departments(std::string& out, const domain::Digest& digest) {
    out += "Departments, each the sum of its reasons:";
    for (const domain::DepartmentSection& section : digest.departments) {
        out += ' ' + section.department.code + ' ' + std::to_string(section.remarks) +
               (section.usual ? " (usual " + decimal_text(*section.usual, 1) + ")," : std::string(","));
    }
    out.back() = '\n';
}

void explain_28_days(std::string& out, const domain::Digest& digest) {
    out += "Remarks of each of 28 days since the store opened, oldest first (-: closed, or no lane heard):";
    for (const std::optional<int>& remarks : digest.remarks_by_day_28) {
        out += ' ' + (remarks ? std::to_string(*remarks) : "-");
    }
    out += '\n';
}

}  // namespace

std::string render_explanation(const domain::DigestInput& input, const domain::Digest& digest) {
    std::string out;
    explain_completeness(out, input, digest.completeness);
    explain_usual(out, input);
    out += "Remarks " + std::to_string(digest.remarks) + " = the sum of those below, without why-here reasons" +
           (digest.usual ? "; usual " + decimal_text(*digest.usual, 1) + ", the mean of " +
                               std::to_string(digest.usual_days) + " days.\n"
                         : std::string(".\n"));
    for (const domain::ReasonLine& line : digest.reasons) {
        if (domain::is_in_total(line.reason)) {
            explain_reason(out, line);
        }
    }
    explain_departments(out, digest);
    explain_28_days(out, digest);
    out += explain_tests(input, digest);
    out += "Why they shop here, " + std::to_string(digest.why_here_days) + " days:\n";
    for (const domain::ShareLine& line : digest.why_here) {
        explain_share(out, reason_text(line.reason), line.remarks, digest.why_here_remarks, line);
    }
    out += "Competitors named, " + std::to_string(digest.why_here_days) + " days:\n";
    for (const domain::ShareLine& line : digest.competitors) {
        out += "  " + reason_text(line.reason) + ": " + std::to_string(line.remarks) + '\n';
    }
    explain_asks(out, digest.asks);
    out += explain_loop(input, digest);
    for (const domain::ChangeLine& change : digest.changes) {
        out += "Changed since the last digest: " + format_day(change.day) + " had " + std::to_string(change.remarks_before) +
               " remarks, and has " + std::to_string(change.remarks_now) + " in edition " + std::to_string(change.edition) +
               ".\n";
    }
    return out;
}

}  // namespace tillnote::render
