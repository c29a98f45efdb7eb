#pragma once

#include "server/render/digest_sheet.hpp"

/// The upper part of a DigestSheet: what the day is, how complete, and how it compares. Pure; any thread.
namespace tillnote::render {

[[nodiscard]] std::string bounds_sentence(const domain::Digest& digest, const domain::StoreCalendar& calendar,
                                          const Words& words);
[[nodiscard]] std::string state_sentence(const domain::Digest& digest, const domain::StoreCalendar& calendar,
                                         const Words& words);
[[nodiscard]] std::vector<Fact> facts_of(const domain::Digest& digest, const Words& words);
[[nodiscard]] std::vector<Part> parts_of(const domain::Digest& digest, const Words& words);
[[nodiscard]] std::optional<Trend> trend_of(const domain::Digest& digest, const Words& words);
/// Why there are no remarks: the silences are different and are never mixed up. Empty when there are some.
[[nodiscard]] std::string nothing_sentence(const domain::Digest& digest, const Words& words);

}  // namespace tillnote::render
