#include "server/domain/comparison_tally.hpp"

#include "server/domain/business_day.hpp"
#include "server/domain/hearings.hpp"

#include <algorithm>
#include <iterator>

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

    [[nodiscard]] Tally nothing() const { return {std::vector<ReasonTally>(steady_.size()), 0, 0, 0}; }

private:
    const std::vector<bool>& steady_;
    HearingTable hearings_;
};

/// Dates of the range that a member has open in both years.
class PairedDays {
public:
    PairedDays(const ComparedMember& member, const ComparisonRange& range, const ComparisonRange& then)
        : shift_(static_cast<int>((std::chrono::sys_days{range.from} - std::chrono::sys_days{then.from}).count())) {
        const std::vector<Day> now = open_dates(member.days, range, 0);
        const std::vector<Day> before = open_dates(member.last_year_days, then, shift_);
        std::ranges::set_intersection(now, before, std::back_inserter(dates_));
        unpaired_ = static_cast<int>(std::ssize(now) + std::ssize(before) - 2 * std::ssize(dates_));
    }

    [[nodiscard]] bool hold(Day day) const { return std::ranges::binary_search(dates_, day); }
    [[nodiscard]] bool hold_then(Day day) const { return hold(add_days(day, shift_)); }
    [[nodiscard]] int unpaired() const { return unpaired_; }
    [[nodiscard]] const std::vector<Day>& dates() const { return dates_; }  ///< oldest first

private:
    static std::vector<Day> open_dates(const std::vector<ComparedDay>& days, const ComparisonRange& range, int shift) {
        std::vector<Day> dates;
        for (const ComparedDay& day : days) {
            if (day.open && holds(range, day.day)) {
                dates.push_back(add_days(day.day, shift));
            }
        }
        std::ranges::sort(dates);
        const auto twice = std::ranges::unique(dates);
        dates.erase(twice.begin(), twice.end());
        return dates;
    }

    int shift_;
    std::vector<Day> dates_;
    int unpaired_ = 0;
};

/// By member; empty unless against last year.
std::vector<PairedDays> pair_days(const ComparisonInput& input, const ComparisonRange& then) {
    std::vector<PairedDays> pairs;
    if (input.against == Against::last_year) {
        for (const ComparedMember& member : input.members) {
            pairs.emplace_back(member, input.range, then);
        }
    }
    return pairs;
}

/// Of the days that are paired: what was tapped before the catalog or any store was there counts nowhere.
std::vector<bool> find_steady(const ComparisonInput& input, const ComparisonRange& then,
                              const std::vector<PairedDays>& pairs) {
    std::vector<bool> steady(input.reasons.size(), true);
    const auto shift = std::chrono::sys_days{input.range.from} - std::chrono::sys_days{then.from};
    for (const PairedDays& paired : pairs) {
        if (paired.dates().empty()) {
            continue;
        }
        const Day first = paired.dates().front();
        const Day last = paired.dates().back();
        const int back = -static_cast<int>(shift.count());
        for (std::size_t reason = 0; reason < steady.size(); ++reason) {
            steady[reason] = steady[reason] && could_be_tapped(input, reason, first, last) &&
                             could_be_tapped(input, reason, add_days(first, back), add_days(last, back));
        }
    }
    return steady;
}

int count_remarks(const ComparedDay& day) {
    int remarks = 0;
    for (const HeardReason& heard : day.heard) {
        remarks += heard.remarks;
    }
    return remarks;
}

/// Each store's remarks, which its own tally tells.
void tally_elsewhere(ComparisonTallies& made, Tallying& tallying, const ComparisonInput& input) {
    made.elsewhere = tallying.nothing();
    for (const std::vector<ComparedDay>& days : input.elsewhere) {
        const int before = made.elsewhere.of;
        for (const ComparedDay& day : days) {
            if (holds(input.range, day.day)) {
                tallying.append(made.elsewhere, day);
            }
        }
        const double remarks = made.elsewhere.of - before;
        made.elsewhere_totals.stores += remarks > 0 ? 1 : 0;
        made.elsewhere_totals.remarks += remarks;
        made.elsewhere_totals.squares += remarks * remarks;
    }
}

/// Of an open day, into MemberTotals or StoreGaps.
template <typename Totals>
void count_gaps(Totals& totals, const ComparedDay& day) {
    totals.days_incomplete += is_complete(day) ? 0 : 1;
    totals.days_silent += is_silent(day) ? 1 : 0;
    totals.days_without_traffic += day.traffic ? 0 : 1;
}

/// `gaps`: of the stores of a district.
void add_up(MemberTotals& totals, std::vector<StoreGaps>& gaps, const ComparedDay& day, int remarks) {
    totals.remarks += remarks;
    if (!day.open) {
        return;
    }
    ++totals.days;
    count_gaps(totals, day);
    if (!gaps.empty()) {
        count_gaps(gaps[day.store], day);
    }
    if (day.traffic) {
        totals.traffic = totals.traffic.value_or(0) + *day.traffic;
        totals.remarks_with_traffic += remarks;
    } else if (gaps.empty()) {
        totals.traffic_missing.push_back(day.day);
    }
}

std::vector<StoreGaps> begin_gaps(const ComparedMember& member) {
    std::vector<StoreGaps> gaps;
    std::ranges::transform(member.stores, std::back_inserter(gaps),
                           [](const ComparedStore& store) { return StoreGaps{store}; });
    return gaps;
}

void keep_gaps(MemberTotals& totals, std::vector<StoreGaps> gaps) {
    std::erase_if(gaps, [](const StoreGaps& store) { return store.days_incomplete + store.days_without_traffic == 0; });
    totals.gaps = std::move(gaps);
    std::ranges::sort(totals.traffic_missing);
}

}  // namespace

ComparisonTallies tally_comparison(const ComparisonInput& input) {
    const ComparisonRange then = same_weeks_last_year(input.range);
    ComparisonTallies made;
    const std::vector<PairedDays> pairs = pair_days(input, then);
    made.steady = find_steady(input, then, pairs);
    Tallying tallying(made.steady);
    for (const ComparedMember& member : input.members) {
        MemberTotals& totals = made.totals.emplace_back();
        totals.id = member.id;
        totals.name = member.name;
        Tally& tally = made.members.emplace_back(tallying.nothing());
        const PairedDays* paired = pairs.empty() ? nullptr : &pairs[made.members.size() - 1];
        std::vector<StoreGaps> gaps = begin_gaps(member);
        for (const ComparedDay& day : member.days) {
            if (holds(input.range, day.day)) {
                const bool counts = paired == nullptr || paired->hold(day.day);
                add_up(totals, gaps, day, counts ? tallying.append(tally, day) : count_remarks(day));
            }
        }
        keep_gaps(totals, std::move(gaps));
        Tally& last_year = made.last_year.emplace_back(tallying.nothing());
        if (paired != nullptr) {
            totals.days_unpaired = paired->unpaired();
            totals.stores_joined = member.stores_joined;
            totals.stores_left = member.stores_left;
            for (const ComparedDay& day : member.last_year_days) {
                if (paired->hold_then(day.day)) {
                    tallying.append(last_year, day);
                }
            }
        }
    }
    tally_elsewhere(made, tallying, input);
    return made;
}

}  // namespace tillnote::domain
