#pragma once

#include "server/domain/district_digest.hpp"

#include <string>
#include <vector>

namespace tillnote::render {

/// How every figure and sentence of a district's digest came about, for `district explain`. Plain text, LF, English. Pure.
[[nodiscard]] std::string render_district_explanation(const domain::DistrictDigestInput& input,
                                                      const domain::DistrictDigest& digest);

/// What the same days look like in `now`, read with the same range, other than in `then`: a sentence each, by store and
/// day. Days before the range, which only stories are held against, are counted. Reasons are matched by their codes. Pure.
[[nodiscard]] std::vector<std::string> list_district_arrivals(const domain::ComparisonInput& then,
                                                              const domain::ComparisonInput& now);

}  // namespace tillnote::render
