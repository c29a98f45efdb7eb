#pragma once

#include "server/render/loop_frame.hpp"
#include "server/routes/form.hpp"
#include "server/routes/guard.hpp"

namespace tillnote::routes {

inline constexpr std::size_t typed_text_bytes_max = 1024;  ///< the rules count characters; this only bounds what is kept

/// The frame of a page that closes the loop, for the person and the store of the scope, in the language they read.
[[nodiscard]] render::LoopFrame make_loop_frame(const http::Request& request, const Scope& scope);

/// The same for a page of a district. `today` is the latest open day among its stores, so that it is past in none.
[[nodiscard]] render::LoopFrame make_district_frame(const http::Request& request, const Scope& scope,
                                                    std::string_view district);

/// Whether an error is one that a person can mend on the page they are on; the rest is a page of its own.
[[nodiscard]] bool is_said_on_page(const Error& error);

/// A field as it was typed, bounded; empty when it is missing.
[[nodiscard]] std::string typed(const Form& form, std::string_view name);

/// A form's field as a day. Errors: invalid_field.
[[nodiscard]] Result<domain::Day> typed_day(const Form& form, std::string_view name);

}  // namespace tillnote::routes
