#pragma once

#include "server/domain/digest.hpp"
#include "server/storage/store_window.hpp"

#include <span>

namespace pqxx {
class transaction_base;
}

/// The part of a digest's input that closes the loop. All throw libpqxx exceptions: call inside transact().
namespace tillnote::storage {

[[nodiscard]] std::span<const Statement> digest_loop_statements();

/// Alerts, actions, goals and events for `input`, whose store, day, bounds, catalog and windows are set; `wanted` is how the
/// windows were loaded. A handful of short reads, none of which grows with the history: a goal runs half a year at most.
[[nodiscard]] domain::LoopInput load_loop(pqxx::transaction_base& transaction, const WindowWanted& wanted,
                                          const domain::DigestInput& input);

}  // namespace tillnote::storage
