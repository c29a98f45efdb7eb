#pragma once

#include "schema/error.hpp"
#include "server/domain/access.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A program that reads figures of the chain, a district or a store, and does nothing else.
namespace tillnote::domain {

inline constexpr int read_token_days_default = 90;
inline constexpr int read_token_days_max = 366;
inline constexpr int read_tokens_max = 100;  ///< that are live at once: more are a program that makes them
inline constexpr std::size_t read_token_name_characters_max = 60;
inline constexpr std::string_view read_token_prefix = "tnr_";  ///< so that one is known for what it is where it was left

struct ReadToken {
    Uuid token_id;
    std::string name;  ///< what it is for
    Grant grant;       ///< manager of a store, district or chain: read only
    std::string created_by;
    Instant created_at;
    Instant expires_at;
    std::optional<Instant> last_used_at;  ///< moved at most once a minute
    std::optional<Instant> revoked_at;
};

enum class ReadTokenState { live, expired, revoked };

[[nodiscard]] std::string_view to_text(ReadTokenState state) noexcept;
[[nodiscard]] ReadTokenState state_of(const ReadToken& token, Instant now) noexcept;

/// "store", "district" or "chain".
[[nodiscard]] std::string_view reads_of(const Grant& grant) noexcept;

/// A token as a form or a program names it.
struct ReadTokenText {
    std::string name;
    std::string reads;
    std::string scope;                   ///< id; empty for the chain
    int days = read_token_days_default;  ///< until it expires
};

/// Pure. `token_id` and `created_by` stay empty. Errors: invalid_field, `field` being "/name", "/reads", "/scope" or
/// "/days".
[[nodiscard]] Result<ReadToken> parse_read_token(const ReadTokenText& text, Instant now);

/// What a program is called where people have an e-mail address, in the audit log for one: "token Power BI".
[[nodiscard]] std::string actor_name_of(std::string_view token_name);

/// Who a live token is for the length of one request. Errors: unauthenticated, saying that it has expired or was revoked and
/// what to do.
[[nodiscard]] Result<Identity> identity_of(const ReadToken& token, Instant now);

/// What to say where a token asks for what its scope does not hold, whether it is there or not. Never of the chain.
[[nodiscard]] Error outside_scope(const Identity& token);

/// Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class ReadTokenStore {
public:
    virtual ~ReadTokenStore() = default;

    /// All of them, the latest first.
    virtual Result<std::vector<ReadToken>> list_tokens() = 0;
    /// Errors: conflict (read_tokens_max are live), impossible_value (no such store or district).
    virtual Result<void> add_token(const ReadToken& token, std::string_view token_sha256) = 0;
    /// Does nothing to one that is revoked already. Errors: not_found.
    virtual Result<void> revoke_token(const Uuid& token_id, Instant now) = 0;
    /// The token of that hash, in whatever state; moves last_used_at of a live one.
    virtual Result<std::optional<ReadToken>> use_token(std::string_view token_sha256, Instant now) = 0;
};

}  // namespace tillnote::domain
