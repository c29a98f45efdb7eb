#pragma once

#include "server/domain/digest.hpp"

#include <string>

namespace tillnote::render {

/// How each line of "walk first", and each that was found and not flagged, follows from the digest's tests; then every other
/// test of something that was heard, a line each. Plain text, LF. Pure; any thread.
[[nodiscard]] std::string explain_tests(const domain::DigestInput& input, const domain::Digest& digest);

}  // namespace tillnote::render
