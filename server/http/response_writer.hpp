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
    bool secure = false;     ///< over TLS
    bool keep_alive = true;  ///< otherwise "Connection: close"
};

/// Appends the whole response to `out`, ready for one write; of one with more_body what comes before that. False, and `out`
/// unchanged, when the response breaks the rules of Response: that is a bug of the handler.
[[nodiscard]] bool append_response(std::string& out, const Response& response, const ResponseFrame& frame);

/// Appends one piece of a body in chunks; an empty one ends the body. RFC 9112 7.1.
void append_chunk(std::string& out, std::string_view piece);

}  // namespace tillnote::http
