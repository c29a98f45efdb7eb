#include "lane-client/scan_buffer.hpp"
#include "lane-client/scan_text.hpp"
#include "lane-client/tapping.hpp"
#include "schema/card_guard.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/fuzz/targets.hpp"

#include <linux/input.h>

namespace tillnote::fuzz {
namespace {

using lane::ScannedText;

/// What a scanned text may become at its most permissive, on a lane that has no catalog yet.
void require_sound(const ScannedText& scanned) {
    require(scanned.kind == ScannedText::Kind::tap || scanned.reason.empty(), "only a tap has a reason");
    if (scanned.kind != ScannedText::Kind::tap) {
        return;
    }
    const lane::TapRequest tap{.reason = scanned.reason, .transaction = {}, .comment = {}, .source = Source::scan};
    const auto checked = lane::check_tap(tap, {});
    if (!checked) {
        require_refusal(checked.error());
        require(checked.error().detail.find(scanned.reason) == std::string::npos || !holds_card_number(scanned.reason),
                "no refusal repeats a card number");
        return;
    }
    require(is_reason_code(scanned.reason), "a tap has a reason of the catalog's form");
    require(!holds_card_number(scanned.reason), "no scan becomes a note with a card number");
}

void scan_as_text(std::string_view text) {
    const auto scanned = lane::parse_scan(text);
    require_sound(scanned);
    const auto with_line_end = lane::parse_scan(std::string(text) + " \t\r\n");
    require(with_line_end.kind == scanned.kind && with_line_end.reason == scanned.reason,
            "what a scanner adds does not count");
    require((scanned.kind == ScannedText::Kind::ignored) == !text.starts_with(scan_prefix), "only our own prefix is read");
}

void take(lane::ScanBuffer& buffer, char character) {
    if (const auto text = buffer.take(character)) {
        require(text->starts_with(scan_prefix), "what the buffer gives is ours");
        require(text->find_first_of("\r\n") == std::string::npos, "and one line");
        require_sound(lane::parse_scan(*text));
    }
}

/// As a scanner that acts as a keyboard: two bytes a key, its code and whether it goes down, up or repeats.
void scan_as_keys(std::string_view bytes) {
    lane::KeyDecoder decoder;
    lane::ScanBuffer buffer;
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        const auto code = static_cast<unsigned char>(bytes[at]);
        const auto value = static_cast<unsigned char>(bytes[at + 1]) % 3;
        if (const auto character = decoder.take(EV_KEY, code, value)) {
            require(*character == '\n' || (*character >= ' ' && *character <= '~'), "a key is a visible character or Enter");
            take(buffer, *character);
        }
    }
}

}  // namespace

/// What a scanner reads: as text, as characters one by one, and as keys.
void scan(std::string_view bytes) {
    scan_as_text(bytes);
    scan_as_keys(bytes);
    lane::ScanBuffer buffer;
    for (const char character : bytes) {
        take(buffer, character);
    }
}

}  // namespace tillnote::fuzz
