#include "server/render/district_parts.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/polarity_sign.hpp"
#include "server/render/templates.hpp"

#include <algorithm>
#include <cmath>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Against;
using domain::FunnelVerdict;

constexpr std::size_t standouts_max = 12;  ///< what follows is in the table

/// Praise that is higher is good news, and so is a complaint that is lower.
std::string_view tone_of(std::optional<Polarity> polarity, bool higher) {
    if (polarity == Polarity::praise) {
        return higher ? "praise" : "complaint";
    }
    if (polarity == Polarity::complaint) {
        return higher ? "complaint" : "praise";
    }
    return "request";
}

std::string_view share_pattern(const DistrictParts& parts) {
    switch (parts.page.comparison.against) {
        case Against::others:
            return parts.pick(parts.own.findings.against_others);
        case Against::chain:
            return parts.own.findings.against_chain;
        case Against::last_year:
            return parts.own.findings.against_last_year;
    }
    return {};
}

Data standout_data(const DistrictParts& parts, const domain::Standout& at) {
    const auto& own = parts.own.findings;
    const domain::ComparisonRow& row = parts.page.comparison.rows[at.row];
    const domain::ComparisonCell& cell = row.cells[at.member];
    const domain::MemberTotals& member = parts.page.comparison.members[at.member];
    const bool higher = cell.reading.verdict == FunnelVerdict::above;
    const std::string name = one_line(member.name);
    Data data;
    data.set("tone", std::string{tone_of(row.polarity, higher)});
    data.set("title", text(fill(higher ? own.above : own.below, {parts.row_label(row), name})));
    data.set("sentence", text(fill(share_pattern(parts),
                                   {short_percent(parts.words, static_cast<double>(cell.remarks) / cell.of),
                                    number_words(parts.words, cell.remarks), number_words(parts.words, cell.of),
                                    short_percent(parts.words, static_cast<double>(cell.rest.remarks) / cell.rest.of)})));
    data.set("chance", text(fill(cell.reading.outside_998 ? own.outside_998 : own.outside_95,
                                 {chance_words(parts.words, cell.heard_p_value)})));
    data.set("row_path", text(parts.link("row", row.key)));
    data.set("row_label", text(parts.row_label(row)));
    const auto link = parts.page.link_of(member.id);
    data.set("digest_path", optional_text(link.value_or("")));
    data.set("digest", text(parts.page.is_chain() ? name : fill(own.digest, {name})));
    return data;
}

Data story_data(const DistrictParts& parts, const domain::Story& story) {
    const auto& own = parts.own.findings;
    const Reason& reason = parts.page.reasons[story.reason];
    std::string names;
    for (const domain::StoryMember& member : story.members) {
        names += (names.empty() ? "" : ", ") + one_line(parts.page.comparison.members[member.member].name);
    }
    Data data;
    data.set("tone", std::string{tone_of(reason.polarity, true)});
    data.set("title",
             text(fill(parts.pick(own.story), {std::to_string(story.members.size()),
                                               one_line(label_in(parts.words, reason.label_en, reason.label_es))})));
    data.set("sentence",
             text(fill(own.story_sentence,
                       {brief_date_words(parts.words, parts.words.date_short, story.first_day), names,
                        number_words(parts.words, story.window.remarks), number_words(parts.words, story.window.of),
                        short_percent(parts.words, static_cast<double>(story.baseline.remarks) / story.baseline.of)})));
    data.set("upstream", text(own.upstream));
    return data;
}

}  // namespace

void set_district_findings(Data& data, const DistrictParts& parts) {
    const domain::Comparison& comparison = parts.page.comparison;
    const auto& own = parts.own.findings;
    Data stories{Data::type::list};
    for (const domain::Story& story : parts.page.stories) {
        stories.push_back(story_data(parts, story));
    }
    Data standouts{Data::type::list};
    for (std::size_t index = 0; index < std::min(standouts_max, comparison.standouts.size()); ++index) {
        standouts.push_back(standout_data(parts, comparison.standouts[index]));
    }
    data.set("findings_heading", text(own.heading));
    data.set("stories", stories);
    data.set("standouts", standouts);
    data.set("has_findings", Data{!parts.page.stories.empty() || !comparison.standouts.empty()});
    const std::string_view none = parts.pick(comparison.against == Against::last_year ? own.none_last_year : own.none);
    data.set("nothing_stands_out", optional_text(comparison.standouts.empty() ? none : std::string_view{}));
    const auto by_chance = std::lround(std::ceil(comparison.cells_judged * 2 * domain::funnel_tail_95));
    data.set("rest", optional_text(comparison.cells_outside_95 > 0
                                       ? fill(own.rest, {number_words(parts.words, comparison.cells_outside_95),
                                                         number_words(parts.words, comparison.cells_judged),
                                                         number_words(parts.words, by_chance)})
                                       : std::string{}));
}

}  // namespace tillnote::render
