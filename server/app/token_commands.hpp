#pragma once

#include "server/app/config.hpp"
#include "server/domain/read_token.hpp"

#include <string>

/// What the operator can do about read tokens. As server/app/commands.hpp.
namespace tillnote::app::commands {

struct TokenOptions {
    std::string name;
    std::string store;  ///< one of store, district and chain
    std::string district;
    bool chain = false;
    int days = domain::read_token_days_default;
};

/// Prints one fresh token and nothing else: it is shown once, only its hash is kept.
[[nodiscard]] Result<void> add_read_token(const Config& config, const TokenOptions& options);
[[nodiscard]] Result<void> list_read_tokens(const Config& config, bool as_json);
/// `id` as the list shows it. Whoever uses the token is refused from the next request on.
[[nodiscard]] Result<void> revoke_read_token(const Config& config, const std::string& id);

}  // namespace tillnote::app::commands
