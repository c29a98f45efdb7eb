#pragma once

#include "lane-client/server_address.hpp"
#include "schema/error.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace tillnote::lane {

struct HttpCall {
    std::string method;         ///< "GET" or "POST"
    std::string target;         ///< "/v1/notes"
    std::string token;          ///< bearer; empty for none
    std::string if_none_match;  ///< an etag as it came; empty for none
    std::string body;           ///< JSON; sent with POST
};

struct HttpAnswer {
    int status = 0;
    std::string content_type;  ///< lower case, without parameters
    std::optional<std::chrono::seconds> retry_after;
    std::string body;
    std::string etag{};  ///< as it came, quotes and all; empty when there was none
};

/// One server, as seen by what sends and asks. Blocking; one thread at a time, but cancel() from any.
class Server {
public:
    virtual ~Server() = default;

    /// Errors: unreachable (no whole answer within the deadlines; the outcome is unknown), untrusted_server (TLS).
    [[nodiscard]] virtual Result<HttpAnswer> exchange(const HttpCall& call) = 0;
    /// Ends the exchange under way, and all later ones, with unreachable.
    virtual void cancel() noexcept = 0;
};

/// How long each step may take. A slow or silent server costs one deadline, not the lane.
struct LinkDeadlines {
    std::chrono::milliseconds connect{5000};
    std::chrono::milliseconds handshake{5000};
    std::chrono::milliseconds exchange{15000};  ///< writing the request and reading the whole answer
    /// No step of any exchange goes on beyond this; nothing means no such end.
    std::optional<std::chrono::steady_clock::time_point> end{};
};

/// HTTP/1.1 over one kept-alive connection, TLS 1.2 or newer verified against name and certificates when the address is
/// secure. A kept connection the server has closed meanwhile is opened again once, unseen. Limits: answers of 1 MiB.
/// `certificates` is a PEM file, empty for the system's.
[[nodiscard]] std::unique_ptr<Server> make_server_link(const ServerAddress& address, const std::string& certificates,
                                                       const LinkDeadlines& deadlines = {});

}  // namespace tillnote::lane
