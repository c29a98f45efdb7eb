#pragma once

#include "server/domain/directory.hpp"
#include "server/domain/rollup_store.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tillnote::domain {

/// What `verify` found.
struct RollupCheck {
    int days = 0;
    int sealed = 0;                        ///< left alone: their rollups are never recomputed
    int recounted = 0;                     ///< store-days whose marks nobody had worked off
    std::vector<std::string> differences;  ///< a sentence each
};

/// Works off the marks that wait, then compares every rollup with a recount of its notes in C++, each day in one
/// snapshot, while notes may go on arriving. Errors: those of RollupStore; busy (a day changed at every attempt).
[[nodiscard]] Result<RollupCheck> check_rollups(RollupStore& store, const Directory& directory,
                                                const std::function<Instant()>& now);

/// A sentence for each count that differs.
[[nodiscard]] std::vector<std::string> list_differences(const DayRollup& recounted, const DayRollup& stored);

}  // namespace tillnote::domain
