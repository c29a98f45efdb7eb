#pragma once

#include "server/routes/environment.hpp"

#include <functional>
#include <string>

namespace tillnote::routes {

/// Hashes `password` on a hashing thread, then runs `store` with the hash on a database thread. False when too many wait:
/// answer `busy`, or `on_busy` is called where that shows later. One of `store` and `on_busy` is called once at most.
[[nodiscard]] bool with_hash(Environment& environment, std::string password,
                             std::function<void(Ports&, const std::string& hash)> store, std::function<void()> on_busy);

/// What those who wait too long are told.
[[nodiscard]] Error too_many_passwords();

}  // namespace tillnote::routes
