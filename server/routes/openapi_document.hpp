#pragma once

#include <string_view>

namespace tillnote::routes {

/// schema/openapi.yaml as JSON, made at build time.
[[nodiscard]] std::string_view openapi_document();

}  // namespace tillnote::routes
