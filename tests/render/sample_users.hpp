#pragma once

#include "server/render/users_page.hpp"

namespace tillnote::render::samples {

/// Accounts in each state, and more of them than are shown.
[[nodiscard]] UsersPage users();
/// One with two roles and a second factor.
[[nodiscard]] UserPage user();

}  // namespace tillnote::render::samples
