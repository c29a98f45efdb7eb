#pragma once

#include "server/domain/lane_store.hpp"
#include "server/domain/language.hpp"

#include <string>
#include <vector>

namespace tillnote::render {

enum class LaneEvent { none, approved, denied, revoked };

/// The lanes of one store as equipment, and the terminals that wait to become one. Says nothing of what was tapped.
struct LanesPage {
    domain::Store store;
    std::string signed_in_as;
    std::string csrf_token;
    bool reads_store = false;  ///< may read the digest, so that there is a way back to it
    LaneEvent done = LaneEvent::none;
    int done_lane = 0;     ///< with approved and revoked
    std::string problem;   ///< empty, or what went wrong and what to do
    std::string code;      ///< as typed, to keep it
    std::string lane;      ///< as typed, to keep it
    std::string revoking;  ///< as typed, to keep it
    std::vector<domain::LaneStatus> lanes;
    std::vector<domain::PendingEnrolment> pending;
    domain::Language language = domain::Language::english;
};

/// Pure; any thread. Works without JavaScript. Lanes and terminals beyond the first 100 and 20 are only counted.
[[nodiscard]] std::string render_lanes_page(const LanesPage& page);

}  // namespace tillnote::render
