#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Asks of a store as a page with the shelf of ready-made ones, and the forms that put and end them.
void add_ask_page_routes(Guard& guard);

}  // namespace tillnote::routes
