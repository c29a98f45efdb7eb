#pragma once

#include "lane-client/state_folder.hpp"
#include "lane-client/strip/geometry.hpp"
#include "lane-client/strip/x11_desktop.hpp"

#include <optional>

namespace tillnote::strip {

struct StripOptions {
    Edge edge = Edge::bottom;
    std::optional<KeyName> hide_key{};  ///< hides and shows the strip; none: always shown
};

/// Shows the strip of the lane in `folder` on the X server of $DISPLAY until the process is ended. Talks to the agent of
/// that folder, and waits for it where there is none. Returns only when it cannot begin. Errors: usage (no X server),
/// outbox_unusable.
[[nodiscard]] Error run_strip(const lane::StateFolder& folder, const StripOptions& options);

}  // namespace tillnote::strip
