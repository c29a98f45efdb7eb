#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// GET /v1/districts/{district}/asks: what several stores ask, and how each of them was answered.
void add_district_ask_routes(Guard& guard);

}  // namespace tillnote::routes
