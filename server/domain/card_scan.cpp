#include "server/domain/card_scan.hpp"

#include "schema/card_guard.hpp"

namespace tillnote::domain {

Result<CardScan> scan_for_cards(StoredTexts& texts) {
    CardScan scan;
    const auto read = texts.for_each([&](const StoredText& text) {
        ++scan.texts;
        if (holds_card_number(text.text)) {
            scan.findings.push_back({text.place, text.store, text.day, text.id, {}});
        }
    });
    if (read.has_error()) {
        return read.error();
    }
    return scan;
}

}  // namespace tillnote::domain
