#pragma once

#include <string_view>

namespace tillnote {

/// What every barcode of a reason sheet begins with, before the code. The lane reads nothing else: what a scanner sees
/// otherwise are the customer's goods and cards.
inline constexpr std::string_view scan_prefix = "~TN";

}  // namespace tillnote
