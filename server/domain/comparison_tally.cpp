#include "server/domain/comparison_tally.hpp"

#include "server/domain/hearings.hpp"

namespace tillnote::domain {
namespace {

bool holds(const ComparisonRange& range, Day day) {
    return day >= range.from && day <= range.to;
}

class Tallying {
public:
    explicit Tallying(const std::vector<bool>& steady) : steady_(steady) {}

    /// Remarks of the day, for whoever wants them, too.
    int append(Tally& tally, const ComparedDay& day) {
        int remarks = 0;
        int of = 0;
        int hearings = 0;
        for (const HeardReason& heard : day.heard) {
            const int hearings_of_reason = hearings_.count(heard.remarks, heard.breadth, day.lanes_heard);
            ReasonTally& reason = tally.reasons[heard.reason];
            reason.remarks += heard.remarks;
            reason.breadth += heard.breadth;
            reason.hearings += hearings_of_reason;
            remarks += heard.remarks;
            if (steady_[heard.reason]) {
                of += heard.remarks;
                hearings += hearings_of_reason;
            }
        }
        tally.of += of;
        tally.heard_of += hearings;
        tally.of_all += remarks;
        return remarks;
    }

    Tally tally(const std::vector<ComparedDay>& days, const ComparisonRange& range) {
        Tally made = nothing();
        for (const ComparedDay& day : days) {
            if (holds(range, day.day)) {
                append(made, day);
            }
        }
        return made;
    }

    [[nodiscard]] Tally nothing() const { return {std::vector<ReasonTally>(steady_.size()), 0, 0, 0}; }

private:
    const std::vector<bool>& steady_;
    HearingTable hearings_;
};

std::vector<bool> find_steady(const ComparisonInput& input, const ComparisonRange& then) {
    std::vector<bool> steady(input.reasons.size(), true);
    for (std::size_t reason = 0; reason < steady.size(); ++reason) {
        steady[reason] =
            input.against != Against::last_year || (could_be_tapped(input, reason, then.from, then.to) &&
                                                    could_be_tapped(input, reason, input.range.from, input.range.to));
    }
    return steady;
}

void add_up(MemberTotals& totals, const ComparedDay& day, int remarks) {
    totals.remarks += remarks;
    if (!day.open) {
        return;
    }
    ++totals.days;
    totals.days_incomplete += day.percent_complete < complete_percent_min ? 1 : 0;
    totals.days_silent += day.lanes_heard == 0 ? 1 : 0;
    if (day.traffic) {
        totals.traffic = totals.traffic.value_or(0) + *day.traffic;
        totals.remarks_with_traffic += remarks;
    } else {
        ++totals.days_without_traffic;
    }
}

}  // namespace

ComparisonTallies tally_comparison(const ComparisonInput& input) {
    const ComparisonRange then = same_weeks_last_year(input.range);
    ComparisonTallies made;
    made.steady = find_steady(input, then);
    Tallying tallying(made.steady);
    for (const ComparedMember& member : input.members) {
        MemberTotals& totals = made.totals.emplace_back();
        totals.id = member.id;
        totals.name = member.name;
        Tally& tally = made.members.emplace_back(tallying.nothing());
        for (const ComparedDay& day : member.days) {
            if (holds(input.range, day.day)) {
                add_up(totals, day, tallying.append(tally, day));
            }
        }
        made.last_year.push_back(tallying.tally(member.last_year_days, then));
    }
    made.elsewhere = tallying.tally(input.elsewhere, input.range);
    return made;
}

}  // namespace tillnote::domain
