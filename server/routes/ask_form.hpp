#pragma once

#include "server/render/ask_parts.hpp"
#include "server/routes/form.hpp"

/// The form of an ask, of a store or of a district. Pure; any thread.
namespace tillnote::routes {

/// What the form begins with: a week from `today`, the default share; the shelf's question where `use` names one.
[[nodiscard]] render::TypedAsk begin_ask(domain::Day today, std::string_view use);

[[nodiscard]] render::TypedAsk read_typed_ask(const Form& form);

/// An ask of what was typed, without id and store. Errors: invalid_field (one_in, a day); texts are checked by check_ask.
[[nodiscard]] Result<domain::Ask> make_ask(const render::TypedAsk& given, const Form& form);

/// Running before planned before the rest.
[[nodiscard]] int rank_of(domain::AskState state) noexcept;

}  // namespace tillnote::routes
