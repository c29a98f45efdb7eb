#pragma once

#include "server/domain/action.hpp"
#include "server/render/loop_frame.hpp"

#include <string>
#include <vector>

namespace tillnote::render {

/// Open and closed lines of one store's digests, and the alerts that stand.
struct ActionsPage {
    LoopFrame frame;
    std::vector<Department> departments;    ///< a line may be assigned to those with walk=1
    std::vector<domain::AlertLine> alerts;  ///< that stand
    std::vector<domain::Action> actions;    ///< as ActionStore lists them
    std::string line_key;                   ///< of the form that did not work, to keep what was typed
    std::string reply;
    std::string reply_es;
};

/// Pure; any thread. Works without JavaScript: every button is a form of its own. Closed lines beyond the first 40 are only
/// counted.
[[nodiscard]] std::string render_actions_page(const ActionsPage& page);

}  // namespace tillnote::render
