#pragma once

#include "server/http/message.hpp"

#include <string>
#include <string_view>

namespace tillnote::http {

/// What the connection knows about a response beside the response itself.
struct ResponseFrame {
    std::string_view request_id;
    std::string_view date;
    bool for_head = false;   ///< Content-Length as for GET, no body
    bool keep_alive = true;  ///< otherwise "Connection: close"
};

/// Appends the whole response to `out`, ready for one write. False, and `out` unchanged, when the response breaks
/// the rules of Response: that is a bug of the handler.
[[nodiscard]] bool append_response(std::string& out, const Response& response, const ResponseFrame& frame);

}  // namespace tillnote::http
