#pragma once

#include "server/domain/district_schedule.hpp"
#include "server/domain/recipient_store.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// Who is sent a district's digest, and how often it is made. Recipients have `district` set and DeliveryKind::district.
/// Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class DistrictRecipientStore {
public:
    using Named = RecipientStore::Named;

    virtual ~DistrictRecipientStore() = default;

    virtual Result<DigestRhythm> get_rhythm(std::string_view district) = 0;                            ///< not_found
    virtual Result<void> set_rhythm(std::string_view district, DigestRhythm rhythm, Instant now) = 0;  ///< not_found

    /// Those who have left too, by e-mail.
    virtual Result<std::vector<Recipient>> list_recipients(std::string_view district) = 0;
    /// Of all districts, by district and e-mail.
    virtual Result<std::vector<Recipient>> list_all_recipients() = 0;
    /// As RecipientStore::add_recipient. Errors: conflict, impossible_value (no such district).
    virtual Result<Recipient> add_recipient(const Recipient& recipient, std::string_view token,
                                            std::string_view token_sha256, Instant now, const Named& named = {}) = 0;
    /// `change.local_time` means nothing here. Errors: not_found.
    virtual Result<Recipient> change_recipient(std::string_view district, const Uuid& recipient_id,
                                               const RecipientChange& change, Instant now) = 0;
    /// Whose mail the link ends; nothing for a link that was never sent.
    virtual Result<std::optional<Recipient>> find_by_token(std::string_view district, std::string_view token_sha256) = 0;
};

}  // namespace tillnote::domain
