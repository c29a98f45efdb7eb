#pragma once

#include "server/domain/digest.hpp"

#include <nlohmann/json_fwd.hpp>

/// The parts of the digest's JSON that come from the tests. Source: CONTRACT "Digest JSON"; schema/openapi.yaml.
namespace tillnote::render {

class JsonObject;

void append_counts(std::string& out, int days, int remarks, int of);
/// The members `signal` and `tests` of a reason. `signal` is null where nothing was tested and the reason was heard.
void add_signal(JsonObject& reason, const domain::ReasonLine& line, const domain::KnownBaseline& known);
[[nodiscard]] nlohmann::ordered_json known_json(const domain::KnownBaseline& known);
[[nodiscard]] nlohmann::ordered_json flags_json(const std::vector<domain::Flag>& flags);
[[nodiscard]] nlohmann::ordered_json together_json(const std::vector<domain::Together>& lines);

}  // namespace tillnote::render
