#pragma once

#include "server/domain/district_digest.hpp"

/// Digests of districts made from the same drawn remarks as sample_district.hpp.
namespace tillnote::render::samples {

/// The six stores in the seven days to Saturday 21 November 2026: a story, Valley without a digest and with days missing.
[[nodiscard]] domain::DistrictDigestInput district_digest_input();
/// A calendar week in which nothing happened, told of weekly.
[[nodiscard]] domain::DistrictDigestInput quiet_week_input();
/// One store.
[[nodiscard]] domain::DistrictDigestInput lone_district_input();
/// Forty stores, most of them with something missing.
[[nodiscard]] domain::DistrictDigestInput wide_district_input();

inline constexpr Instant district_frozen_at{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} +
                                            std::chrono::minutes{13 * 60 + 45}};

[[nodiscard]] domain::DistrictDigest digest_of(const domain::DistrictDigestInput& input);

}  // namespace tillnote::render::samples
