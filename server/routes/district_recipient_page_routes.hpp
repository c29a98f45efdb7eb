#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Who gets a district's digest as a page, and the forms that add and change them and choose how often.
void add_district_recipient_page_routes(Guard& guard);

}  // namespace tillnote::routes
