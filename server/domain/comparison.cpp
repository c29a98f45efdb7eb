#include "server/domain/comparison.hpp"

#include "server/domain/business_day.hpp"
#include "server/domain/chance.hpp"
#include "server/domain/comparison_tally.hpp"
#include "server/domain/digest_tests.hpp"
#include "server/domain/false_discovery.hpp"
#include "server/domain/over_dispersion.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace tillnote::domain {
namespace {

constexpr int remarks_min = 3;  ///< both from PRODUCT "The statistics"
constexpr int breadth_min = 2;

/// For pool_over_dispersion: remarks by row and member.
std::vector<std::vector<int>> counts_of(const Comparison& comparison) {
    std::vector<std::vector<int>> counts;
    for (const ComparisonRow& row : comparison.rows) {
        std::vector<int> by_member;
        by_member.reserve(row.cells.size());
        std::ranges::transform(row.cells, std::back_inserter(by_member), &ComparisonCell::remarks);
        counts.push_back(std::move(by_member));
    }
    return counts;
}

/// What a row counts of a tally: its steady reasons among all that are, or where it has none, all of everything.
struct Counted {
    ShareCounts remarks;
    ShareCounts hearings;
    int breadth = 0;
};

Counted count_row(const ComparisonRow& row, const std::vector<bool>& steady, const Tally& tally) {
    Counted counted{{0, row.judged ? tally.of : tally.of_all}, {0, tally.heard_of}, 0};
    for (const std::uint16_t index : row.reasons) {
        if (row.judged && !steady[index]) {
            continue;
        }
        const ReasonTally& reason = tally.reasons[index];
        counted.remarks.remarks += reason.remarks;
        counted.hearings.remarks += reason.hearings;
        counted.breadth += reason.breadth;
    }
    return counted;
}

ShareCounts operator+(ShareCounts left, ShareCounts right) {
    return {left.remarks + right.remarks, left.of + right.of};
}

ShareCounts operator-(ShareCounts whole, ShareCounts part) {
    return {whole.remarks - part.remarks, whole.of - part.of};
}

/// A row's cells without judgement: each member against what is left of the whole, or against itself a year before.
void fill_row(ComparisonRow& row, const ComparisonTallies& tallies, Against against) {
    row.judged = std::ranges::any_of(row.reasons, [&](std::uint16_t index) { return tallies.steady[index]; });
    Counted whole = count_row(row, tallies.steady, tallies.elsewhere);
    row.cells.resize(tallies.members.size());
    for (std::size_t index = 0; index < row.cells.size(); ++index) {
        const Counted own = count_row(row, tallies.steady, tallies.members[index]);
        ComparisonCell& cell = row.cells[index];
        cell.remarks = own.remarks.remarks;
        cell.of = own.remarks.of;
        cell.breadth = own.breadth;
        cell.heard = own.hearings;
        row.remarks += cell.remarks;
        row.of += cell.of;
        whole.remarks = whole.remarks + own.remarks;
        whole.hearings = whole.hearings + own.hearings;
    }
    for (std::size_t index = 0; index < row.cells.size(); ++index) {
        ComparisonCell& cell = row.cells[index];
        if (against == Against::last_year) {
            const Counted then = count_row(row, tallies.steady, tallies.last_year[index]);
            cell.rest = then.remarks;
            cell.heard_rest = then.hearings;
        } else {
            cell.rest = whole.remarks - ShareCounts{cell.remarks, cell.of};
            cell.heard_rest = whole.hearings - cell.heard;
        }
    }
}

/// What is held against nothing tells nothing of anybody else.
void withhold_rest(ComparisonRow& row) {
    for (ComparisonCell& cell : row.cells) {
        cell.rest = {};
        cell.heard_rest = {};
    }
}

/// Both the remarks and the hearings have to lie outside, and on the same side. Hearings have no clusters.
void judge_cell(ComparisonCell& cell, FunnelSpread spread) {
    cell.reading = read_funnel({cell.remarks, cell.of}, cell.rest, spread);
    if (is_outside(cell.reading)) {
        const FunnelReading heard = read_funnel(cell.heard, cell.heard_rest, {spread.relative_variance, 1});
        cell.heard_p_value = heard.verdict == cell.reading.verdict ? heard.strict_p_value : 1;
    }
}

/// How much the variance of remarks grows because some are of one hearing. With a hearing's remarks geometrically
/// distributed around the mean m, their mean square is m (2 m - 1). Pooled over every row but one, as over-dispersion is;
/// unlike it, breadth shows it in however few members, and in those of two years.
class Clustering {
public:
    explicit Clustering(const Comparison& comparison) {
        for (const ComparisonRow& row : comparison.rows) {
            Sum& sum = rows_.emplace_back();
            for (const ComparisonCell& cell : row.cells) {
                sum.remarks += cell.remarks;
                sum.hearings += cell.heard.remarks;
                if (comparison.against == Against::last_year) {
                    sum.remarks += cell.rest.remarks;
                    sum.hearings += cell.heard_rest.remarks;
                }
            }
            whole_.remarks += sum.remarks;
            whole_.hearings += sum.hearings;
        }
    }

    /// Nothing where only that row was heard.
    [[nodiscard]] std::optional<double> without(std::size_t row) const {
        const double remarks = whole_.remarks - rows_[row].remarks;
        const double hearings = whole_.hearings - rows_[row].hearings;
        return hearings > 0 ? std::optional{std::max(1.0, 2 * remarks / hearings - 1)} : std::nullopt;
    }

private:
    struct Sum {
        double remarks = 0;
        double hearings = 0;
    };
    std::vector<Sum> rows_;
    Sum whole_;
};

void judge_cells(Comparison& comparison) {
    const bool spread_known = is_spread_known(comparison);
    const Clustering clustering(comparison);
    const std::vector<std::vector<int>> counts = spread_known ? counts_of(comparison) : std::vector<std::vector<int>>{};
    const RowSpread spread(comparison);
    double squared_shares = 0;
    for (const ComparisonRow& row : comparison.rows) {
        const double share = row.of > 0 ? static_cast<double>(row.remarks) / row.of : 0;
        squared_shares += share * share;
    }
    for (std::size_t index = 0; index < comparison.rows.size(); ++index) {
        ComparisonRow& row = comparison.rows[index];
        // Both by every row but this one, so that what it shows does not hide itself.
        row.clustering = clustering.without(index);
        if (spread_known) {
            const double share = row.of > 0 ? static_cast<double>(row.remarks) / row.of : 0;
            row.over_dispersion = pool_over_dispersion(counts, index, row.clustering.value_or(1));
            row.relative_variance = *row.over_dispersion * share_movement(share, squared_shares);
        }
        for (ComparisonCell& cell : row.cells) {
            if (!row.judged) {
                cell.reading.expected = expected_share({cell.remarks, cell.of}, cell.rest);
                continue;
            }
            judge_cell(cell, spread.of(row, cell.of));
        }
    }
}

/// Of two cells that mirror each other the one that is higher speaks, or the first one where none is: what is more here is
/// less there.
bool speaks(const Comparison& comparison, const ComparisonRow& row, std::size_t member) {
    const auto mirror = find_mirror(comparison, member);
    if (!mirror) {
        return true;
    }
    const FunnelVerdict own = row.cells[member].reading.verdict;
    const FunnelVerdict others = row.cells[*mirror].reading.verdict;
    return own == FunnelVerdict::above || (others != FunnelVerdict::above && member < *mirror);
}

void count_judged(Comparison& comparison) {
    for (const ComparisonRow& row : comparison.rows) {
        for (std::size_t member = 0; member < row.cells.size(); ++member) {
            const FunnelReading& reading = row.cells[member].reading;
            if (speaks(comparison, row, member)) {
                comparison.cells_judged += reading.verdict != FunnelVerdict::too_little ? 1 : 0;
                comparison.cells_outside_95 += is_outside(reading) ? 1 : 0;
            }
        }
    }
}

/// Unusual where it is heard, or where it is missed: the few remarks of a low share need no breadth.
bool is_heard_enough(const ComparisonCell& cell) {
    return cell.reading.verdict == FunnelVerdict::below || (cell.remarks >= remarks_min && cell.breadth >= breadth_min);
}

/// Bad news, neither, good news: among what is told as equally unlikely, what needs somebody comes first.
int news_of(std::optional<Polarity> polarity, bool above) {
    if (polarity == Polarity::complaint) {
        return above ? 0 : 2;
    }
    if (polarity == Polarity::praise) {
        return above ? 2 : 0;
    }
    return 1;
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
            if (cell.heard_p_value < 1 && speaks(comparison, comparison.rows[row], member)) {
                const bool outside_998 = cell.reading.outside_998 && cell.heard_p_value <= 2 * funnel_tail_998;
                outside.push_back({{row, member, outside_998}, cell.heard_p_value});
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
    std::ranges::stable_sort(found, {}, [&](const Outside& at) {
        const ComparisonRow& row = comparison.rows[at.at.row];
        const bool above = row.cells[at.at.member].reading.verdict == FunnelVerdict::above;
        return std::tuple{-chance_one_in(at.p_value), news_of(row.polarity, above), at.p_value};
    });
    std::ranges::transform(found, std::back_inserter(comparison.standouts), &Outside::at);
}

}  // namespace

bool is_spread_known(const Comparison& comparison) {
    const auto heard = std::ranges::count_if(comparison.members,
                                             [](const MemberTotals& member) { return member.remarks >= share_remarks_min; });
    return comparison.against != Against::last_year && heard >= spread_members_min && comparison.rows.size() > 2;
}

RowSpread::RowSpread(const Comparison& comparison)
    : sum_(comparison.elsewhere.remarks), squares_(comparison.elsewhere.squares) {
    const int stores = static_cast<int>(comparison.members.size()) + comparison.elsewhere.stores;
    others_ = std::max(2, stores) - 1;
    for (const MemberTotals& member : comparison.members) {
        sum_ += member.remarks;
        squares_ += static_cast<double>(member.remarks) * member.remarks;
    }
}

FunnelSpread RowSpread::of(const ComparisonRow& row, int remarks_of_member) const {
    const double rest = sum_ - remarks_of_member;
    const double squares = squares_ - static_cast<double>(remarks_of_member) * remarks_of_member;
    // The least there is, that of equal others, for sizes that no member has.
    const double parts = std::max(1 / others_, rest > 0 ? squares / (rest * rest) : 0);
    return {row.relative_variance * (1 + parts), row.clustering.value_or(1)};
}

Comparison build_comparison(const ComparisonInput& input) {
    return build_comparison(input, tally_comparison(input), input.by);
}

Comparison build_comparison(const ComparisonInput& input, const ComparisonTallies& tallies, ComparisonBy by) {
    Comparison comparison{.by = by,
                          .against = input.against,
                          .range = input.range,
                          .members = tallies.totals,
                          .elsewhere = tallies.elsewhere_totals,
                          .rows = list_comparison_rows(by, input.reasons, input.departments),
                          .standouts = {},
                          .holidays = {},
                          .holidays_last_year = {}};
    for (ComparisonRow& row : comparison.rows) {
        fill_row(row, tallies, input.against);
        if (is_rest_withheld(comparison)) {
            withhold_rest(row);
        }
    }
    comparison.holidays = find_holidays(input.range.from, input.range.to);
    if (input.against == Against::last_year) {
        const ComparisonRange then = same_weeks_last_year(input.range);
        comparison.holidays_last_year = find_holidays(then.from, then.to);
    }
    judge_cells(comparison);
    count_judged(comparison);
    find_standouts(comparison);
    return comparison;
}

std::vector<std::vector<TrendWeek>> trace_trends(const ComparisonInput& input, const ComparisonRow& row) {
    std::vector<int> counts(input.reasons.size());  // 1 for those of the row
    for (const std::uint16_t reason : row.reasons) {
        counts[reason] = 1;
    }
    const Day first = add_days(input.range.to, 1 - 7 * trend_weeks);
    const std::chrono::sys_days from{first};
    std::vector<TrendWeek> nothing_heard(trend_weeks);
    for (int week = 0; week < trend_weeks; ++week) {
        TrendWeek& made = nothing_heard[static_cast<std::size_t>(week)];
        made.first_day = add_days(first, 7 * week);
        made.in_catalog = std::ranges::any_of(row.reasons, [&](std::uint16_t reason) {
            return could_be_tapped(input, reason, made.first_day, add_days(made.first_day, 6));
        });
    }
    std::vector<std::vector<TrendWeek>> trends;
    for (const ComparedMember& member : input.members) {
        std::vector<TrendWeek>& weeks = trends.emplace_back(nothing_heard);
        for (const ComparedDay& day : member.days) {
            const auto since = (std::chrono::sys_days{day.day} - from).count();
            if (since < 0 || since >= 7 * trend_weeks) {
                continue;
            }
            int remarks = 0;
            int of = 0;
            for (const HeardReason& heard : day.heard) {
                of += heard.remarks;
                remarks += counts[heard.reason] * heard.remarks;
            }
            TrendWeek& week = weeks[static_cast<std::size_t>(since / 7)];
            week.remarks += remarks;
            week.of += of;
        }
    }
    return trends;
}

}  // namespace tillnote::domain
