#include "server/render/explanation.hpp"

#include "schema/time_text.hpp"
#include "server/render/plain_text.hpp"

#include <array>
#include <cstdio>
#include <numeric>

namespace tillnote::render {
namespace {

std::string decimal(double value, int places) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", places, value);
    return text.data();
}

std::string name_of(const Reason& reason) {
    return reason.code + ' ' + one_line(reason.label_en);
}

void explain_completeness(std::string& out, const domain::DigestInput& input, const domain::Completeness& completeness) {
    out += "Completeness " + std::to_string(completeness.percent) + "% = the lesser of lanes heard " +
           std::to_string(completeness.lanes_heard) + " of " + std::to_string(completeness.lanes_expected) +
           " expected, and notes received of received plus " + std::to_string(completeness.notes_missing) +
           " missing; rounded down.\n";
    out += "Notes received " + std::to_string(completeness.notes_received) + ", without those about staff; " +
           std::to_string(input.notes_unplaced) + " notes of 28 days whose day is unknown are in no figure.\n";
    out += "Traffic " + (input.traffic ? std::to_string(*input.traffic) + " staffed transactions.\n" : "is not known.\n");
}

void explain_usual(std::string& out, const domain::DigestInput& input) {
    out += "Compared with the same weekday of the last 8 weeks:";
    for (const domain::DayCounts& day : input.same_weekdays) {
        out += ' ' + format_day(day.day) + (day.usable ? "" : " (left out: closed, or under 90% complete)") + ',';
    }
    if (out.back() == ',') {
        out.back() = '\n';
    } else {
        out += " the store had none yet\n";
    }
}

void explain_reason(std::string& out, const domain::ReasonLine& line) {
    out += "  " + name_of(line.reason) + ": " + std::to_string(line.remarks);
    if (line.usual) {
        out += ", usual " + decimal(*line.usual, 1) + " = " + std::to_string(line.baseline.remarks) + " on " +
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
        out += " = " + decimal(*line.share * 100, 1) + "%, 95% interval " + decimal(*line.low * 100, 1) + "% to " +
               decimal(*line.high * 100, 1) + "% (Clopper-Pearson)";
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

int count_of(const std::map<std::string, int>& remarks, const std::string& code) {
    const auto found = remarks.find(code);
    return found == remarks.end() ? 0 : found->second;
}

}  // namespace

std::string render_explanation(const domain::DigestInput& input, const domain::Digest& digest) {
    std::string out;
    explain_completeness(out, input, digest.completeness);
    explain_usual(out, input);
    out += "Remarks " + std::to_string(digest.remarks) + " = the sum of those below, without why-here reasons.\n";
    for (const domain::ReasonLine& line : digest.reasons) {
        if (domain::is_in_total(line.reason)) {
            explain_reason(out, line);
        }
    }
    out += "Why they shop here, " + std::to_string(digest.why_here_days) + " days:\n";
    for (const domain::ShareLine& line : digest.why_here) {
        explain_share(out, name_of(line.reason), line.remarks, digest.why_here_remarks, line);
    }
    out += "Competitors named, " + std::to_string(digest.why_here_days) + " days:\n";
    for (const domain::ShareLine& line : digest.competitors) {
        out += "  " + name_of(line.reason) + ": " + std::to_string(line.remarks) + '\n';
    }
    explain_asks(out, digest.asks);
    for (const domain::ChangeLine& change : digest.changes) {
        out += "Changed since the last digest: " + format_day(change.day) + " had " + std::to_string(change.remarks_before) +
               " remarks, and has " + std::to_string(change.remarks_now) + " in edition " + std::to_string(change.edition) +
               ".\n";
    }
    return out;
}

std::vector<std::string> list_arrivals(const domain::DigestInput& input, const std::map<std::string, int>& remarks_now,
                                       const std::map<int, int>& notes_by_lane_now) {
    std::vector<std::string> arrivals;
    for (const Reason& reason : input.catalog.reasons) {
        const int then = count_of(input.remarks, reason.code);
        const int now = count_of(remarks_now, reason.code);
        if (domain::is_shown(reason) && then != now) {
            arrivals.push_back(name_of(reason) + ": " + std::to_string(then) + " remarks then, " + std::to_string(now) +
                               " now");
        }
    }
    std::int64_t notes_then = 0;
    for (const domain::LaneFacts& lane : input.lanes) {
        notes_then += lane.notes_received;
    }
    const std::int64_t notes_now = std::accumulate(notes_by_lane_now.begin(), notes_by_lane_now.end(), std::int64_t{0},
                                                   [](std::int64_t sum, const auto& lane) { return sum + lane.second; });
    if (notes_then != notes_now) {
        arrivals.push_back("Notes of the day: " + std::to_string(notes_then) + " then, " + std::to_string(notes_now) +
                           " now, those about staff and undone ones included");
    }
    return arrivals;
}

}  // namespace tillnote::render
