#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Who gets a store's mail as a page, and the forms that add and change them.
void add_recipient_page_routes(Guard& guard);

}  // namespace tillnote::routes
