#pragma once

#include "server/domain/goal.hpp"
#include "server/render/goal_parts.hpp"
#include "server/routes/form.hpp"

#include <string_view>

/// The form of a goal, of a store and of a district.
namespace tillnote::routes {

/// "reason:103" or "theme:price"; nothing aimed at where it is neither, which the rules then name.
[[nodiscard]] domain::Aim aim_of(std::string_view text);

/// Without id and store. Errors: invalid_field, naming the field.
[[nodiscard]] Result<domain::Goal> read_goal(const Form& form);

/// What a fresh form proposes, and what was typed into one that did not work.
[[nodiscard]] render::TypedGoal begin_goal(domain::Day today);
[[nodiscard]] render::TypedGoal typed_goal(const Form& form);

}  // namespace tillnote::routes
