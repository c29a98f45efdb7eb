#pragma once

#include "server/domain/read_token.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Role: web.
class PgReadTokenStore final : public domain::ReadTokenStore {
public:
    explicit PgReadTokenStore(Session& session);

    Result<std::vector<domain::ReadToken>> list_tokens() override;
    Result<void> add_token(const domain::ReadToken& token, std::string_view token_sha256) override;
    Result<void> revoke_token(const Uuid& token_id, Instant now) override;
    Result<std::optional<domain::ReadToken>> use_token(std::string_view token_sha256, Instant now) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
