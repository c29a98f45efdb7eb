#pragma once

#include "server/domain/message_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Messages to the lanes. Role: web. Lists are read by every role.
class PgMessageStore final : public domain::MessageStore {
public:
    explicit PgMessageStore(Session& session);

    Result<std::vector<domain::StoreMessage>> list_messages(std::string_view store) override;
    Result<std::vector<domain::StoreMessage>> list_current_messages(domain::Day from) override;
    Result<void> add_message(const domain::StoreMessage& message, Instant now) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
