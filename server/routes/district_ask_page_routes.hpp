#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Asks of a district with each store's answers side by side, and the form that puts one in every store.
void add_district_ask_page_routes(Guard& guard);

}  // namespace tillnote::routes
