#include "lane-client/tapping.hpp"
#include "schema/card_guard.hpp"
#include "schema/contact_mask.hpp"
#include "schema/note.hpp"
#include "schema/text.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/fuzz/targets.hpp"

#include <string>

namespace tillnote::fuzz {
namespace {

/// Full-width digits instead of ASCII's.
std::string in_another_script(std::string_view text) {
    std::string changed;
    for (const char letter : text) {
        if (letter >= '0' && letter <= '9') {
            changed += "\xef\xbc";
            changed.push_back(static_cast<char>(0x90 + (letter - '0')));
        } else {
            changed.push_back(letter);
        }
    }
    return changed;
}

/// A zero-width space behind every digit.
std::string with_invisible(std::string_view text) {
    std::string changed;
    for (const char letter : text) {
        changed.push_back(letter);
        if (letter >= '0' && letter <= '9') {
            changed += "\xe2\x80\x8b";
        }
    }
    return changed;
}

/// Where the catalog lets comments through.
bool lane_takes(std::string_view text) {
    static const LaneCatalog catalog = [] {
        LaneCatalog made;
        made.accepts = {"comment"};
        made.catalog.reasons.emplace_back().code = "101";
        return made;
    }();
    const lane::TapRequest tap{"101", {}, std::string(text), Source::script};
    return lane::check_tap(tap, {&catalog, {}}).has_value();
}

}  // namespace

/// Free text of a cashier's.
void comment(std::string_view bytes) {
    if (!count_characters(bytes)) {
        require(!is_comment(bytes), "a comment is UTF-8");
        return;
    }
    const bool holds_card = holds_card_number(bytes);
    require(holds_card_number(in_another_script(bytes)) == holds_card, "a card number counts in digits of any script");
    require(holds_card_number(with_invisible(bytes)) == holds_card, "invisible characters hide no card number");
    const std::string masked = mask_contacts(bytes);
    require(masked.size() <= bytes.size(), "masking makes no text longer");
    require(mask_contacts(masked) == masked, "what was masked is masked for good");
    require(!is_comment(bytes) || is_comment(masked), "a comment that was masked is still one");
    if (lane_takes(bytes)) {
        require(is_comment(masked), "what a lane keeps of a comment is one");
        require(!holds_card && !holds_card_number(masked), "no lane keeps a comment with a card number");
    }
}

}  // namespace tillnote::fuzz
