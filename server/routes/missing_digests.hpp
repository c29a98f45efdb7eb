#pragma once

#include "server/routes/guard.hpp"

#include <string>
#include <vector>

namespace tillnote::routes {

/// Ids of the stores, of `district` or of the chain for null, that have no frozen digest of `day` although it is due: two
/// hours after its time, as a district's mail waits. In their order. Blocking: database threads only. Errors: unavailable,
/// internal.
[[nodiscard]] Result<std::vector<std::string>> find_missing_digests(Scope& scope, const domain::District* district,
                                                                    domain::Day day);

}  // namespace tillnote::routes
