#pragma once

#include "server/http/message.hpp"

#include <string>

namespace tillnote::routes {

/// 200 with a strong ETag of the bytes, or 304 when If-None-Match names it. Cached only after asking again.
[[nodiscard]] http::Response tagged_json(const http::Request& request, std::string json);

}  // namespace tillnote::routes
