#pragma once

#include "server/routes/environment.hpp"

#include <functional>
#include <string>

namespace tillnote::routes {

/// Hashes `password` on a hashing thread, then runs `store` with the hash on a database thread. `on_busy`: instead, when too
/// many wait for either; perhaps at once, on the caller's thread.
void with_hash(Environment& environment, std::string password, std::function<void(Ports&, const std::string& hash)> store,
               const std::function<void()>& on_busy);

/// What those who wait too long are told.
[[nodiscard]] Error too_many_passwords();

}  // namespace tillnote::routes
