#pragma once

#include "schema/error.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace tillnote::http {

/// A header in its parts; all of it points into the bytes it was parsed from.
struct HeaderView {
    std::string_view method;
    std::string_view target;
    int version = 0;  ///< 11 for HTTP/1.1
    std::vector<std::pair<std::string_view, std::string_view>> fields;
};

/// Splits a whole header, empty line included, that HeaderScan has passed. The mistake, if its syntax is wrong; `header`
/// then holds what was read so far. Errors: malformed_request.
[[nodiscard]] std::optional<Error> parse_header(std::string_view bytes, HeaderView& header);

}  // namespace tillnote::http
