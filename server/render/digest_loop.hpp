#pragma once

#include "server/render/digest_sheet.hpp"

/// What was done about a digest's lines, what has changed since, and which edition this is. Pure; any thread.
namespace tillnote::render {

/// "Somebody is on it, with Produce: yogurt pulled"
[[nodiscard]] std::string action_words(const domain::ActionLine& action, const domain::Digest& digest, const Words& words);

[[nodiscard]] Listing<AlertRow> alerts_of(const domain::Digest& digest, const domain::StoreCalendar& calendar,
                                          const Words& words);
/// Open actions that no walk-first line of this digest shows already, the oldest first; `note` says how many more there are.
[[nodiscard]] Listing<OpenRow> open_of(const domain::Digest& digest, const Words& words);
/// Lines that were closed and that no walk-first line shows, with what was done.
[[nodiscard]] std::optional<Quiet> closed_of(const domain::Digest& digest, const Words& words);
/// Earlier days that late notes have changed, as facts for the head; of many the newest.
[[nodiscard]] std::vector<Fact> change_facts_of(const domain::Digest& digest, const Words& words);
/// The goals that run on the day or ended on it.
[[nodiscard]] std::optional<Quiet> goals_of(const domain::Digest& digest, const Words& words);
/// "20 of 802 remarks in 28 days before, 60 of 815 in 28 after; unlikely to be chance (1 in 2,000)"
[[nodiscard]] std::string before_after_words(const domain::BeforeAfter& both, const Words& words);
/// What the store changed: first what is compared, before and after 28 days, then the newest.
[[nodiscard]] std::optional<Quiet> events_of(const domain::Digest& digest, const Words& words);

/// "first edition", "edition 4"
[[nodiscard]] std::string edition_words(int number, const Words& words);
/// "First edition, made Tuesday 05:45." Nothing without an edition.
[[nodiscard]] std::string edition_sentence(const domain::Digest& digest, const domain::StoreCalendar& calendar,
                                           const Words& words);

}  // namespace tillnote::render
