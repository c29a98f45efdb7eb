#pragma once

#include "server/domain/account_store.hpp"
#include "server/domain/language.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tillnote::domain {

/// Why somebody is sent a link that sets a password.
enum class LinkPurpose { invitation, reset };

[[nodiscard]] std::string_view to_text(LinkPurpose purpose) noexcept;
[[nodiscard]] std::optional<LinkPurpose> find_link_purpose(std::string_view text) noexcept;

inline constexpr std::chrono::hours reset_link_life{1};
inline constexpr std::chrono::hours invitation_life{24 * 7};
/// Live links of one account; a reset asked for beyond them sends nothing.
inline constexpr int live_links_max = 3;
/// Of an account that nobody has set a password for. No password matches it.
inline constexpr std::string_view no_password = "!";

/// A link as the mail and the page show it.
struct AccountLink {
    Uuid link_id;
    Uuid account_id;
    std::string email;
    LinkPurpose purpose = LinkPurpose::reset;
    Language language = Language::english;
    Instant expires_at;
};

/// What came of asking for a reset.
struct ResetAsked {
    bool sent = false;                 ///< a link is in the outbox of mail
    std::optional<Instant> free_at{};  ///< where live_links_max are live: when the first of them ends
};

/// Links that set a password, each good once and for a short time. What stands in a link is made when its mail is sent, and
/// only its hash is stored: neither the database nor the outbox ever holds it. Hashes are SHA-256 in hex.
/// Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class AccountLinkStore {
public:
    virtual ~AccountLinkStore() = default;

    /// Puts a reset into the outbox of mail, if `email` is of an enabled account, not of the demo, with fewer than
    /// live_links_max live links. Who asks without a sign-in is not told what came of it. `message_domain`: right of the @
    /// in the Message-ID.
    virtual Result<ResetAsked> request_reset(std::string_view email, Language language, std::string_view message_domain,
                                             Instant now) = 0;
    /// Puts an invitation of `email` into the outbox of mail; earlier links of the account end.
    /// Errors: not_found (no such enabled account).
    virtual Result<void> invite(std::string_view email, Language language, std::string_view message_domain, Instant now) = 0;
    /// Adds `account` together with its invitation: both are there afterwards, or neither.
    /// Errors: conflict (the e-mail exists), impossible_value (unknown store or district in a grant).
    virtual Result<void> invite_new(const Account& account, Language language, std::string_view message_domain,
                                    Instant now) = 0;

    /// For the sender: the live link of a delivery; nothing when it was used or is over. Role: digest.
    virtual Result<std::optional<AccountLink>> find_link(const Uuid& link_id, Instant now) = 0;
    /// For the sender: one more token opens the link. Role: digest.
    virtual Result<void> add_token(const Uuid& link_id, std::string_view token_hash) = 0;

    /// The live link behind a token.
    virtual Result<std::optional<AccountLink>> find_link_by_token(std::string_view token_hash, Instant now) = 0;
    /// Sets the password, and ends the account's other links and all its sign-ins. False when the link is over.
    virtual Result<bool> use_link(std::string_view token_hash, std::string_view password_hash, Instant now) = 0;
};

}  // namespace tillnote::domain
