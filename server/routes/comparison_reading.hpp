#pragma once

#include "server/domain/comparison.hpp"
#include "server/http/message.hpp"
#include "server/routes/guard.hpp"

namespace tillnote::routes {

struct ComparisonQuery {
    domain::ComparisonBy by = domain::ComparisonBy::reason;
    domain::Against against = domain::Against::others;
    domain::ComparisonRange range;  ///< its ended days
};

/// The last business day that has ended in every open store of `district`, or of the chain for null; where none is open, the
/// day before in UTC.
[[nodiscard]] domain::Day find_last_ended_day(const domain::Directory& directory, const domain::District* district,
                                              Instant now);

/// by=, against=, and the days: from= and to=, or range= and perhaps on=; without any of these the seven days that end with
/// `last_ended`. A range that has begun and not ended is clipped to the days that have. Errors: invalid_field; not_found (no
/// day of it has ended), each naming its parameter.
[[nodiscard]] Result<ComparisonQuery> parse_comparison_query(const http::Request& request, domain::Day last_ended);

/// Stores of `district`, or districts of the chain for null, with their days of the range and of the 13 weeks that end with
/// it: each store's days count where it belonged on them. Blocking: database threads only. Errors: unavailable, internal.
[[nodiscard]] Result<domain::ComparisonInput> read_comparison_input(Scope& scope, const domain::District* district,
                                                                    const ComparisonQuery& query);

}  // namespace tillnote::routes
