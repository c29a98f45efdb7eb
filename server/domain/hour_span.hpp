#pragma once

#include "server/domain/digest_parts.hpp"

#include <array>

namespace tillnote::domain {

/// The shortest run of local hours that holds two thirds of the remarks, if it has at most four hours; the earliest of
/// equals. Nothing below 5 remarks, or when in one of its hours with remarks fewer than 3 lanes were open: the shift plan
/// would say who heard them. `remarks[h]`: heard in local hour h. `lanes_least[h]`: the fewest lanes that were open then on
/// any of the days. Source: PRODUCT "Privacy".
[[nodiscard]] std::optional<HourSpan> find_hour_span(const std::array<int, 24>& remarks,
                                                     const std::array<int, 24>& lanes_least);

}  // namespace tillnote::domain
