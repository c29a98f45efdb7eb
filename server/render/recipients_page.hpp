#pragma once

#include "server/domain/delivery_store.hpp"
#include "server/domain/district_schedule.hpp"
#include "server/render/loop_frame.hpp"

#include <string>
#include <vector>

namespace tillnote::render {

/// One who is sent mail, and what became of the latest.
struct RecipientRow {
    domain::Recipient recipient;
    std::optional<domain::DeliveryReport> last;  ///< nothing: none was attempted yet
};

/// What was typed into a form that did not work, to keep it.
struct TypedRecipient {
    std::string email;
    std::string kind;
    std::string language;
    std::string local_time;
};

/// Who gets the digest and the alerts of one store, or the digest of a district.
struct RecipientsPage {
    LoopFrame frame;
    std::vector<RecipientRow> rows;                   ///< by e-mail and kind
    TypedRecipient typed;                             ///< for the next one
    std::optional<domain::DigestRhythm> rhythm{};     ///< of a district's page
    std::optional<domain::StoreCalendar> calendar{};  ///< of a district's page: of one of its stores, if it has any
    std::optional<Uuid> changing;  ///< whose form did not work; nothing: a problem is of the form for the next one
};

/// Pure; any thread. Works without JavaScript: every button is a form of its own.
[[nodiscard]] std::string render_recipients_page(const RecipientsPage& page);

}  // namespace tillnote::render
