#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// The pages people read: the list of stores, a store's day, and what they are drawn with.
void add_page_routes(Guard& guard);

}  // namespace tillnote::routes
