#include "server/routes/all_routes.hpp"

#include "server/routes/admin_routes.hpp"
#include "server/routes/health_routes.hpp"
#include "server/routes/lane_routes.hpp"
#include "server/routes/note_routes.hpp"
#include "server/routes/page_routes.hpp"
#include "server/routes/reader_routes.hpp"
#include "server/routes/session_routes.hpp"

namespace tillnote::routes {

void add_all_routes(Guard& guard) {
    add_health_routes(guard);
    add_note_routes(guard);
    add_lane_routes(guard);
    add_session_routes(guard);
    add_reader_routes(guard);
    add_admin_routes(guard);
    add_page_routes(guard);
}

}  // namespace tillnote::routes
