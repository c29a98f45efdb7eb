#pragma once

#include "schema/error.hpp"
#include "server/app/demo/demo_chain.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>

namespace tillnote::app {

/// Token of each lane, by store and lane number.
using DemoTokens = std::map<std::pair<std::string, int>, std::string>;

/// Delivers the whole chain over a few connections, the late lane's last days after all else. `on_progress` gets
/// the notes delivered so far, from several threads, one call at a time. Errors: those of DemoNotesSender::send; the
/// first one ends the delivery.
[[nodiscard]] Result<void> send_demo_notes(const DemoChain& chain, const DemoTokens& tokens, const std::string& base_url,
                                           const std::function<Instant()>& now,
                                           const std::function<void(std::size_t notes)>& on_progress);

}  // namespace tillnote::app
