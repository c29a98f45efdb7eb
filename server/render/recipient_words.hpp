#pragma once

#include "server/domain/business_day.hpp"
#include "server/render/recipients_page.hpp"

#include <string>
#include <string_view>

/// What is said of one who is on a list of mail. Pure; any thread.
namespace tillnote::render {

/// Whether the latest mail did not arrive, or has not yet after a try.
[[nodiscard]] bool is_failing(const RecipientRow& row) noexcept;

/// "The digest, every morning at 05:45."
[[nodiscard]] std::string recipient_words(const domain::Recipient& recipient, const domain::StoreCalendar& calendar,
                                          domain::Language language);
/// "The latest mail, of Tue 17 Nov 05:45, was delivered."
[[nodiscard]] std::string last_delivery_words(const RecipientRow& row, const domain::StoreCalendar& calendar,
                                              domain::Language language);
/// "known" where mail arrives, "urgent" where it does not, "left" where none is sent.
[[nodiscard]] std::string_view recipient_tone(const RecipientRow& row);

}  // namespace tillnote::render
