#pragma once

#include "server/domain/user_store.hpp"

#include <string>
#include <vector>

/// Accounts for programs, without anything secret. Pure; any thread.
namespace tillnote::render {

/// {"users": [...]}.
[[nodiscard]] std::string render_users_json(const std::vector<domain::User>& users);
[[nodiscard]] std::string render_user_json(const domain::User& user);

}  // namespace tillnote::render
