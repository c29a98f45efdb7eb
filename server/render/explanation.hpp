#pragma once

#include "server/domain/digest.hpp"

#include <string>
#include <vector>

namespace tillnote::render {

/// How every figure of a digest came about, one line each, for `explain`. Plain text, LF. Pure.
[[nodiscard]] std::string render_explanation(const domain::DigestInput& input, const domain::Digest& digest);

/// What a recount of the day's notes gives other than the digest's input says, a sentence each. Staff and lane-only reasons
/// are left out, as everywhere.
[[nodiscard]] std::vector<std::string> list_arrivals(const domain::DigestInput& input,
                                                     const std::map<std::string, int>& remarks_now,
                                                     const std::map<int, int>& notes_by_lane_now);

}  // namespace tillnote::render
