#pragma once

#include "server/domain/digest.hpp"

#include <nlohmann/json_fwd.hpp>

/// The parts of the digest's JSON that close the loop. Shapes: schema/openapi.yaml.
namespace tillnote::render {

[[nodiscard]] nlohmann::ordered_json alerts_json(const std::vector<domain::AlertLine>& alerts);
[[nodiscard]] nlohmann::ordered_json goals_json(const std::vector<domain::GoalLine>& goals);
[[nodiscard]] nlohmann::ordered_json events_json(const std::vector<domain::EventLine>& events);
/// Those that are not done, and those that are. `day`: the digest's, which tells how long a line has been open.
[[nodiscard]] nlohmann::ordered_json open_actions_json(const std::vector<domain::ActionLine>& actions, domain::Day day);
[[nodiscard]] nlohmann::ordered_json closed_actions_json(const std::vector<domain::ActionLine>& actions, domain::Day day);

}  // namespace tillnote::render
