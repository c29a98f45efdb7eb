#pragma once

#include "server/domain/history.hpp"

#include <string_view>
#include <vector>

namespace tillnote::domain {

/// A store's history. Blocking: database threads only. Errors of all: unavailable, internal.
class HistoryStore {
public:
    static constexpr int comments_max = 200;

    virtual ~HistoryStore() = default;

    /// Remarks of the subject, and N, on the days of `range` that have any; from rollups.
    virtual Result<std::vector<HistoryDay>> load_days(std::string_view store, const HistorySubject& subject,
                                                      const HistoryRange& range) = 0;
    /// Comments of the last 30 days whose reason is among `codes`, the latest day first, within a day by what they say:
    /// never in the order in which they were typed. At most comments_max.
    virtual Result<std::vector<HistoryComment>> list_comments(std::string_view store,
                                                              const std::vector<std::string>& codes) = 0;
};

}  // namespace tillnote::domain
