#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /unsubscribe/{token}: what List-Unsubscribe in every mail leads to. No sign-in and no cookie: the token is the right.
/// Source: RFC 8058.
void add_unsubscribe_routes(Guard& guard);

}  // namespace tillnote::routes
