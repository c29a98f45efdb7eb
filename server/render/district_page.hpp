#pragma once

#include "server/domain/comparison.hpp"
#include "server/domain/comparison_story.hpp"
#include "server/domain/language.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The page on which stores are held against each other. Pure; no clock.
namespace tillnote::render {

enum class MemberSort {
    name,
    share,
    remarks,      ///< all of a member's
    row_remarks,  ///< those of the row that is drawn
    verdict,      ///< higher, lower, not distinguishable, too little
    heard,
    incomplete
};

[[nodiscard]] std::string_view to_text(MemberSort sort) noexcept;
[[nodiscard]] std::optional<MemberSort> find_member_sort(std::string_view text) noexcept;

struct DistrictPage {
    std::string name;         ///< of the district; empty for the districts of the chain
    std::string path;         ///< of this page, without a query
    std::string api_path;     ///< the same as JSON
    bool leads = false;       ///< the reader leads the district: is led to its goals, asks and list of recipients
    bool has_digest = false;  ///< the district has one that was mailed
    std::string signed_in_as;
    std::string csrf_token;
    domain::Language language = domain::Language::english;
    domain::Comparison comparison;
    domain::Comparison themes;  ///< the same by theme
    std::vector<domain::Story> stories;
    std::vector<Reason> reasons;              ///< what the indices mean
    std::vector<std::string> without_digest;  ///< names of stores that have none of the last day, though it is due
    std::size_t row = 0;                      ///< of the comparison, the one that is drawn; any when there are no rows
    std::vector<std::vector<domain::TrendWeek>> trends;  ///< of that row, by member
    MemberSort sort = MemberSort::name;
    domain::Day last_ended;  ///< where there is no day after
    /// The page behind a member, or nothing where the reader may not go. Empty: none has one.
    std::function<std::optional<std::string>(const std::string& id)> link_of;

    [[nodiscard]] bool is_chain() const noexcept { return name.empty(); }
};

/// The row that is worth drawing first: of the first finding on the page, a story or what stands out, else of the most
/// remarks.
[[nodiscard]] std::size_t choose_row(const domain::Comparison& comparison, const std::vector<domain::Story>& stories);

/// Valid HTML, no inline style or script. Works without JavaScript.
[[nodiscard]] std::string render_district_page(const DistrictPage& page);

}  // namespace tillnote::render
