#pragma once

#include "server/domain/digest.hpp"

#include <string>

namespace tillnote::render {

/// What was heard together, alerts, actions, goals and events of a digest with the figures each rests on. Plain text, LF.
/// Pure; any thread.
[[nodiscard]] std::string explain_loop(const domain::DigestInput& input, const domain::Digest& digest);

}  // namespace tillnote::render
