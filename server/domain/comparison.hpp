#pragma once

#include "server/domain/comparison_range.hpp"
#include "server/domain/completeness.hpp"
#include "server/domain/dated_catalog.hpp"
#include "server/domain/funnel.hpp"
#include "server/domain/holidays.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Stores of a district, or districts of the chain, held against each other by their shares of remarks, which cancel how
/// eagerly each of them taps. Pure values and rules.
namespace tillnote::domain {

enum class ComparisonBy { reason, theme, department, polarity };

[[nodiscard]] std::string_view to_text(ComparisonBy by) noexcept;
[[nodiscard]] std::optional<ComparisonBy> find_comparison_by(std::string_view text) noexcept;

/// What each member is held against.
enum class Against {
    others,     ///< the other members
    chain,      ///< everybody else in the chain
    last_year,  ///< itself, the same weeks last year
};

[[nodiscard]] std::string_view to_text(Against against) noexcept;
[[nodiscard]] std::optional<Against> find_against(std::string_view text) noexcept;

/// One reason on one business day of one store.
struct HeardReason {
    std::uint16_t reason = 0;  ///< index into the list of reasons that are compared
    int remarks = 0;
    int breadth = 0;  ///< (lane, two-hour block) cells
};

/// One ended business day of one store that the member held on that day.
struct ComparedDay {
    Day day;
    bool open = true;
    std::uint16_t store = 0;  ///< of a district's member, whose day it is: index into its stores
    int lanes_heard = 0;
    int percent_complete = 100;
    std::optional<std::int64_t> traffic;  ///< staffed transactions; nothing where they are not known
    std::vector<HeardReason> heard;
};

struct ComparedStore {
    std::string id;
    std::string name;
};

struct ComparedMember {
    std::string id;
    std::string name;
    std::vector<ComparedDay> days;            ///< in no particular order; a district has several of one date
    std::vector<ComparedDay> last_year_days;  ///< only with Against::last_year
    /// Of a district, and only with Against::last_year: its stores in the range that were not its own in last year's, and
    /// the other way round.
    int stores_joined = 0;
    int stores_left = 0;
    std::vector<ComparedStore> stores{};  ///< of a district; a store has none
};

/// Since when and until when a reason may be tapped.
struct ReasonDates {
    Day valid_from;
    std::optional<Day> valid_to;  ///< the last day

    /// Whether on every day from `first` to `last`.
    [[nodiscard]] bool hold(Day first, Day last) const { return valid_from <= first && (!valid_to || *valid_to >= last); }
};

struct ComparisonInput {
    ComparisonBy by = ComparisonBy::reason;
    Against against = Against::others;
    ComparisonRange range;
    std::vector<Reason> reasons;            ///< those in the total (is_in_total), in the catalog's order
    std::vector<ReasonDates> reason_dates;  ///< by index into reasons; empty: each on every day
    std::vector<Department> departments;
    std::vector<ComparedMember> members;  ///< a store belongs to whom it belonged on the day
    /// The rest of the chain on the days of the range, by store; only with Against::chain.
    std::vector<std::vector<ComparedDay>> elsewhere;
};

/// Whether that reason could be tapped on every day from `first` to `last`.
[[nodiscard]] bool could_be_tapped(const ComparisonInput& input, std::size_t reason, Day first, Day last);

/// Whether no lane was heard: nothing is known of the day, also where none was expected any more, as after a week out of
/// reach.
[[nodiscard]] constexpr bool is_silent(const ComparedDay& day) noexcept {
    return day.lanes_heard == 0;
}
/// Whether enough of the day is known to compare with it, which of a silent one it never is.
[[nodiscard]] constexpr bool is_complete(const ComparedDay& day) noexcept {
    return is_usable(day.percent_complete, !is_silent(day));
}
/// From so many stores that were heard the rest of the chain is told of; what fewer of them told could be worked out from
/// it by whoever may not read them. Source: PRODUCT "Privacy".
inline constexpr int elsewhere_stores_min = 3;
/// From so many members with share_remarks_min remarks on, over-dispersion can be estimated. Source: PRODUCT "The district".
inline constexpr int spread_members_min = 10;

/// The stores of the rest of the chain, as widening asks for them.
struct ElsewhereTotals {
    int stores = 0;  ///< that were heard
    double remarks = 0;
    double squares = 0;  ///< of each store's remarks, added up
};

/// What is missing of one store.
struct StoreGaps {
    ComparedStore store;
    int days_incomplete = 0;  ///< these as MemberTotals has them
    int days_silent = 0;
    int days_without_traffic = 0;
};

struct MemberTotals {
    std::string id;
    std::string name;
    int remarks = 0;                      ///< N
    std::optional<std::int64_t> traffic;  ///< of the days that have it; nothing when none has
    int remarks_with_traffic = 0;         ///< N of those days
    int days = 0;                         ///< open ones; of a district, those of its stores added up
    int days_incomplete = 0;              ///< of them, those that are not complete
    int days_silent = 0;                  ///< of the incomplete ones, without any lane heard
    int days_without_traffic = 0;
    std::vector<Day> traffic_missing{};  ///< which these are, oldest first; of a store
    /// Only with Against::last_year: dates that only one of the two years has open, and which count in neither.
    int days_unpaired = 0;
    int stores_joined = 0;  ///< as ComparedMember has them
    int stores_left = 0;
    std::vector<StoreGaps> gaps{};  ///< of a district: those of its stores of which something is missing
};

struct ComparisonCell {
    int remarks = 0;
    int of = 0;
    int breadth = 0;
    ShareCounts rest;   ///< what it was held against
    ShareCounts heard;  ///< hearings, which a remark tapped again and again does not raise; see hearings.hpp
    ShareCounts heard_rest;
    FunnelReading reading;     ///< of the remarks
    double heard_p_value = 1;  ///< of the hearings, two-sided, where both lie outside the 95% limits; else 1
};

struct ComparisonRow {
    std::string key;
    std::string label_en;
    std::string label_es;                ///< empty for themes and polarities: the catalog does not name them
    std::optional<Polarity> polarity;    ///< when all its reasons have one
    std::vector<std::uint16_t> reasons;  ///< indices
    /// Not where none of its reasons could be tapped on all days of both years: all of its cells are then too_little.
    bool judged = true;
    int remarks = 0;
    int of = 0;
    std::optional<double> over_dispersion;  ///< of the other rows; nothing where it cannot be estimated
    double relative_variance = 0;      ///< of a member's share by over-dispersion; for FunnelSpread without the others' part
    std::optional<double> clustering;  ///< for FunnelSpread, of the other rows; nothing where none of them was heard
    std::vector<ComparisonCell> cells;  ///< one per member, in their order
};

/// A cell that is really unusual: the p-value of its hearings passes Benjamini and Hochberg over all cells of the
/// comparison.
struct Standout {
    std::size_t row = 0;
    std::size_t member = 0;
    bool outside_998 = false;  ///< outside the 99.8% limits, remarks and hearings
};

struct Comparison {
    ComparisonBy by = ComparisonBy::reason;
    Against against = Against::others;
    ComparisonRange range;
    std::vector<MemberTotals> members;
    ElsewhereTotals elsewhere;
    std::vector<ComparisonRow> rows;
    std::vector<Standout> standouts;  ///< the least likely first; among those beyond 1 in 10,000 bad news before good
    int cells_judged = 0;             ///< of two that mirror each other, one; so in the next
    int cells_outside_95 = 0;
    std::vector<Holiday> holidays;            ///< in the range
    std::vector<Holiday> holidays_last_year;  ///< in the same weeks last year; only with Against::last_year
};

/// Why a comparison tells nothing, which are three different silences: nothing unusual is Silence::none.
enum class Silence {
    none,                     ///< shares were judged
    nothing_to_compare_with,  ///< enough was heard here, and too little of what it would be held against
    too_little,               ///< no member was heard of enough
};

[[nodiscard]] std::string_view to_text(Silence silence) noexcept;
[[nodiscard]] Silence find_silence(const Comparison& comparison);

/// Whether the rest of the chain is so few stores that a comparison with it would give their shares away: it then has
/// nothing to compare with.
[[nodiscard]] bool is_rest_withheld(const Comparison& comparison);

/// Whether it can be estimated how much the members differ beyond chance. Where not, what stands out may be no more than
/// that.
[[nodiscard]] bool is_spread_known(const Comparison& comparison);

/// Where just two members were heard and are held against each other, which makes of each row one finding and not two: the
/// other one of `member`. Nothing everywhere else.
[[nodiscard]] std::optional<std::size_t> find_mirror(const Comparison& comparison, std::size_t member);

/// What is compared: every reason, theme, department or polarity of `reasons`, in the catalog's order, without counts.
[[nodiscard]] std::vector<ComparisonRow> list_comparison_rows(ComparisonBy by, const std::vector<Reason>& reasons,
                                                              const std::vector<Department>& departments);

[[nodiscard]] Comparison build_comparison(const ComparisonInput& input);

/// What the limits of `row` are widened by for members of some size; at the size of a member exactly what it was judged by.
class RowSpread {
public:
    explicit RowSpread(const Comparison& comparison);

    [[nodiscard]] FunnelSpread of(const ComparisonRow& row, int remarks_of_member) const;

private:
    double others_ = 1;  ///< members and stores elsewhere, but one
    double sum_ = 0;
    double squares_ = 0;
};

/// One member's seven days of one row.
struct TrendWeek {
    Day first_day;
    int remarks = 0;
    int of = 0;
    bool in_catalog = true;  ///< whether any of the row's reasons could be tapped on all seven days
};
inline constexpr int trend_weeks = 13;

/// By member, the 13 times seven days that end with the range, oldest first.
[[nodiscard]] std::vector<std::vector<TrendWeek>> trace_trends(const ComparisonInput& input, const ComparisonRow& row);

}  // namespace tillnote::domain
