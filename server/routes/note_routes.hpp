#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// POST /v1/notes: strict parsing, placing, the commit queue. Answered after COMMIT.
void add_note_routes(Guard& guard);

}  // namespace tillnote::routes
