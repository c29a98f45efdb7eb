#pragma once

#include "schema/error.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tillnote::http {

enum class Method { get, head, post, put, patch, delete_ };

[[nodiscard]] std::string_view to_text(Method method) noexcept;

/// One request after the framing gate. Plain data; safe to move to another thread.
struct Request {
    Method method = Method::get;
    std::string path;                                             ///< decoded, always starts with '/'
    std::vector<std::pair<std::string, std::string>> query;       ///< decoded, in order
    std::vector<std::pair<std::string, std::string>> headers;     ///< names in lower case, in order
    std::vector<std::pair<std::string, std::string>> parameters;  ///< of the route's pattern, filled by the router
    std::string body;
    std::string_view route;    ///< the matched pattern, for log and metrics; lives as long as the router
    std::string request_id;    ///< ours, never the caller's
    std::string peer_address;  ///< numeric, of the client: the socket's, or what a trusted proxy says
    bool secure = false;       ///< came over TLS, to us or to a trusted proxy
    bool from_proxy = false;   ///< the socket's other end is a trusted proxy

    /// The value, or nothing; a header given twice is joined with ", " as RFC 9110 5.2 says.
    [[nodiscard]] std::optional<std::string> find_header(std::string_view lower_case_name) const;
    /// The first value of that name, or nothing.
    [[nodiscard]] std::optional<std::string_view> find_query(std::string_view name) const;
    /// The route's pattern guarantees it; a missing one is a bug and throws std::logic_error.
    [[nodiscard]] std::string_view get_parameter(std::string_view name) const;
    /// The first cookie of exactly that name, as sent.
    [[nodiscard]] std::optional<std::string> find_cookie(std::string_view name) const;
};

/// What comes after the beginning of a long body, piece by piece: each call makes the next one, an empty one ends the body.
/// Called on the socket thread, each time the client has taken the piece before, so that one piece at most lies in memory:
/// some 64 KiB made in well under a millisecond, without waiting for anything. What it throws cuts the connection, so that
/// nobody takes half a body for a whole one.
using BodyPieces = std::function<std::string()>;

/// One response. The connection adds Date, Content-Length, X-Request-Id and every security header, and
/// "Cache-Control: no-store" unless `headers` holds a Cache-Control. A status outside 200..599, a header the connection
/// owns (see owned_by_connection), a header with CR, LF or another control character, or more_body with a status that has
/// none is a bug and becomes 500.
struct Response {
    int status = 200;
    std::string content_type;  ///< empty for no body
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    BodyPieces more_body{};  ///< where there is one the body is sent in chunks, without a Content-Length
};

/// Called once, from any thread; the connection hops to its own thread. Dropping it unanswered sends 500.
using Responder = std::function<void(Response)>;

/// RFC 9457 problem details. `type` is "/problems/<slug>". Adds Retry-After (seconds) for Retry::after; `errors` when
/// the error names a field. An error that never crosses HTTP (status 0) is answered as internal.
[[nodiscard]] Response problem_response(const Error& error, std::string_view request_id);

/// What Retry-After says with an error that is tried again later.
[[nodiscard]] std::string_view retry_after_seconds(ErrorCode code) noexcept;

/// One of many mistakes in one body: where, and what is wrong.
struct FieldError {
    std::string pointer;
    std::string message;
};
/// The same for an error that is of many mistakes.
[[nodiscard]] Response problem_response(const Error& error, std::string_view request_id, std::span<const FieldError> errors);

[[nodiscard]] Response json_response(int status, std::string json);
[[nodiscard]] Response html_response(int status, std::string html);
[[nodiscard]] Response redirect_response(std::string location);  ///< 303

}  // namespace tillnote::http
