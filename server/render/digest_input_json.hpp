#pragma once

#include "server/domain/digest.hpp"

#include <string>
#include <string_view>

namespace tillnote::render {

/// All that a digest is computed from, as the JSON an edition keeps. Pure. The same input always gives the same bytes.
[[nodiscard]] std::string render_digest_input(const domain::DigestInput& input);

/// The way back: build_digest of the result gives the same digest. What a later version of the program added to the input
/// is left at its default. Errors: internal (not the JSON of an input).
[[nodiscard]] Result<domain::DigestInput> parse_digest_input(std::string_view json);

}  // namespace tillnote::render
