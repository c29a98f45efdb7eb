#pragma once

#include "server/domain/digest_parts.hpp"

#include <string>
#include <string_view>

namespace tillnote::render {

/// The kept JSON of an edition as it is answered now: only how many editions there are (`of`) may have moved since. Pure.
/// Errors: internal (not the JSON of a digest).
[[nodiscard]] Result<std::string> restate_edition(std::string_view digest_json, const domain::Edition& edition);

}  // namespace tillnote::render
