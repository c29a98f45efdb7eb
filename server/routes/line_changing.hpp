#pragma once

#include "server/domain/action.hpp"
#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// A line of a digest of the scope's store, and what is to become of it. What both the API and the forms ask for.
struct LineChange {
    std::string line_key;
    std::optional<domain::Day> day;  ///< of the digest; nothing: the last ended one
    domain::ActionChange change;
};

/// Changes the line's action, or begins one. Errors: invalid_field (the key), not_found (no digest of this store has such a
/// line), those of domain::change_action and ActionStore.
[[nodiscard]] Result<domain::Action> change_line(Scope& scope, const LineChange& wanted);

/// The person behind the scope as the changer of something of its store.
[[nodiscard]] domain::Changer changer_of(const Scope& scope);

}  // namespace tillnote::routes
