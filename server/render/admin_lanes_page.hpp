#pragma once

#include "server/domain/directory.hpp"
#include "server/domain/lane_store.hpp"
#include "server/render/admin_frame.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tillnote::render {

struct AdminLaneLine {
    domain::LaneStatus lane;
    bool silent = false;  ///< let in, and not heard for long, though its store is open
};

/// Lanes of all stores as equipment, those that are silent first, and the terminals that wait to become one. Says nothing of
/// what was tapped.
struct AdminLanesPage {
    /// What was typed.
    struct ApprovalText {
        std::string code;
        std::string store;
        std::string lane;
    };

    AdminFrame frame;
    std::shared_ptr<const domain::Directory> directory;  ///< names and zones of the stores
    std::string of_store;                                ///< only its lanes are shown; empty: all
    std::string done_store;                              ///< what was approved or revoked a moment ago
    int done_lane = 0;
    ApprovalText typed;
    std::vector<AdminLaneLine> lanes;
    std::vector<domain::PendingEnrolment> pending;
};

/// Pure; any thread. Works without JavaScript. Lanes and terminals beyond the first 200 and 20 are only counted.
[[nodiscard]] std::string render_admin_lanes_page(const AdminLanesPage& page);

}  // namespace tillnote::render
