#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Goals and events of a store as a page, and the forms that add and withdraw them.
void add_goal_page_routes(Guard& guard);

}  // namespace tillnote::routes
