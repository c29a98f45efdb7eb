#include "server/render/district_explanation.hpp"

#include "schema/time_text.hpp"
#include "server/domain/chance.hpp"
#include "server/domain/digest_tests.hpp"
#include "server/render/plain_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace tillnote::render {
namespace {

using domain::ComparedDay;
using domain::Comparison;
using domain::ComparisonCell;
using domain::ComparisonRow;
using domain::MemberTotals;

std::string figure(const char* pattern, double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), pattern, value);
    return text.data();
}

std::string percent(double share) {
    return figure("%.1f%%", 100 * share);
}

std::string counted(int remarks, int of) {
    const std::string words = std::to_string(remarks) + " of " + std::to_string(of);
    return of > 0 ? words + " = " + percent(static_cast<double>(remarks) / of) : words;
}

std::string interval(const domain::Interval& limits) {
    return percent(limits.low) + " to " + percent(limits.high);
}

std::string likely(double p_value) {
    return figure("%.2g", p_value) + " (1 in " + std::to_string(domain::chance_one_in(p_value)) + ")";
}

/// "101 Produce good", or a polarity as it is.
std::string name_of(const ComparisonRow& row) {
    return row.key == row.label_en ? row.key : row.key + ' ' + one_line(row.label_en);
}

/// The days of the range, oldest first.
std::vector<const ComparedDay*> days_told_of(const domain::ComparedMember& member, const domain::ComparisonRange& range) {
    std::vector<const ComparedDay*> days;
    for (const ComparedDay& day : member.days) {
        if (day.day >= range.from && day.day <= range.to) {
            days.push_back(&day);
        }
    }
    std::ranges::sort(days, {}, [](const ComparedDay* day) { return day->day; });
    return days;
}

std::string day_words(const ComparedDay& day) {
    if (!day.open) {
        return format_day(day.day) + " closed";
    }
    int remarks = 0;
    for (const domain::HeardReason& heard : day.heard) {
        remarks += heard.remarks;
    }
    const std::string words = format_day(day.day) + ' ' + std::to_string(remarks);
    if (day.lanes_heard == 0) {
        return words + " (no lane heard)";
    }
    return day.percent_complete < domain::complete_percent_min
               ? words + " (" + std::to_string(day.percent_complete) + "% complete)"
               : words;
}

void explain_store(std::string& out, const domain::ComparedMember& member, const MemberTotals& totals,
                   const domain::ComparisonRange& range) {
    out += "  " + one_line(member.name) + ": " + std::to_string(totals.remarks) + " remarks =";
    const auto days = days_told_of(member, range);
    for (const ComparedDay* day : days) {
        out += (day == days.front() ? " " : ", ") + day_words(*day);
    }
    out += days.empty() ? " no day of it in the district" : "";
    out += "; " + std::to_string(totals.days) + " open days, " + std::to_string(totals.days_incomplete) +
           " of them incomplete (under 90%, or no lane heard), " + std::to_string(totals.days_silent) +
           " without any lane heard; traffic ";
    out += totals.traffic ? std::to_string(*totals.traffic) + " staffed transactions, " +
                                std::to_string(totals.days_without_traffic) + " days without"
                          : "not known";
    out += ".\n";
}

void explain_stores(std::string& out, const domain::DistrictDigestInput& input, const domain::DistrictDigest& digest) {
    const auto& range = input.comparison.range;
    out += "Days " + format_day(range.from) + " to " + format_day(range.to) + ", " + std::string(to_text(digest.rhythm)) +
           ". Stores, without remarks about staff, of lanes only, and why-here ones:\n";
    for (std::size_t member = 0; member < input.comparison.members.size(); ++member) {
        explain_store(out, input.comparison.members[member], digest.comparison.members[member], range);
    }
    out += "Without a digest of their own of " + format_day(input.day) + " when this was frozen:";
    for (const std::string& store : input.without_digest) {
        out += ' ' + store;
    }
    out += input.without_digest.empty() ? " none.\n" : ".\n";
}

/// Where the sum of a row comes from; stores that told nothing of it are left out.
void explain_row(std::string& out, const Comparison& comparison, const ComparisonRow& row) {
    out += "  " + name_of(row) + ": " + counted(row.remarks, row.of);
    bool first = true;
    for (std::size_t member = 0; member < row.cells.size(); ++member) {
        const ComparisonCell& cell = row.cells[member];
        if (cell.remarks > 0) {
            out += first ? "; " : ", ";
            first = false;
            out += one_line(comparison.members[member].name) + ' ' + std::to_string(cell.remarks) + " of " +
                   std::to_string(cell.of);
        }
    }
    if (row.over_dispersion) {
        out += "; limits widened by over-dispersion " + figure("%.3f", *row.over_dispersion) + " and repeated taps " +
               figure("%.2f", row.clustering.value_or(1)) + ", both of all other rows";
    } else if (row.clustering) {
        out += "; limits widened by repeated taps " + figure("%.2f", *row.clustering) + ", of all other rows";
    }
    out += '\n';
}

void explain_rows(std::string& out, const Comparison& comparison, const char* what) {
    const bool widened =
        std::ranges::any_of(comparison.rows, [](const auto& row) { return row.over_dispersion.has_value(); });
    out += std::string(what) +
           (widened ? ":\n" : ", limits of chance and repeated taps alone (fewer than ten stores of 30 remarks):\n");
    for (const ComparisonRow& row : comparison.rows) {
        if (row.remarks > 0) {
            explain_row(out, comparison, row);
        }
    }
}

void explain_standouts(std::string& out, const Comparison& comparison) {
    if (const auto silence = domain::find_silence(comparison); silence == domain::Silence::nothing_to_compare_with) {
        out += "No share is judged: there is nothing to compare with, the other stores have fewer than 30 remarks.\n";
        return;
    } else if (silence == domain::Silence::too_little) {
        out += "No share is judged: no store has 30 remarks.\n";
        return;
    }
    out += "Judged are " + std::to_string(comparison.cells_judged) + " shares with 30 remarks here and elsewhere; " +
           std::to_string(comparison.cells_outside_95) + " lie outside their 95% limits, and " +
           std::to_string(comparison.standouts.size()) +
           " have a sentence: outside by remarks and by hearings, lower not only because of a story's stores, passing "
           "Benjamini and Hochberg at " +
           percent(domain::false_discovery_rate) + " over all of them.\n";
    for (const domain::Standout& at : comparison.standouts) {
        const ComparisonRow& row = comparison.rows[at.row];
        const ComparisonCell& cell = row.cells[at.member];
        out += "  " + name_of(row) + " at " + one_line(comparison.members[at.member].name) + ", " +
               std::string(to_text(cell.reading.verdict)) + ": " + counted(cell.remarks, cell.of) + "; the others " +
               counted(cell.rest.remarks, cell.rest.of) + "; expected " + percent(cell.reading.expected) + ", 95% limits " +
               interval(cell.reading.limits95) + ", 99.8% limits " + interval(cell.reading.limits998) + "; hearings " +
               counted(cell.heard.remarks, cell.heard.of) + " against " +
               counted(cell.heard_rest.remarks, cell.heard_rest.of) + ", two-sided p " + likely(cell.heard_p_value) + ".\n";
    }
}

void explain_stories(std::string& out, const domain::DistrictDigest& digest) {
    out += "Stories: " + std::to_string(digest.stories.size()) +
           ". Each reason, all stores with 28 usable days together, over 3 and 7 days against the eight weeks before a "
           "guard of two days.\n";
    for (const domain::Story& story : digest.stories) {
        const Reason& reason = digest.reasons[story.reason];
        out += "  " + reason.code + ' ' + one_line(reason.label_en) + ", " + format_day(story.first_day) + " to " +
               format_day(story.last_day) + ": " + counted(story.window.remarks, story.window.of) + "; before " +
               counted(story.baseline.remarks, story.baseline.of) + "; one-sided p " + likely(story.p_value) +
               "; up by themselves, p at most 0.05:";
        for (const domain::StoryMember& member : story.members) {
            out += (member.member == story.members.front().member ? " " : ", ") +
                   one_line(digest.comparison.members[member.member].name) + ' ' + counted(member.remarks, member.of);
        }
        out += ".\n";
    }
}

std::string words_of(domain::FunnelVerdict verdict) {
    std::string words{to_text(verdict)};
    std::ranges::replace(words, '_', ' ');
    return words;
}

/// What the small table of the mail shows.
void explain_polarities(std::string& out, const Comparison& polarities) {
    out += "The table, each share against the other stores:\n";
    for (const ComparisonRow& row : polarities.rows) {
        if (row.key != to_text(Polarity::complaint) && row.key != to_text(Polarity::praise)) {
            continue;
        }
        for (std::size_t member = 0; member < row.cells.size(); ++member) {
            const ComparisonCell& cell = row.cells[member];
            out += "  " + one_line(polarities.members[member].name) + ", " + row.key + ": " +
                   counted(cell.remarks, cell.of) + ", 95% limits " + interval(cell.reading.limits95) + ": " +
                   words_of(cell.reading.verdict) + '\n';
        }
    }
}

}  // namespace

std::string render_district_explanation(const domain::DistrictDigestInput& input, const domain::DistrictDigest& digest) {
    std::string out;
    explain_stores(out, input, digest);
    explain_rows(out, digest.comparison, "Reasons, remarks of all remarks, and where they were told");
    explain_standouts(out, digest.comparison);
    explain_stories(out, digest);
    explain_rows(out, digest.polarities, "Polarities");
    explain_polarities(out, digest.polarities);
    return out;
}

}  // namespace tillnote::render
