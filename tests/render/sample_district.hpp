#pragma once

#include "server/render/district_page.hpp"

/// Pages of districts made from drawn remarks, the same at every run.
namespace tillnote::render::samples {

/// Six stores in week 42 of 2026: bad produce in three of them since Thursday, most of all at Oak Street; a fast checkout at
/// Harbor; two days of Valley unheard, and Elm Park's traffic not known.
[[nodiscard]] DistrictPage district();
[[nodiscard]] domain::ComparisonInput district_input();  ///< what it is made of
/// The same stores in a week in which nothing happened.
[[nodiscard]] DistrictPage quiet_district();
[[nodiscard]] domain::ComparisonInput quiet_district_input();
/// Forty stores, so that the limits are widened.
[[nodiscard]] DistrictPage wide_district();
[[nodiscard]] domain::ComparisonInput wide_input();
/// The districts of a chain against their own last year.
[[nodiscard]] DistrictPage districts();
/// One store, which has no others to be held against.
[[nodiscard]] DistrictPage lone_district();
[[nodiscard]] domain::ComparisonInput lone_input();
/// Two stores, which mirror each other.
[[nodiscard]] DistrictPage two_stores();
/// A district without any store.
[[nodiscard]] DistrictPage empty_district();

/// What a reader sees of it.
[[nodiscard]] std::string text_of(const DistrictPage& page);

}  // namespace tillnote::render::samples
