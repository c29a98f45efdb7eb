#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// The goals of a district as a page: results side by side, and the forms that set and withdraw one.
void add_district_goal_page_routes(Guard& guard);

}  // namespace tillnote::routes
