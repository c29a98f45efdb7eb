#pragma once

#include <string>
#include <string_view>

namespace tillnote {

/// What stands in free text where an e-mail address or a phone number stood.
inline constexpr std::string_view contact_mask = "***";

/// `text` with every e-mail address and phone number replaced by contact_mask, so never longer than before. Masked are
/// - addresses with a dot in their domain, in letters of any script, also with one space around the "@";
/// - numbers with a "+", or beginning with 0, of 8 to 15 digits in whatever groups; numbers grouped 3-3-4, 1-3-3-4, 2-4-4,
/// or
///   3-4 with a hyphen or dot; ten digits together, and eleven that are a North American number with its 1.
/// What passes: dates, prices, clock times, weights, postal codes, and barcodes of 8, 12, 13 and 14 digits, together or
/// printed in groups with a valid check digit. Digits of any script count; invisible characters between them do not. The
/// same text again changes nothing more. `text` is valid UTF-8. Pure; any thread. Used on the lane before the disk, and on
/// the server.
[[nodiscard]] std::string mask_contacts(std::string_view text);

}  // namespace tillnote
