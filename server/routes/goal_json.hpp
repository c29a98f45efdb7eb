#pragma once

#include "schema/strict_json.hpp"
#include "server/domain/goal.hpp"

#include <nlohmann/json.hpp>

/// Goals as the API reads and writes them, of a store and of a district.
namespace tillnote::routes {

inline constexpr std::size_t goal_text_bytes_max = 1024;  ///< the rules count characters; this only bounds what is read

[[nodiscard]] nlohmann::ordered_json text_or_null(const std::string& text);
[[nodiscard]] nlohmann::ordered_json goal_json(const domain::Goal& goal);

[[nodiscard]] domain::Aim read_aim(ObjectReader& reader);

/// Without id and store; `today` where it says no beginning. Errors: those of the JSON, each naming its member.
[[nodiscard]] Result<domain::Goal> parse_goal(std::string_view body, domain::Day today);

/// A goal or an event changes in one way only: it is withdrawn. Nothing when the body says so.
[[nodiscard]] std::optional<Error> read_withdrawal(std::string_view body);

}  // namespace tillnote::routes
