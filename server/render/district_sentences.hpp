#pragma once

#include "server/render/district_parts.hpp"

#include <functional>
#include <string>
#include <vector>

/// What the page of a district and its mail say in the same words. Pure; any thread.
namespace tillnote::render {

struct FindingText {
    std::string tone;  ///< "praise", "complaint" or "request": good news, bad news, neither
    std::string title;
    std::string sentence;
    std::string more;  ///< how likely chance would be; of a story, to look upstream
};

[[nodiscard]] FindingText standout_text(const DistrictParts& parts, const domain::Standout& at);
[[nodiscard]] FindingText story_text(const DistrictParts& parts, const domain::Story& story);

/// Where no store stands out, which of the three silences it is; empty where one does.
[[nodiscard]] std::string_view silence_text(const DistrictParts& parts);
/// Against what else the same members may be held.
[[nodiscard]] std::vector<domain::Against> other_comparisons(const DistrictParts& parts);

/// "Elm Street (7), Harbor (3), 2 more stores": those stores of a district of which `days_of` counts days, the most first.
/// Empty for a store.
[[nodiscard]] std::string stores_words(const DistrictParts& parts, const domain::MemberTotals& district,
                                       const std::function<int(const domain::StoreGaps&)>& days_of);
/// Members of which something is missing: those with silent days first, then those with incomplete ones, by name.
[[nodiscard]] std::vector<std::string> missing_sentences(const DistrictParts& parts);

/// "week of 16 Nov", "Mon 16 Nov to Thu 19 Nov 2026".
[[nodiscard]] std::string range_words(const DistrictParts& parts);
[[nodiscard]] std::string dates_words(const DistrictParts& parts);

}  // namespace tillnote::render
