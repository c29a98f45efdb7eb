#pragma once

#include "server/domain/digest.hpp"
#include "server/storage/session.hpp"

#include <map>
#include <span>
#include <string>

namespace pqxx {
class transaction_base;
}

/// The part of a digest's input that closes the loop. All throw libpqxx exceptions: call inside transact().
namespace tillnote::storage {

[[nodiscard]] std::span<const Statement> digest_loop_statements();

/// Alerts, actions, goals and events for `input`, whose store, day and bounds are set. A handful of short reads, none of
/// which grows with the history.
[[nodiscard]] domain::LoopInput load_loop(pqxx::transaction_base& transaction, const domain::DigestInput& input);

/// Remarks of one store by reason, summed over the days from `first` to `last`.
[[nodiscard]] std::map<std::string, int> sum_remarks(pqxx::transaction_base& transaction, const std::string& store,
                                                     domain::Day first, domain::Day last);

}  // namespace tillnote::storage
