#pragma once

#include "server/domain/organisation.hpp"

#include <optional>
#include <string_view>

namespace tillnote {
class ObjectReader;
}

namespace tillnote::routes {

/// Member `name` as a business day, YYYY-MM-DD; nothing when it is missing. Mistakes are noted in `reader`.
[[nodiscard]] std::optional<domain::Day> read_day(ObjectReader& reader, std::string_view name);

/// The same of a member that must be there.
[[nodiscard]] domain::Day require_day(ObjectReader& reader, std::string_view name);

}  // namespace tillnote::routes
