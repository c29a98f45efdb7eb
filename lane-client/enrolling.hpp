#pragma once

#include "lane-client/enrolments.hpp"
#include "lane-client/server_link.hpp"
#include "lane-client/state_folder.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace tillnote::lane {

/// What `enrol` was told.
struct EnrolOptions {
    std::string url;
    std::string token_file;    ///< an issued token instead of a code; empty for a code
    std::string certificates;  ///< PEM file of the authority to trust; empty for the system's
};

/// Shows a code with `show`, waits at most limits::enrolment_life for a manager to approve it, and keeps the token; with a
/// token file, tries that token instead. The place is durable in the state folder on return, with its catalog where that
/// could be fetched. A call that finds the server busy or not there is repeated for up to 10 s; one that has to wait for its
/// turn, as too many ask from this address, until those ten minutes are over, and `tell_turn` is called once. Errors: usage
/// (the URL), unreachable, untrusted_server, enrolment_over (denied, expired), unauthenticated (the token), disk_full,
/// outbox_unusable.
[[nodiscard]] Result<LaneEnrolment> enrol(const StateFolder& folder, const EnrolOptions& options,
                                          const std::function<void(const std::string& code)>& show,
                                          const std::function<void()>& tell_turn);

}  // namespace tillnote::lane
