#pragma once

#include "schema/catalog.hpp"
#include "server/domain/exact_tests.hpp"

#include <string>

/// Small parts of `explain`'s plain text. Pure; any thread.
namespace tillnote::render {

/// To so many decimal places.
[[nodiscard]] std::string decimal_text(double value, int places);
/// A p-value to three significant figures.
[[nodiscard]] std::string chance_text(double p_value);
/// "7 of 31"
[[nodiscard]] std::string counts_text(domain::ShareCounts counts);
/// "7 of 31 remarks (6 of 28 hearings)"
[[nodiscard]] std::string heard_text(domain::ShareCounts remarks, domain::ShareCounts hearings);
/// "103 Produce bad"
[[nodiscard]] std::string reason_text(const Reason& reason);
/// How days vary, and which test allows for it.
[[nodiscard]] std::string variation_text(domain::DayVariation variation);

}  // namespace tillnote::render
