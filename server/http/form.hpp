#pragma once

#include "schema/error.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tillnote::http {

/// Decodes "name=value&name=value": a query, or a body of application/x-www-form-urlencoded. '+' is a space; pairs stay
/// in order; empty pairs are skipped; a name without '=' has an empty value. At most 100 pairs.
/// Errors: invalid_field (a broken escape, NUL, not UTF-8, too many pairs).
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text);

}  // namespace tillnote::http
