#pragma once

#include "schema/wire.hpp"
#include "server/domain/business_day.hpp"

#include <string>
#include <vector>

namespace tillnote::domain {

inline constexpr std::size_t message_characters_max = 90;  ///< two lines of the strip
inline constexpr int message_days_max = 28;                ///< news is no longer news after that
inline constexpr int messages_valid_max = 20;              ///< of one store on one day; a lane shows one at a time

/// A line back to all lanes of a store: "Yogurt pulled 17:41. Thank you." Never to one lane, never to a person.
struct StoreMessage {
    Uuid message_id;
    std::string store;
    std::string text_en;
    std::string text_es;
    Day first_day;
    Day last_day;

    friend bool operator==(const StoreMessage&, const StoreMessage&) = default;
};

/// Whether a new message is one that lanes can show, from `today` on. Pure.
/// Errors: invalid_field (a text; `field` names it as the API does), impossible_value (the days).
[[nodiscard]] Result<void> check_message(const StoreMessage& message, Day today);

/// The messages that are valid on `today`, as a lane is told them.
[[nodiscard]] std::vector<LaneMessage> lane_messages(const std::vector<StoreMessage>& messages, Day today);

}  // namespace tillnote::domain
