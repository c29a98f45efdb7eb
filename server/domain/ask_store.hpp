#pragma once

#include "server/domain/ask.hpp"
#include "server/domain/digest.hpp"

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// Asks of the stores. Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class AskStore {
public:
    static constexpr int list_max = 200;  ///< asks of one store that are listed; some four years of weekly ones

    virtual ~AskStore() = default;

    /// Asks of one store, the latest first day first, at most list_max.
    virtual Result<std::vector<Ask>> list_asks(std::string_view store) = 0;
    /// Asks of all stores that are not closed and run on `from` or later, by store and first day.
    virtual Result<std::vector<Ask>> list_current_asks(Day from) = 0;
    /// Errors: conflict (another ask of the store runs on one of these days), impossible_value (no such store).
    virtual Result<void> add_ask(const Ask& ask, Instant now) = 0;
    /// Of several stores at once, all or none. Errors: as for add_ask; `detail` names the store.
    virtual Result<void> add_asks(std::span<const Ask> asks, Instant now) = 0;
    /// Replaces the ask by what `change` makes of it, with no other change in between. Errors: not_found, those of
    /// `change`, conflict (as for add_ask).
    virtual Result<Ask> change_ask(std::string_view store, const Uuid& ask_id,
                                   const std::function<Result<Ask>(Ask)>& change) = 0;
    /// What became of the ask's showings so far.
    virtual Result<AskCounts> count_answers(const Ask& ask) = 0;
};

}  // namespace tillnote::domain
