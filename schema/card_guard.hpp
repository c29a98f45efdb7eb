#pragma once

#include <string_view>

namespace tillnote {

/// Whether free text holds something that looks like a payment card number: 13 to 19 digits of any script, at most three
/// visible characters between them (invisible ones do not count), that pass Luhn and lie in a brand's range. Groups of
/// digits are taken whole, except in numbers of 17 digits and more, which may have a date or security code glued on.
/// What passes: barcodes (EAN-8, EAN-13, UPC-A, GTIN-14), phone numbers and dates. So 13 digits with a valid barcode check
/// digit pass, as do 13 or 14 after a "+"; any other Luhn-valid 13 digits from 4 count as a Visa of old. Of GTIN-14 only
/// those that are also a valid Diners Club number are refused (some 0.3%): a card that is let through is worse.
/// `text` is valid UTF-8. Pure; any thread. Used on the lane before the disk, and again on the server.
/// Source: ISO/IEC 7812-1 (Luhn, issuer identification), brand ranges as published by the schemes.
[[nodiscard]] bool holds_card_number(std::string_view text);

}  // namespace tillnote
