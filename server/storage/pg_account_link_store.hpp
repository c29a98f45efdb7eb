#pragma once

#include "server/domain/account_link_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Links that set a password. Roles: web asks for and uses them, digest sends them.
class PgAccountLinkStore final : public domain::AccountLinkStore {
public:
    explicit PgAccountLinkStore(Session& session);

    Result<domain::ResetAsked> request_reset(std::string_view email, domain::Language language,
                                             std::string_view message_domain, Instant now) override;
    Result<void> invite(std::string_view email, domain::Language language, std::string_view message_domain,
                        Instant now) override;
    Result<void> invite_new(const domain::Account& account, domain::Language language, std::string_view message_domain,
                            Instant now) override;
    Result<std::optional<domain::AccountLink>> find_link(const Uuid& link_id, Instant now) override;
    Result<void> add_token(const Uuid& link_id, std::string_view token_hash) override;
    Result<std::optional<domain::AccountLink>> find_link_by_token(std::string_view token_hash, Instant now) override;
    Result<bool> use_link(std::string_view token_hash, std::string_view password_hash, Instant now) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
