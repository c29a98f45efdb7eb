#pragma once

#include "server/domain/store_message.hpp"

#include <string_view>
#include <vector>

namespace tillnote::domain {

/// Messages to the lanes. Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class MessageStore {
public:
    static constexpr int list_max = 200;

    virtual ~MessageStore() = default;

    /// Messages of one store, the latest first, at most list_max.
    virtual Result<std::vector<StoreMessage>> list_messages(std::string_view store) = 0;
    /// Messages of all stores that are valid on `from` or later, by store, the earliest first.
    virtual Result<std::vector<StoreMessage>> list_current_messages(Day from) = 0;
    /// Errors: conflict (messages_valid_max of the store are valid on one of its days), impossible_value (no such store).
    virtual Result<void> add_message(const StoreMessage& message, Instant now) = 0;
};

}  // namespace tillnote::domain
