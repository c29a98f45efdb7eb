#include "server/render/tests_explanation.hpp"

#include "schema/time_text.hpp"
#include "server/domain/chance.hpp"
#include "server/render/explained_text.hpp"
#include "server/render/plain_text.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace tillnote::render {
namespace {

using domain::Flag;
using domain::TestFigures;

const domain::ReasonTests* tests_of(const domain::Digest& digest, const Flag& flag) {
    for (const domain::ReasonLine& line : digest.reasons) {
        const bool is_it = flag.reason
                               ? line.reason.code == flag.reason->code
                               : line.reason.department == flag.department.code && line.reason.polarity == flag.polarity;
        if (is_it && line.tests) {
            return &*line.tests;
        }
    }
    return nullptr;
}

/// Nothing where this program's digest has no such test.
const TestFigures* figures_of(const domain::Digest& digest, const Flag& flag) {
    const domain::ReasonTests* tests = tests_of(digest, flag);
    if (tests == nullptr) {
        return nullptr;
    }
    return !flag.reason ? &tests->department_day : flag.days == tests->days_3.days ? &tests->days_3 : &tests->days_7;
}

std::string title_of(const Flag& flag) {
    return flag.reason ? reason_text(*flag.reason)
                       : one_line(flag.department.label_en) + ", " + std::string(to_text(flag.polarity));
}

std::string span_of(const TestFigures& figures, domain::Day day) {
    if (figures.days == 1) {
        return format_day(day) + " against " + std::to_string(figures.baseline_days) + " same weekdays";
    }
    const int guard = figures.days + domain::guard_days;
    return format_day(domain::add_days(day, 1 - figures.days)) + " to " + format_day(day) + " against " +
           std::to_string(figures.baseline_days) + " usable days of " +
           format_day(domain::add_days(day, 1 - guard - domain::baseline_window_days)) + " to " +
           format_day(domain::add_days(day, -guard));
}

std::string mix_text(const TestFigures& figures) {
    const bool varies = figures.variation.over_dispersion > 0;
    return "  Mix test, one-sided: p = " + chance_text(figures.p_value) + " (" +
           (varies ? "beta-binomial; " + variation_text(figures.variation) : std::string("Fisher; no over-dispersion")) +
           ").\n";
}

std::string rate_text(const TestFigures& figures) {
    const std::string ratio =
        figures.rate_ratio ? decimal_text(*figures.rate_ratio, 2) + " times as often" : std::string("never before");
    return "  Rate test: " + ratio + (figures.traffic_known ? " for the staffed transactions" : " a day") +
           "; the window has " + decimal_text(figures.exposure, 3) + " of the baseline's" +
           (figures.traffic_known ? "" : " days") + ", p = " + chance_text(figures.rate_p_value) + ", adjusted over all " +
           "rate tests " + chance_text(figures.adjusted_rate_p) + ".\n";
}

std::string chance_sentence(double p_value) {
    return "  \"1 in " + std::to_string(domain::chance_one_in(p_value)) +
           "\" is 1 / p to one significant figure, 10,000 at most.\n";
}

/// Everything behind one line.
std::string derive(const Flag& flag, const domain::Digest& digest) {
    std::string out = title_of(flag) + ": ";
    const TestFigures* found = figures_of(digest, flag);
    if (found == nullptr) {
        return out + "not derived; its test is not among this digest's.\n";
    }
    const TestFigures& figures = *found;
    out += span_of(figures, digest.day) + ".\n";
    out += "  " + heard_text(figures.window, figures.window_hearings) + "; before, " +
           heard_text(figures.baseline, figures.baseline_hearings) + ", so usual is " + decimal_text(flag.usual, 1) + " = " +
           std::to_string(figures.baseline.remarks) + " x " + std::to_string(figures.days_open) + " / " +
           std::to_string(figures.baseline_days) +
           (figures.days_open < figures.days ? "; the store was open on " + std::to_string(figures.days_open) + " of " +
                                                   std::to_string(figures.days) + " days.\n"
                                             : std::string(".\n"));
    out += mix_text(figures);
    out += "  Benjamini-Hochberg over " + std::to_string(digest.known.tests) +
           " tests: adjusted p = " + chance_text(figures.adjusted_p) + "; up to " +
           decimal_text(domain::false_discovery_rate, 2) + " passes.\n";
    out += rate_text(figures);
    const bool first_seen = flag.kind == domain::FlagKind::first_seen;
    out +=
        "  Gates: " + std::to_string(figures.window.remarks) + " remarks (" + std::to_string(domain::flag_remarks_min) +
        " are needed), heard " +
        (figures.breadth >= domain::flag_breadth_min ? "by different people" : "in one place and time only") +
        (first_seen ? ", never heard in " + std::to_string(domain::first_seen_weeks_min) + " usable weeks" : std::string{}) +
        ". Says: " + std::string(to_text(figures.verdict)) + ".\n";
    for (const domain::FlaggedReason& one : flag.reasons) {
        out += "  Of it " + reason_text(one.reason) + ": " + std::to_string(one.remarks) + ".\n";
    }
    if (flag.hours) {
        out += "  Mostly " + std::to_string(flag.hours->from_hour) + ":00 to " + std::to_string(flag.hours->to_hour) +
               ":00 by its remarks of each hour (shown from 5 remarks and 3 lanes).\n";
    }
    return out;
}

/// `named`: their sentences name the chance.
void append_flags(std::string& out, const char* heading, const std::vector<Flag>& flags, const domain::Digest& digest,
                  bool named) {
    if (flags.empty()) {
        return;
    }
    out += std::string(heading) + '\n';
    for (const Flag& flag : flags) {
        out += derive(flag, digest);
        if (named && flag.kind != domain::FlagKind::first_seen) {
            out += chance_sentence(flag.p_value);
        }
    }
}

void append_test(std::string& out, const std::string& title, const TestFigures& figures) {
    if (figures.window.remarks == 0) {
        return;
    }
    out += "  " + title + ", " + std::to_string(figures.days) + (figures.days == 1 ? " day: " : " days: ") +
           heard_text(figures.window, figures.window_hearings) + ", before " +
           heard_text(figures.baseline, figures.baseline_hearings);
    if (figures.verdict != domain::TestVerdict::too_little) {
        out += "; p " + chance_text(figures.p_value) + ", adjusted " + chance_text(figures.adjusted_p) + ", rate p " +
               chance_text(figures.rate_p_value);
    }
    out += ": " + std::string(to_text(figures.verdict)) + '\n';
}

/// All tests of what was heard; the others can only say that nothing rose.
void append_all(std::string& out, const domain::Digest& digest) {
    out += "All tests of what was heard:\n";
    std::set<std::pair<std::string, Polarity>> groups;
    for (const domain::ReasonLine& line : digest.reasons) {
        if (!line.tests) {
            continue;
        }
        if (groups.emplace(line.reason.department, line.reason.polarity).second) {
            append_test(out, line.reason.department + ' ' + std::string(to_text(line.reason.polarity)),
                        line.tests->department_day);
        }
        append_test(out, reason_text(line.reason), line.tests->days_3);
        append_test(out, reason_text(line.reason), line.tests->days_7);
    }
}

std::string unusable_days(const domain::DigestInput& input) {
    std::string list;
    for (const domain::WindowDay& day : input.windows.days) {
        if (!day.usable && day.day != input.day) {
            list += (list.empty() ? "" : ", ") + format_day(day.day);
        }
    }
    return list.empty() ? "none" : list;
}

}  // namespace

std::string explain_tests(const domain::DigestInput& input, const domain::Digest& digest) {
    std::string out = "Tests: " + std::to_string(digest.known.tests) + ", " + std::to_string(digest.known.days) +
                      " usable days in " + std::to_string(digest.known.weeks) +
                      " usable weeks to compare with. Left out of every baseline (closed, a holiday, under 90% "
                      "complete, or no lane heard): " +
                      unusable_days(input) + ".\n";
    if (input.state == domain::DayState::open || input.state == domain::DayState::closed) {
        return out + "Nothing is tested: part of a day, or a closed one, is never compared with whole ones.\n";
    }
    append_flags(out, "Walk first:", digest.walk_first, digest, true);
    append_flags(out, "A larger share of a quieter day, so no flag:", digest.larger_shares, digest, false);
    append_flags(out, "More remarks of every kind, so no flag:", digest.more_of_every_kind, digest, false);
    if (digest.walk_first.empty()) {
        out += digest.known.enough ? "No test passes all gates: nothing is flagged.\n"
                                   : "Too little to compare with (4 same weekdays or 4 weeks): nothing is flagged.\n";
    }
    append_all(out, digest);
    return out;
}

}  // namespace tillnote::render
