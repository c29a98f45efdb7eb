#include "server/domain/store_message.hpp"

#include "schema/time_text.hpp"
#include "schema/written_text.hpp"

namespace tillnote::domain {

Result<void> check_message(const StoreMessage& message, Day today) {
    for (const auto& [text, field] : {std::pair{&message.text_en, "/text_en"}, std::pair{&message.text_es, "/text_es"}}) {
        if (auto checked = check_written_text(
                *text, 1, message_characters_max,
                "A message is a text of 1 to " + std::to_string(message_characters_max) + " characters", field);
            !checked) {
            return checked;
        }
    }
    if (message.first_day < today) {
        return Error{ErrorCode::impossible_value,
                     "The first day has passed; the store's business day is " + format_day(today) + ".", "/from"};
    }
    if (message.last_day < message.first_day) {
        return Error{ErrorCode::impossible_value, "The last day lies before the first; swap them.", "/to"};
    }
    if (message.last_day >= add_days(message.first_day, message_days_max)) {
        return Error{ErrorCode::impossible_value,
                     "A message stays for at most " + std::to_string(message_days_max) + " days.", "/to"};
    }
    return {};
}

std::vector<LaneMessage> lane_messages(const std::vector<StoreMessage>& messages, Day today) {
    std::vector<LaneMessage> told;
    for (const StoreMessage& message : messages) {
        if (message.first_day <= today && today <= message.last_day) {
            told.push_back({message.message_id, message.text_en, message.text_es});
        }
    }
    return told;
}

}  // namespace tillnote::domain
