#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Stores of a district (/v1/districts/{district}/comparison, JSON or CSV; the page /districts/{district}) and districts of
/// the chain (/v1/comparison; /districts), held against each other.
void add_comparison_routes(Guard& guard);

}  // namespace tillnote::routes
