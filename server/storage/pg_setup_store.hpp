#pragma once

#include "server/domain/setup_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// The one-time token of a new installation. Role: web.
class PgSetupStore final : public domain::SetupStore {
public:
    explicit PgSetupStore(Session& session);

    Result<bool> has_administrator() override;
    Result<void> put_token(std::string_view token_hash, Instant now) override;
    Result<bool> is_live(std::string_view token_hash, Instant now) override;
    Result<bool> use_token(std::string_view token_hash, const domain::Account& administrator, Instant now) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
