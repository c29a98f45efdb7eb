#pragma once

#include "server/domain/digest_parts.hpp"

#include <array>

namespace tillnote::domain {

/// The shortest run of local hours that holds two thirds of the remarks, if it has at most four hours; the earliest of
/// equals. Nothing below 5 remarks or when `lanes_heard_least`, the fewest lanes heard on any of the days, is below 3.
/// `remarks[h]`: heard in local hour h. Source: PRODUCT "Privacy".
[[nodiscard]] std::optional<HourSpan> find_hour_span(const std::array<int, 24>& remarks, int lanes_heard_least);

}  // namespace tillnote::domain
