#pragma once

#include "schema/error.hpp"
#include "server/domain/language.hpp"

#include <string>

/// Errors for a person who reads a page. Pure; any thread.
namespace tillnote::render {

/// What went wrong, in a few words; the same for every occurrence of a code.
[[nodiscard]] std::string problem_title(ErrorCode code, domain::Language language);

/// What to do. In English the error's own sentence, which names the field; in Spanish one
/// sentence for each field of a form, and for what has none one for each code.
[[nodiscard]] std::string problem_detail(const Error& error, domain::Language language);

}  // namespace tillnote::render
