#pragma once

#include "server/domain/recipient.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// A program that is told of digests or alerts.
struct Webhook {
    Uuid webhook_id;
    std::optional<std::string> store;  ///< nothing: every store of the chain
    DeliveryKind kind = DeliveryKind::digest;
    std::string url;
    std::string secret_file;                ///< path on the server
    std::optional<std::string> district{};  ///< of DeliveryKind::district; nothing: every district
};

/// Who is sent what. Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class RecipientStore {
public:
    using Named = std::function<void(const Uuid& recipient_id)>;

    virtual ~RecipientStore() = default;

    /// Of one store, those who have left too, by e-mail and kind.
    virtual Result<std::vector<Recipient>> list_recipients(std::string_view store) = 0;
    /// Of all stores, by store, e-mail and kind.
    virtual Result<std::vector<Recipient>> list_all_recipients() = 0;
    /// Adds one, or takes one who had left back in. `token` stands in the unsubscribe link; `token_sha256` finds it again.
    /// `named` is told the id, which of one who had left is the old one, before the change is committed. Returns it as
    /// stored. Errors: conflict (is on the list already; recipients_max are), impossible_value (no such store).
    virtual Result<Recipient> add_recipient(const Recipient& recipient, std::string_view token,
                                            std::string_view token_sha256, Instant now, const Named& named = {}) = 0;
    /// Errors: not_found.
    virtual Result<Recipient> change_recipient(std::string_view store, const Uuid& recipient_id,
                                               const RecipientChange& change, Instant now) = 0;
    /// Whose mail the link ends; nothing for a link that was never sent.
    virtual Result<std::optional<Recipient>> find_by_token(std::string_view store, std::string_view token_sha256) = 0;

    virtual Result<std::vector<Webhook>> list_webhooks() = 0;
    virtual Result<void> add_webhook(const Webhook& webhook, Instant now) = 0;     ///< impossible_value: no such place
    virtual Result<void> remove_webhook(const Uuid& webhook_id, Instant now) = 0;  ///< not_found
};

}  // namespace tillnote::domain
