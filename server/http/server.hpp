#pragma once

#include "server/http/address.hpp"
#include "server/http/message.hpp"
#include "server/http/rate_limiter.hpp"
#include "server/http/router.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tillnote::http {

class TlsContext;

struct ServerLimits {
    std::size_t header_bytes_max = 16 * 1024;
    std::size_t body_bytes_max = 256 * 1024;
    std::size_t connections_max = 4096;              ///< one more is answered 503 and closed
    std::size_t connections_per_address_max = 4096;  ///< of one address; one more is answered 429 and closed
    /// How often one address may open one; one more is answered 429 and closed, over TLS closed before its handshake.
    Rate connections_per_address{.burst = 400, .interval = std::chrono::milliseconds(10)};
    std::chrono::milliseconds handshake_deadline{5'000};  ///< from the accepted socket to the end of the TLS handshake
    std::chrono::milliseconds header_deadline{10'000};    ///< from the first byte to the end of the header
    std::chrono::milliseconds body_deadline{20'000};      ///< from the end of the header to the end of the body
    std::size_t body_bytes_per_second_min = 500;          ///< average after a quarter of body_deadline; slower is cut off
    std::chrono::milliseconds idle_deadline{75'000};      ///< keep-alive without a request
    std::chrono::milliseconds handler_deadline{30'000};   ///< then 503 unavailable; the late answer is dropped
    std::chrono::milliseconds write_deadline{20'000};     ///< for one whole response
};

/// What became of a connection for want of room.
enum class Crowding {
    server_full,        ///< it was refused
    address_full,       ///< it was refused: its address has its share
    idle_closed,        ///< it had waited longest for a next request, and was closed
    address_too_often,  ///< it was refused: its address opens too many in a short time
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;                ///< 0: chosen by the system
    std::vector<std::string> hosts;        ///< allowed Host names without port; empty: "localhost", "127.0.0.1", "[::1]"
    std::vector<std::string> probe_paths;  ///< health checks: also over HTTP/1.0, and a proxy's own without its headers
    ServerLimits limits;
    Networks uncapped;                         ///< connections from there are not counted by address, nor how often
    Networks proxies;                          ///< X-Forwarded-For and -Proto from there are believed; forwarded.hpp
    Networks admitted;                         ///< anybody else is answered 421; empty: all are admitted
    std::shared_ptr<const TlsContext> tls;     ///< null: plain HTTP
    std::function<void(Crowding)> on_crowded;  ///< for each connection that had to go; on the socket thread
    /// What ServerLimits::connections_per_address goes by; on the socket thread.
    std::function<RateLimiter::Moment()> now = [] { return std::chrono::system_clock::now(); };
    /// OpenSSL's reason, for log and metrics; on the socket thread. Not for clients that only left.
    std::function<void(const std::string& reason)> on_handshake_failed;
};

/// One finished exchange, framing errors included, for the log and metrics. Reported on the socket thread; the callback
/// must not block or throw.
struct Exchange {
    std::string request_id;
    std::string method;  ///< "other" when unknown to this server, empty when the header was refused
    std::string path;    ///< without the query: it may hold what must not be logged
    std::string route;   ///< pattern, empty when none matched
    int status = 0;
    std::size_t body_bytes = 0;            ///< of the response
    std::chrono::microseconds duration{};  ///< from the first byte of the request to the last byte handed to the kernel
    std::string failure;                   ///< for the log only: what went wrong inside; empty when nothing did
};

/// A listener and its connections, in clear or over TLS, on one io_context thread of its own: framing gate, deadlines,
/// keep-alive, pipelined requests answered in order, security headers on every response. connection_set.hpp has who goes
/// when there are too many.
class Server {
public:
    /// Binds at once. `router` must outlive the server. Two Servers may run side by side.
    /// Errors: invalid_field (address is not a numeric IP address), unavailable (cannot listen there; `detail` says why).
    static Result<std::unique_ptr<Server>> start(ServerOptions options, const Router& router,
                                                 std::function<void(const Exchange&)> on_exchange);
    ~Server();

    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] std::size_t connection_count() const noexcept;

    /// Runs `work` on the socket thread, soon; it must not block or throw. From any thread. Dropped after stop.
    void post(std::function<void()> work);

    /// Connections accepted from now on use `tls`; those that are open keep theirs. Of a server that speaks TLS. Any thread.
    void use_tls(std::shared_ptr<const TlsContext> tls);

    /// Stops accepting, closes idle connections, lets running requests finish with "Connection: close", cuts what is left
    /// after `deadline`, joins. Not from the socket thread. A second call waits for the first. Answers given later are
    /// dropped.
    void stop(std::chrono::milliseconds deadline);

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace tillnote::http
