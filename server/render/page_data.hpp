#pragma once

#include "server/render/digest_sheet.hpp"

#include <kainjow/mustache.hpp>

/// Rows of a DigestSheet as the templates of page and mail take them. Pure; any thread.
namespace tillnote::render {

/// "38.0": a share, kept within 0..1, as a number of percent for an attribute.
[[nodiscard]] std::string percent_attribute(double share);

/// What page and mail say alike of a line of "walk first".
[[nodiscard]] kainjow::mustache::data walk_line_data(const WalkLine& line);

/// For templates/count.mustache. The usual number comes with its word: "usually 1.3".
[[nodiscard]] kainjow::mustache::data count_data(const CountRow& row, const Words& words);
[[nodiscard]] kainjow::mustache::data counts_data(const std::vector<CountRow>& rows, const Words& words);

/// For templates/share.mustache; bars in percent of their track.
[[nodiscard]] kainjow::mustache::data shares_data(const std::vector<ShareRow>& rows);

[[nodiscard]] kainjow::mustache::data facts_data(const std::vector<Fact>& facts);
[[nodiscard]] kainjow::mustache::data parts_data(const std::vector<Part>& parts);
[[nodiscard]] kainjow::mustache::data rest_data(const std::vector<Quiet>& rest);

}  // namespace tillnote::render
