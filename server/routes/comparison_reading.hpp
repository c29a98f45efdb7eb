#pragma once

#include "server/domain/comparison.hpp"
#include "server/http/message.hpp"
#include "server/routes/guard.hpp"

namespace tillnote::routes {

struct ComparisonQuery {
    domain::ComparisonBy by = domain::ComparisonBy::reason;
    domain::Against against = domain::Against::others;
    domain::ComparisonRange range;
};

/// The last business day that has ended in some store; where there is none, the day before in UTC.
[[nodiscard]] domain::Day find_last_ended_day(const domain::Directory& directory, Instant now);

/// by=, against=, and the days: from= and to=, or range= and perhaps on=; without any of these the seven days that end with
/// `last_ended`. Errors: invalid_field; not_found (in the future), each naming its parameter.
[[nodiscard]] Result<ComparisonQuery> parse_comparison_query(const http::Request& request, domain::Day last_ended);

/// Stores of `district`, or districts of the chain for null, with their days of the range and of the 13 weeks that end with
/// it: each store's days count where it belonged on them. Blocking: database threads only. Errors: unavailable, internal.
[[nodiscard]] Result<domain::ComparisonInput> read_comparison_input(Scope& scope, const domain::District* district,
                                                                    const ComparisonQuery& query);

}  // namespace tillnote::routes
