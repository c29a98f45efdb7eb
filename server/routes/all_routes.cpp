#include "server/routes/all_routes.hpp"

#include "server/routes/account_page_routes.hpp"
#include "server/routes/action_page_routes.hpp"
#include "server/routes/action_routes.hpp"
#include "server/routes/admin_catalog_page_routes.hpp"
#include "server/routes/admin_lane_page_routes.hpp"
#include "server/routes/admin_recipient_page_routes.hpp"
#include "server/routes/admin_retention_page_routes.hpp"
#include "server/routes/admin_routes.hpp"
#include "server/routes/admin_store_page_routes.hpp"
#include "server/routes/alert_routes.hpp"
#include "server/routes/ask_page_routes.hpp"
#include "server/routes/ask_routes.hpp"
#include "server/routes/audit_routes.hpp"
#include "server/routes/comparison_routes.hpp"
#include "server/routes/district_ask_page_routes.hpp"
#include "server/routes/district_ask_routes.hpp"
#include "server/routes/district_digest_routes.hpp"
#include "server/routes/district_goal_page_routes.hpp"
#include "server/routes/district_goal_routes.hpp"
#include "server/routes/district_recipient_page_routes.hpp"
#include "server/routes/district_recipient_routes.hpp"
#include "server/routes/goal_page_routes.hpp"
#include "server/routes/goal_routes.hpp"
#include "server/routes/health_routes.hpp"
#include "server/routes/history_routes.hpp"
#include "server/routes/lane_routes.hpp"
#include "server/routes/lanes_page_routes.hpp"
#include "server/routes/message_routes.hpp"
#include "server/routes/note_routes.hpp"
#include "server/routes/own_session_routes.hpp"
#include "server/routes/page_routes.hpp"
#include "server/routes/password_routes.hpp"
#include "server/routes/reader_routes.hpp"
#include "server/routes/recipient_page_routes.hpp"
#include "server/routes/recipient_routes.hpp"
#include "server/routes/session_routes.hpp"
#include "server/routes/setup_routes.hpp"
#include "server/routes/sign_in_code_routes.hpp"
#include "server/routes/token_routes.hpp"
#include "server/routes/traffic_routes.hpp"
#include "server/routes/unsubscribe_routes.hpp"
#include "server/routes/user_page_routes.hpp"
#include "server/routes/user_routes.hpp"

namespace tillnote::routes {
namespace {

/// Whoever asks for HTML is a person who mistyped; everything else is a script.
void answer_unknown_path(const http::Request& request, const http::Responder& respond) {
    const auto accept = request.find_header("accept").value_or("");
    const bool person = accept.find("text/html") != std::string::npos;
    respond(error_response({ErrorCode::not_found,
                            person ? "There is nothing at this address; check it, or go back to your stores."
                                   : "There is nothing at " + request.path + "; /openapi.json lists the paths of the API.",
                            ""},
                           request, person ? Audience::page : Audience::script));
}

}  // namespace

void add_all_routes(Guard& guard) {
    guard.router().set_unknown_path(answer_unknown_path);
    add_health_routes(guard);
    add_note_routes(guard);
    add_lane_routes(guard);
    add_session_routes(guard);
    add_sign_in_code_routes(guard);
    add_account_page_routes(guard);
    add_own_session_routes(guard);
    add_password_routes(guard);
    add_setup_routes(guard);
    add_reader_routes(guard);
    add_admin_routes(guard);
    add_traffic_routes(guard);
    add_token_routes(guard);
    add_audit_routes(guard);
    add_user_routes(guard);
    add_user_page_routes(guard);
    add_ask_routes(guard);
    add_district_ask_routes(guard);
    add_message_routes(guard);
    add_recipient_routes(guard);
    add_unsubscribe_routes(guard);
    add_page_routes(guard);
    add_lanes_page_routes(guard);
    add_alert_routes(guard);
    add_action_routes(guard);
    add_action_page_routes(guard);
    add_history_routes(guard);
    add_comparison_routes(guard);
    add_goal_routes(guard);
    add_goal_page_routes(guard);
    add_ask_page_routes(guard);
    add_district_ask_page_routes(guard);
    add_recipient_page_routes(guard);
    add_district_digest_routes(guard);
    add_district_goal_routes(guard);
    add_district_goal_page_routes(guard);
    add_district_recipient_routes(guard);
    add_district_recipient_page_routes(guard);
    add_admin_store_page_routes(guard);
    add_admin_lane_page_routes(guard);
    add_admin_catalog_page_routes(guard);
    add_admin_recipient_page_routes(guard);
    add_admin_retention_page_routes(guard);
}

}  // namespace tillnote::routes
