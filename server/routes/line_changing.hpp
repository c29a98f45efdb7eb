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

/// What becomes of an action of the scope's store, for an ActionStore. `scope` and `change` must live as long. An entry
/// about an action is given the id and the state of the one that is changed; one about its alert keeps its own.
[[nodiscard]] domain::ActionStore::Change make_action_change(Scope& scope, const domain::ActionChange& change);

/// The person behind the scope as the changer of something of its store.
[[nodiscard]] domain::Changer changer_of(const Scope& scope);

}  // namespace tillnote::routes
