#pragma once

#include "server/render/district_page.hpp"
#include "server/render/district_words.hpp"

#include <kainjow/mustache.hpp>

/// What the parts of the district's page share: words, names, links. Pure; any thread.
namespace tillnote::render {

class DistrictParts {
public:
    explicit DistrictParts(const DistrictPage& of);

    [[nodiscard]] std::string_view pick(const MemberText& text) const;
    [[nodiscard]] const Plural& pick(const MemberPlural& text) const;
    [[nodiscard]] std::string row_label(const domain::ComparisonRow& row) const;
    /// The row that is drawn; null when there are none.
    [[nodiscard]] const domain::ComparisonRow* row() const;
    /// This page with other days.
    [[nodiscard]] std::string link_to(const domain::ComparisonRange& range) const;
    /// This page with one parameter changed: "/districts/north?from=...&to=...".
    [[nodiscard]] std::string link(std::string_view name, std::string_view value) const;
    [[nodiscard]] std::string query(std::string_view leave_out = {}) const;
    /// Members in the order of their names.
    [[nodiscard]] std::vector<std::size_t> by_name() const;

    /// Whether a member is in the printed tables: those outside the limits before the others.
    [[nodiscard]] bool is_on_paper(std::size_t member) const { return on_paper_[member]; }
    /// How many more there are than on paper; empty where that has all.
    [[nodiscard]] std::string paper_more() const;

    /// As one harmless line.
    [[nodiscard]] const std::string& name_of(std::size_t member) const { return names_[member]; }
    /// The page behind a member, empty where the reader may not go.
    [[nodiscard]] const std::string& link_of(std::size_t member) const { return links_[member]; }

    const DistrictPage& page;
    const Words& words;
    const DistrictWords& own;

private:
    std::vector<std::string> names_;
    std::vector<std::string> links_;
    std::vector<bool> on_paper_;
};

/// "12.5" as percent, to one decimal below ten: "3.4", "17".
[[nodiscard]] std::string short_percent(const Words& words, double share);

/// So many members two printed pages hold.
inline constexpr std::size_t paper_members_max = 20;

void set_district_head(kainjow::mustache::data& data, const DistrictParts& parts);
void set_district_findings(kainjow::mustache::data& data, const DistrictParts& parts);
void set_district_funnel(kainjow::mustache::data& data, const DistrictParts& parts);
void set_district_heat(kainjow::mustache::data& data, const DistrictParts& parts);
void set_district_trends(kainjow::mustache::data& data, const DistrictParts& parts);
void set_district_table(kainjow::mustache::data& data, const DistrictParts& parts);

}  // namespace tillnote::render
