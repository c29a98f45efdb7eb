#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// A person's own account: /account, and the forms on it.
void add_account_page_routes(Guard& guard);

}  // namespace tillnote::routes
