#pragma once

#include "server/routes/guard.hpp"

#include <optional>

namespace tillnote::routes {

[[nodiscard]] bool changes_something(http::Method method);

[[nodiscard]] Error unauthenticated();

/// Whether the identity of `scope` may do this, and where: fills in `store` or `district` of `scope`. A file of its own, so
/// that a test can do without it and see that the database still holds back what the caller may not touch.
/// Errors: unauthenticated, forbidden, not_found.
[[nodiscard]] std::optional<Error> check_permission(domain::Permission permission, const http::Request& request,
                                                    Scope& scope);

}  // namespace tillnote::routes
