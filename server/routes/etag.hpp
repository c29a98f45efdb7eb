#pragma once

#include "server/http/message.hpp"

#include <string>

namespace tillnote::routes {

/// 200 with a strong ETag of the bytes, or 304 when If-None-Match names it. Like every answer about people no-store: whoever
/// asks again has kept the bytes by a decision of its own, and a browser keeps none of them.
[[nodiscard]] http::Response tagged_json(const http::Request& request, std::string json);

}  // namespace tillnote::routes
