#pragma once

#include "server/render/digest_sheet.hpp"

/// "Walk first": flags as plain sentences with their numbers. Pure; any thread.
namespace tillnote::render {

/// At most the worst few, in the digest's order.
inline constexpr std::size_t walk_lines_max = 5;

/// One flag in words. `digest` gives the weekday, the catalog's departments and what was done about the line.
[[nodiscard]] WalkLine walk_line_of(const domain::Flag& flag, const domain::Digest& digest, const Words& words);

/// What a flag is about: "Produce: complaints", "Long line".
[[nodiscard]] std::string flag_title(const domain::Flag& flag, const Words& words);
/// The section; where there is no line, `none` says which silence it is.
[[nodiscard]] Listing<WalkLine> walk_of(const domain::Digest& digest, const Words& words);
/// "And 2 more lines that are unusual."; empty when all are shown.
[[nodiscard]] std::string walk_more_of(const domain::Digest& digest, const Words& words);

/// Complaints and requests by how often they were heard, for a day on which nothing is flagged.
[[nodiscard]] Listing<CountRow> heard_of(const domain::Digest& digest, const Words& words);

/// The day in a few words, for the subject of a mail.
[[nodiscard]] std::string headline_of(const domain::Digest& digest, const Words& words);

}  // namespace tillnote::render
