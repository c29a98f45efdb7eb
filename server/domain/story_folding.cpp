#include "server/domain/comparison_story.hpp"

#include <algorithm>

namespace tillnote::domain {
namespace {

bool is_of(const Story& story, std::size_t member) {
    return std::ranges::find(story.members, member, &StoryMember::member) != story.members.end();
}

void take_out(ShareCounts& rest, ShareCounts part) {
    rest.remarks -= part.remarks;
    rest.of -= part.of;
}

/// Whether a lower member of `row` is so against those, too, that are not behind `story`.
bool stands_without(const ComparisonRow& row, std::size_t member, const Story& story, FunnelSpread spread, double p_max) {
    const ComparisonCell& cell = row.cells[member];
    ShareCounts rest = cell.rest;
    ShareCounts heard_rest = cell.heard_rest;
    for (const StoryMember& behind : story.members) {
        const ComparisonCell& taken = row.cells[behind.member];
        take_out(rest, {taken.remarks, taken.of});
        take_out(heard_rest, taken.heard);
    }
    const FunnelReading heard = read_funnel(cell.heard, heard_rest, {spread.relative_variance, 1});
    return read_funnel({cell.remarks, cell.of}, rest, spread).verdict == FunnelVerdict::below &&
           heard.verdict == FunnelVerdict::below && heard.strict_p_value <= p_max;
}

}  // namespace

void fold_into_stories(Comparison& comparison, const std::vector<Story>& stories) {
    if (comparison.against == Against::last_year) {
        return;
    }
    double p_max = 0;  // what stands out all the same
    for (const Standout& at : comparison.standouts) {
        p_max = std::max(p_max, comparison.rows[at.row].cells[at.member].heard_p_value);
    }
    const RowSpread spread(comparison);
    std::erase_if(comparison.standouts, [&](const Standout& at) {
        const ComparisonRow& row = comparison.rows[at.row];
        const ComparisonCell& cell = row.cells[at.member];
        return cell.reading.verdict == FunnelVerdict::below && std::ranges::any_of(stories, [&](const Story& story) {
                   const bool of_row = std::ranges::find(row.reasons, story.reason) != row.reasons.end();
                   return of_row && !is_of(story, at.member) &&
                          !stands_without(row, at.member, story, spread.of(row, cell.of), p_max);
               });
    });
}

}  // namespace tillnote::domain
