#pragma once

#include "server/domain/district_recipient_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Role: web.
class PgDistrictRecipientStore final : public domain::DistrictRecipientStore {
public:
    explicit PgDistrictRecipientStore(Session& session);

    Result<domain::DigestRhythm> get_rhythm(std::string_view district) override;
    Result<void> set_rhythm(std::string_view district, domain::DigestRhythm rhythm, Instant now) override;
    Result<std::vector<domain::Recipient>> list_recipients(std::string_view district) override;
    Result<std::vector<domain::Recipient>> list_all_recipients() override;
    Result<domain::Recipient> add_recipient(const domain::Recipient& recipient, std::string_view token,
                                            std::string_view token_sha256, Instant now, const Named& named = {}) override;
    Result<domain::Recipient> change_recipient(std::string_view district, const Uuid& recipient_id,
                                               const domain::RecipientChange& change, Instant now) override;
    Result<std::optional<domain::Recipient>> find_by_token(std::string_view district,
                                                           std::string_view token_sha256) override;

private:
    /// Nothing: of all.
    Result<std::vector<domain::Recipient>> list(const std::optional<std::string>& district);

    Session& session_;
};

}  // namespace tillnote::storage
