#pragma once

#include "server/routes/form.hpp"
#include "server/routes/guard.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What the pages about lanes take from their forms, as people type it. The errors name the field: `code`, `store` or
/// `lane`.
namespace tillnote::routes {

/// "abcd efgh" and "abcdefgh" are what people type for ABCD-EFGH. Of other lengths: the letters that were
/// typed, bounded, in capitals.
[[nodiscard]] std::string normal_code(std::string_view typed);

/// Nothing unless it is 1 to 999.
[[nodiscard]] std::optional<int> find_lane_number(std::string_view typed);

/// A field as it was typed, bounded; empty when it is missing.
[[nodiscard]] std::string short_field(const Form& form, std::string_view name);

/// Lets the terminal that shows `code` in. Returns the lane's number. Errors: invalid_field; as LaneStore::approve.
[[nodiscard]] Result<int> approve_typed(Scope& scope, const std::string& code, const std::string& store,
                                        std::string_view lane);
/// Errors: invalid_field; as LaneStore::deny.
[[nodiscard]] Result<void> deny_typed(Scope& scope, const std::string& code);
/// Returns the lane's number. Errors: invalid_field; as LaneStore::revoke.
[[nodiscard]] Result<int> revoke_typed(Scope& scope, const std::string& store, std::string_view lane);

}  // namespace tillnote::routes
