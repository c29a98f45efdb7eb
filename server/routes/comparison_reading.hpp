#pragma once

#include "server/domain/comparison.hpp"
#include "server/http/message.hpp"
#include "server/routes/guard.hpp"

#include <cstddef>
#include <cstdint>

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

/// What days before the range a comparison looks back at.
enum class LookBack {
    nothing,  ///< shares only
    stories,  ///< domain::story_days
    weeks,    ///< thirteen weeks, which have all that stories need
};

/// So many days of stores may be in the range at once, a year of some 670 stores; those of last year count, too.
inline constexpr std::int64_t store_days_max = 250'000;

/// Whether so many stores can be compared over the range. Errors: invalid_field naming from and to.
[[nodiscard]] Result<void> check_extent(std::size_t stores, const domain::ComparisonRange& range, domain::Against against);

/// Stores of `district`, or districts of the chain for null, with their days of the range and those before it: each store's
/// days count where it belonged on them. Blocking: database threads only. Errors: invalid_field (see check_extent),
/// unavailable, internal.
[[nodiscard]] Result<domain::ComparisonInput> read_comparison_input(Scope& scope, const domain::District* district,
                                                                    const ComparisonQuery& query,
                                                                    LookBack look_back = LookBack::weeks);

}  // namespace tillnote::routes
