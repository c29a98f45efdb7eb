#include "schema/wire.hpp"
#include "tests/fuzz/round_trip.hpp"
#include "tests/fuzz/targets.hpp"

namespace tillnote::fuzz {

/// What a lane takes for the server's answer, be it from a captive portal: each of its parsers gets it.
void server_answers(std::string_view bytes) {
    require_round_trip(parse_notes_answer, bytes);
    require_round_trip(parse_heartbeat_answer, bytes);
    require_round_trip(parse_enrolment_started, bytes);
    require_round_trip(parse_enrolment_answer, bytes);
    require_round_trip(parse_lane_catalog, bytes);
}

}  // namespace tillnote::fuzz
