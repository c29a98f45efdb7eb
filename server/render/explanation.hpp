#pragma once

#include "server/domain/digest.hpp"

#include <string>

namespace tillnote::render {

/// How every figure and sentence of a digest came about, for `explain`. Plain text, LF. Pure.
[[nodiscard]] std::string render_explanation(const domain::DigestInput& input, const domain::Digest& digest);

}  // namespace tillnote::render
