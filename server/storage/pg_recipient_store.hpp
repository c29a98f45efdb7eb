#pragma once

#include "server/domain/recipient_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Role: web for recipients; webhooks are the operator's, by the role that owns the schema.
class PgRecipientStore final : public domain::RecipientStore {
public:
    explicit PgRecipientStore(Session& session);

    Result<std::vector<domain::Recipient>> list_recipients(std::string_view store) override;
    Result<std::vector<domain::Recipient>> list_all_recipients() override;
    Result<domain::Recipient> add_recipient(const domain::Recipient& recipient, std::string_view token,
                                            std::string_view token_sha256, Instant now, const Named& named = {}) override;
    Result<domain::Recipient> change_recipient(std::string_view store, const Uuid& recipient_id,
                                               const domain::RecipientChange& change, Instant now) override;
    Result<std::optional<domain::Recipient>> find_by_token(std::string_view store, std::string_view token_sha256) override;
    Result<std::vector<domain::Webhook>> list_webhooks() override;
    Result<void> add_webhook(const domain::Webhook& webhook, Instant now) override;
    Result<void> remove_webhook(const Uuid& webhook_id, Instant now) override;

private:
    /// Nothing: of all.
    Result<std::vector<domain::Recipient>> list(const std::optional<std::string>& store);

    Session& session_;
};

}  // namespace tillnote::storage
