#pragma once

#include "server/domain/account_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Accounts and sign-in sessions. Role: web.
class PgAccountStore final : public domain::AccountStore {
public:
    explicit PgAccountStore(Session& session);

    Result<std::optional<domain::Account>> find_account(std::string_view email) override;
    Result<std::vector<domain::Account>> list_accounts() override;
    Result<void> add_account(const domain::Account& account, Instant now) override;
    Result<void> refresh_password_hash(const Uuid& account_id, std::string_view before, std::string_view after) override;
    Result<void> replace_password_hash(const Uuid& account_id, std::string_view password_hash) override;

    Result<void> add_session(const domain::Session& session) override;
    Result<bool> begin_session(const domain::Session& session, std::int64_t sign_in_epoch,
                               std::string_view earlier_token_hash) override;
    Result<std::optional<domain::Identity>> find_identity(std::string_view token_hash, bool by_cookie, Instant now) override;
    Result<void> end_session(const Uuid& session_id) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
