#pragma once

#include <string_view>

namespace tillnote {

/// Whether free text holds something that looks like a payment card number: 13 to 19 digits of any script, at most three
/// visible characters between them (invisible ones do not count; a letter ends a number), that pass Luhn and lie in a
/// brand's range. Groups of digits are taken whole, except in numbers of 17 digits and more, which may have a date or
/// security code glued on.
///
/// What passes: barcodes (EAN-8, EAN-13, UPC-A, GTIN-14), phone numbers, dates, times, and receipt numbers of up to 12
/// digits with or without a date; of each at most one in 10,000 is refused. So 13 or 14 digits with a valid barcode check
/// digit pass; only where 14 digits are written as on a Diners Club card, in several groups of which the first has four, the
/// barcode is no excuse. Bare numbers of 13 to 19 digits cannot be told from cards: docs/card-numbers.md says how many of
/// them are refused.
///
/// `text` is valid UTF-8. Pure; any thread. Used on the lane before the disk, and again on the server.
/// Source: ISO/IEC 7812-1 (Luhn, issuer identification), brand ranges as published by the schemes.
[[nodiscard]] bool holds_card_number(std::string_view text);

}  // namespace tillnote
