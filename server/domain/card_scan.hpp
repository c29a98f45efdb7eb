#pragma once

#include "server/domain/organisation.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tillnote::domain {

/// One text that somebody or some program wrote, and where it is stored.
struct StoredText {
    std::string place;  ///< "note_comment.comment": table and column
    std::string store;  ///< empty: the chain's
    std::string day;    ///< YYYY-MM-DD that the row belongs to; empty: it has none
    std::string id;     ///< what finds the row in its table
    std::string text;
};

/// Every text stored. Blocking. Errors: busy, unavailable, internal.
class StoredTexts {
public:
    virtual ~StoredTexts() = default;
    /// Calls `look` for each, in one snapshot, a bounded number of rows in memory at a time.
    virtual Result<void> for_each(const std::function<void(const StoredText& text)>& look) = 0;
};

struct CardScan {
    std::int64_t texts = 0;            ///< looked at
    std::vector<StoredText> findings;  ///< with `text` emptied: the number itself goes nowhere
};

/// Which stored texts hold something that looks like a card number, by holds_card_number(). Errors: those of StoredTexts.
[[nodiscard]] Result<CardScan> scan_for_cards(StoredTexts& texts);

}  // namespace tillnote::domain
