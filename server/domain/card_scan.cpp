#include "server/domain/card_scan.hpp"

#include "schema/card_guard.hpp"
#include "schema/written_text.hpp"

namespace tillnote::domain {
namespace {

/// What names a row, unless it is the number itself: the store of an entry or the code of a reason may be one. An id of ours
/// may have as many digits.
std::string naming(const std::string& name) {
    const bool begins_with_id = Uuid::parse(std::string_view(name).substr(0, name.find(' '))).has_value();
    return begins_with_id ? name : without_card_number(name);
}

}  // namespace

Result<CardScan> scan_for_cards(StoredTexts& texts) {
    CardScan scan;
    const auto read = texts.for_each([&](const StoredText& text) {
        ++scan.texts;
        if (holds_card_number(text.text)) {
            scan.findings.push_back({text.place, naming(text.store), text.day, naming(text.id), {}});
        }
    });
    if (read.has_error()) {
        return read.error();
    }
    return scan;
}

}  // namespace tillnote::domain
