#include "server/domain/comparison.hpp"

#include "server/domain/business_day.hpp"
#include "server/domain/digest_tests.hpp"
#include "server/domain/false_discovery.hpp"
#include "server/domain/hearings.hpp"
#include "server/domain/over_dispersion.hpp"

#include <algorithm>
#include <numeric>

namespace tillnote::domain {
namespace {

constexpr int remarks_min = 3;  ///< both from PRODUCT "The statistics"
constexpr int breadth_min = 2;

/// What was heard over a range, by reason.
struct Tally {
    explicit Tally(std::size_t reasons) : remarks(reasons), breadth(reasons), hearings(reasons) {}

    void append(const ComparedDay& day) {
        for (const HeardReason& heard : day.heard) {
            const int hearings_of_day = count_hearings(heard.remarks, heard.breadth, day.lanes_heard);
            remarks[heard.reason] += heard.remarks;
            breadth[heard.reason] += heard.breadth;
            hearings[heard.reason] += hearings_of_day;
            of += heard.remarks;
            heard_of += hearings_of_day;
        }
    }

    void append(const Tally& other) {
        const auto add = [](std::vector<int>& sums, const std::vector<int>& counts) {
            std::transform(sums.begin(), sums.end(), counts.begin(), sums.begin(), std::plus<>{});
        };
        add(remarks, other.remarks);
        add(breadth, other.breadth);
        add(hearings, other.hearings);
        of += other.of;
        heard_of += other.heard_of;
    }

    std::vector<int> remarks;
    std::vector<int> breadth;
    std::vector<int> hearings;
    int of = 0;
    int heard_of = 0;
};

Tally tally_days(const std::vector<ComparedDay>& days, const ComparisonRange& range, std::size_t reasons) {
    Tally tally(reasons);
    for (const ComparedDay& day : days) {
        if (day.day >= range.from && day.day <= range.to) {
            tally.append(day);
        }
    }
    return tally;
}

MemberTotals total_up(const ComparedMember& member, const ComparisonRange& range) {
    MemberTotals totals;
    totals.id = member.id;
    totals.name = member.name;
    for (const ComparedDay& day : member.days) {
        if (day.day < range.from || day.day > range.to) {
            continue;
        }
        int remarks = 0;
        for (const HeardReason& heard : day.heard) {
            remarks += heard.remarks;
        }
        totals.remarks += remarks;
        if (!day.open) {
            continue;
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
    return totals;
}

int count_of(const ComparisonRow& row, const std::vector<int>& by_reason) {
    return std::accumulate(row.reasons.begin(), row.reasons.end(), 0,
                           [&](int sum, std::uint16_t reason) { return sum + by_reason[reason]; });
}

/// How far the members' shares vary, by every row but one, so that what one row shows does not hide itself.
double spread_without(const Comparison& comparison, std::size_t left_out) {
    std::vector<std::vector<int>> counts;
    for (std::size_t row = 0; row < comparison.rows.size(); ++row) {
        if (row != left_out) {
            std::vector<int>& by_member = counts.emplace_back();
            for (const ComparisonCell& cell : comparison.rows[row].cells) {
                by_member.push_back(cell.remarks);
            }
        }
    }
    return pool_over_dispersion(counts);
}

bool is_spread_known(const Comparison& comparison) {
    const auto heard = std::ranges::count_if(comparison.members,
                                             [](const MemberTotals& member) { return member.remarks >= share_remarks_min; });
    return comparison.against != Against::last_year && heard >= spread_members_min && comparison.rows.size() > 2;
}

/// For FunnelSpread: what the others' own variation adds.
double squared_parts_of_others(const Comparison& comparison, std::size_t member) {
    double sum = 0;
    double squares = 0;
    for (std::size_t index = 0; index < comparison.members.size(); ++index) {
        if (index != member) {
            const double remarks = comparison.members[index].remarks;
            sum += remarks;
            squares += remarks * remarks;
        }
    }
    return sum > 0 ? squares / (sum * sum) : 0;
}

struct Counted {
    ShareCounts remarks;
    ShareCounts hearings;
};

Counted count_row(const ComparisonRow& row, const Tally& tally) {
    return {{count_of(row, tally.remarks), tally.of}, {count_of(row, tally.hearings), tally.heard_of}};
}

ShareCounts without(ShareCounts whole, ShareCounts part) {
    return {whole.remarks - part.remarks, whole.of - part.of};
}

/// Counts of every row, without judgement.
Comparison count_rows(const ComparisonInput& input) {
    Comparison comparison{.by = input.by,
                          .against = input.against,
                          .range = input.range,
                          .members = {},
                          .rows = list_comparison_rows(input.by, input.reasons, input.departments),
                          .standouts = {}};
    const std::size_t reasons = input.reasons.size();
    std::vector<Tally> tallies;
    std::vector<Tally> last_year;
    Tally all = tally_days(input.elsewhere, input.range, reasons);
    for (const ComparedMember& member : input.members) {
        comparison.members.push_back(total_up(member, input.range));
        tallies.push_back(tally_days(member.days, input.range, reasons));
        last_year.push_back(tally_days(member.last_year_days, same_weeks_last_year(input.range), reasons));
        all.append(tallies.back());
    }
    for (ComparisonRow& row : comparison.rows) {
        const Counted whole = count_row(row, all);
        for (std::size_t index = 0; index < tallies.size(); ++index) {
            const Counted own = count_row(row, tallies[index]);
            const Counted then = count_row(row, last_year[index]);
            const bool itself = input.against == Against::last_year;
            ComparisonCell cell;
            cell.remarks = own.remarks.remarks;
            cell.of = own.remarks.of;
            cell.breadth = count_of(row, tallies[index].breadth);
            cell.rest = itself ? then.remarks : without(whole.remarks, own.remarks);
            cell.heard = own.hearings;
            cell.heard_rest = itself ? then.hearings : without(whole.hearings, own.hearings);
            row.remarks += cell.remarks;
            row.of += cell.of;
            row.cells.push_back(cell);
        }
    }
    return comparison;
}

/// Both the remarks and the hearings have to lie outside, and on the same side.
void judge_cell(ComparisonCell& cell, FunnelSpread spread) {
    cell.reading = read_funnel({cell.remarks, cell.of}, cell.rest, spread);
    if (is_outside(cell.reading)) {
        const FunnelReading heard = read_funnel(cell.heard, cell.heard_rest, spread);
        cell.heard_p_value = heard.verdict == cell.reading.verdict ? heard.p_value : 1;
    }
}

void judge_cells(Comparison& comparison) {
    const bool spread_known = is_spread_known(comparison);
    std::vector<double> parts;
    for (std::size_t member = 0; member < comparison.members.size(); ++member) {
        parts.push_back(squared_parts_of_others(comparison, member));
    }
    double squared_shares = 0;
    for (const ComparisonRow& row : comparison.rows) {
        const double share = row.of > 0 ? static_cast<double>(row.remarks) / row.of : 0;
        squared_shares += share * share;
    }
    for (std::size_t index = 0; index < comparison.rows.size(); ++index) {
        ComparisonRow& row = comparison.rows[index];
        if (spread_known) {
            const double share = row.of > 0 ? static_cast<double>(row.remarks) / row.of : 0;
            row.over_dispersion = spread_without(comparison, index);
            row.relative_variance = *row.over_dispersion * share_movement(share, squared_shares);
        }
        for (std::size_t member = 0; member < row.cells.size(); ++member) {
            ComparisonCell& cell = row.cells[member];
            judge_cell(cell, {row.relative_variance * (1 + parts[member])});
            comparison.cells_judged += cell.reading.verdict != FunnelVerdict::too_little ? 1 : 0;
            comparison.cells_outside_95 += is_outside(cell.reading) ? 1 : 0;
        }
    }
}

/// Unusual where it is heard, or where it is missed: the few remarks of a low share need no breadth.
bool is_heard_enough(const ComparisonCell& cell) {
    return cell.reading.verdict == FunnelVerdict::below || (cell.remarks >= remarks_min && cell.breadth >= breadth_min);
}

void find_standouts(Comparison& comparison) {
    struct Outside {
        Standout at;
        double p_value;
    };
    std::vector<Outside> outside;
    std::vector<double> p_values;
    for (std::size_t row = 0; row < comparison.rows.size(); ++row) {
        for (std::size_t member = 0; member < comparison.members.size(); ++member) {
            const ComparisonCell& cell = comparison.rows[row].cells[member];
            if (cell.heard_p_value < 1) {
                outside.push_back({{row, member}, cell.heard_p_value});
                p_values.push_back(cell.heard_p_value);
            }
        }
    }
    const std::vector<double> adjusted = adjust_p_values(p_values, static_cast<std::size_t>(comparison.cells_judged));
    std::vector<Outside> found;
    for (std::size_t index = 0; index < outside.size(); ++index) {
        const Standout& at = outside[index].at;
        if (adjusted[index] <= false_discovery_rate && is_heard_enough(comparison.rows[at.row].cells[at.member])) {
            found.push_back(outside[index]);
        }
    }
    std::ranges::stable_sort(found, {}, &Outside::p_value);
    std::ranges::transform(found, std::back_inserter(comparison.standouts), &Outside::at);
}

}  // namespace

Comparison build_comparison(const ComparisonInput& input) {
    Comparison comparison = count_rows(input);
    judge_cells(comparison);
    find_standouts(comparison);
    return comparison;
}

std::vector<std::vector<TrendWeek>> trace_trends(const ComparisonInput& input, const ComparisonRow& row) {
    std::vector<bool> counts(input.reasons.size());
    for (const std::uint16_t reason : row.reasons) {
        counts[reason] = true;
    }
    const Day first = add_days(input.range.to, 1 - 7 * trend_weeks);
    std::vector<std::vector<TrendWeek>> trends;
    for (const ComparedMember& member : input.members) {
        std::vector<TrendWeek>& weeks = trends.emplace_back(trend_weeks);
        for (int week = 0; week < trend_weeks; ++week) {
            weeks[static_cast<std::size_t>(week)].first_day = add_days(first, 7 * week);
        }
        for (const ComparedDay& day : member.days) {
            if (day.day < first || day.day > input.range.to) {
                continue;
            }
            const auto since = (std::chrono::sys_days{day.day} - std::chrono::sys_days{first}).count();
            TrendWeek& week = weeks[static_cast<std::size_t>(since / 7)];
            for (const HeardReason& heard : day.heard) {
                week.of += heard.remarks;
                week.remarks += counts[heard.reason] ? heard.remarks : 0;
            }
        }
    }
    return trends;
}

}  // namespace tillnote::domain
