#pragma once

#include "schema/ids.hpp"

namespace tillnote::routes {

/// A random UUID (version 4). Safe from any thread.
[[nodiscard]] Uuid make_random_id();

}  // namespace tillnote::routes
