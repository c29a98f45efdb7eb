#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Open and closed lines of a store, the forms that change them, and the poster.
void add_action_page_routes(Guard& guard);

}  // namespace tillnote::routes
