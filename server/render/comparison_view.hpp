#pragma once

#include "server/domain/comparison.hpp"
#include "server/domain/comparison_story.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// Stores side by side as JSON and CSV. Pure; no clock.
namespace tillnote::render {

struct ComparisonData {
    std::string district;  ///< id; empty for the districts of the chain
    domain::Comparison comparison;
    std::vector<domain::Story> stories;
    std::vector<Reason> reasons;  ///< what the indices mean
    /// Thirteen weeks of one row by member, where they were asked for.
    std::optional<std::size_t> weeks_row{};
    std::vector<std::vector<domain::TrendWeek>> weeks{};
    /// Ids of stores that have no digest of the last day, though it is due; nothing where that is no news.
    std::optional<std::vector<std::string>> without_digest{};
    /// The same by theme, where JSON is to have the heat map besides its rows.
    std::optional<domain::Comparison> themes{};
};

/// The bytes of GET /v1/districts/{district}/comparison. Labels are English; members are named "stores", those of the chain
/// "districts".
[[nodiscard]] std::string render_comparison_json(const ComparisonData& data);

/// A line for each row and member, made piece by piece, so that the whole lies nowhere. Cells are safe in a spreadsheet. One
/// thread at a time.
class ComparisonCsv {
public:
    static constexpr std::size_t piece_bytes = 64 * 1024;  ///< a line more at most

    explicit ComparisonCsv(ComparisonData data);

    /// Whole lines, the first piece with the headings; empty at the end.
    [[nodiscard]] std::string make_next_piece();

private:
    struct Member {
        std::string names;
        std::string totals;
        std::string end;  ///< what came to the contract later
    };

    void append_line(std::string& out) const;

    ComparisonData data_;
    std::vector<std::vector<std::string>> named_;  ///< by row and member
    std::string lead_;                             ///< what every line begins with
    std::string tail_;                             ///< of the comparison as a whole; before the end of the line
    std::vector<Member> members_;
    std::string row_cells_;  ///< of the row at hand
    std::string row_end_;    ///< of the row at hand, the last cells of a line
    bool begun_ = false;
    std::size_t row_ = 0;
    std::size_t member_ = 0;
};

/// A line for each story and member behind it.
[[nodiscard]] std::string render_stories_csv(const ComparisonData& data);

/// A line for each member and week of the row asked for; only headings without one.
[[nodiscard]] std::string render_weeks_csv(const ComparisonData& data);

/// All pieces of it.
[[nodiscard]] std::string render_comparison_csv(const ComparisonData& data);

/// Remarks per 1,000 staffed transactions, of the days whose traffic is known: how much is heard, which is neither good nor
/// bad. Nothing without traffic.
[[nodiscard]] std::optional<double> heard_per_1000(const domain::MemberTotals& member);

}  // namespace tillnote::render
