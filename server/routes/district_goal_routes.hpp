#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /v1/districts/{district}/goals: one goal for every store of a district, and how each of them stands.
void add_district_goal_routes(Guard& guard);

}  // namespace tillnote::routes
