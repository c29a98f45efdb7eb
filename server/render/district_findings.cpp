#include "server/render/comparison_numbers.hpp"
#include "server/render/district_sentences.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
constexpr std::size_t standouts_max = 12;      ///< what follows is in the table
constexpr std::size_t paper_findings_max = 6;  ///< with the stories; what follows is on the page

Data standout_data(const DistrictParts& parts, const domain::Standout& at) {
    const domain::ComparisonRow& row = parts.page.comparison.rows[at.row];
    const domain::MemberTotals& member = parts.page.comparison.members[at.member];
    const FindingText said = standout_text(parts, at);
    Data data;
    data.set("tone", said.tone);
    data.set("title", text(said.title));
    data.set("sentence", text(said.sentence));
    data.set("chance", text(said.more));
    data.set("row_path", text(parts.link("row", row.key)));
    data.set("row_label", text(parts.row_label(row)));
    const std::string name = one_line(member.name);
    data.set("digest_path", optional_text(parts.page.link_of(member.id).value_or("")));
    data.set("digest", text(parts.page.is_chain() ? name : fill(parts.own.findings.digest, {name})));
    return data;
}

Data story_data(const DistrictParts& parts, const domain::Story& story) {
    const FindingText said = story_text(parts, story);
    Data data;
    data.set("tone", said.tone);
    data.set("title", text(said.title));
    data.set("sentence", text(said.sentence));
    data.set("upstream", text(said.more));
    return data;
}

/// Where over-dispersion is not known, not even what is named is sure to be more than it.
std::string_view rest_words(const DistrictParts& parts) {
    const auto& own = parts.own.findings;
    const domain::Comparison& comparison = parts.page.comparison;
    if (comparison.standouts.empty()) {
        return own.rest_none;
    }
    if (comparison.against == domain::Against::last_year) {
        return own.rest_unsure_years;
    }
    return domain::is_spread_known(comparison) ? own.rest_named : own.rest_unsure;
}

/// Where there is nothing to compare with, what else there is.
void set_offers(Data& data, const DistrictParts& parts) {
    Data offers{Data::type::list};
    if (domain::find_silence(parts.page.comparison) == domain::Silence::nothing_to_compare_with) {
        for (const domain::Against each : other_comparisons(parts)) {
            Data offer;
            offer.set("path", text(parts.link("against", to_text(each))));
            offer.set("label", text(parts.pick(parts.own.ranges.against_names[static_cast<std::size_t>(each)])));
            offers.push_back(offer);
        }
    }
    data.set("has_offers", Data{!offers.is_empty_list()});
    data.set("offer", text(parts.own.findings.offer));
    data.set("offers", offers);
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
        Data standout = standout_data(parts, comparison.standouts[index]);
        standout.set("screen", Data{parts.page.stories.size() + index >= paper_findings_max});
        standouts.push_back(standout);
    }
    const std::size_t all = parts.page.stories.size() + comparison.standouts.size();
    const std::size_t more = all - std::min(all, std::max(parts.page.stories.size(), paper_findings_max));
    data.set(
        "findings_more",
        optional_text(more > 0 ? count_words(parts.words, own.paper_more, static_cast<std::int64_t>(more)) : std::string{}));
    data.set("findings_heading", text(own.heading));
    const bool may_have_stories = comparison.members.size() >= domain::story_members_min;
    const std::string last_day = brief_date_words(parts.words, parts.words.date_short, comparison.range.to);
    data.set("story_days", optional_text(may_have_stories ? fill(own.story_days, {last_day}) : std::string{}));
    data.set("stories", stories);
    data.set("standouts", standouts);
    data.set("has_findings", Data{!parts.page.stories.empty() || !comparison.standouts.empty()});
    data.set("nothing_stands_out", optional_text(silence_text(parts)));
    set_offers(data, parts);
    data.set("rest", optional_text(comparison.cells_outside_95 > 0
                                       ? fill(own.rest, {number_words(parts.words, comparison.cells_outside_95),
                                                         number_words(parts.words, comparison.cells_judged),
                                                         number_words(parts.words, outside_by_chance(comparison))}) +
                                             ' ' + std::string{rest_words(parts)}
                                       : std::string{}));
}

}  // namespace tillnote::render
