#include "server/http/server.hpp"

#include "server/http/connection.hpp"
#include "server/http/tls_context.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace tillnote::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

// Beyond connections_max, or its share of one address, this many more are told so; the rest is closed without a word.
constexpr std::size_t refused_connections_max = 64;
// What the kernel keeps of answers nobody takes yet, doubled for its own needs. Left to itself it keeps 4 MB of each
// connection, and hundreds of readers who pipeline and never read have the socket thread copy for seconds.
constexpr int send_buffer_bytes = 128 * 1024;
// After an accept that failed for want of descriptors or memory; they come back only when connections close.
constexpr milliseconds accept_pause{100};
// Addresses whose new connections are counted: 1 MiB.
constexpr std::size_t counted_addresses_max = 65'536;

// Deadlines are looked at this often: late by an eighth at most, a quarter of a second at most.
milliseconds sweep_interval(const ServerLimits& limits) {
    const auto shortest = std::min({limits.handshake_deadline, limits.header_deadline, limits.body_deadline,
                                    limits.idle_deadline, limits.handler_deadline, limits.write_deadline});
    return std::clamp(shortest / 8, milliseconds{5}, milliseconds{250});
}

Address address_of(const tcp::endpoint& peer) {
    const auto ip = peer.address();
    return ip.is_v6() ? ip.to_v6().to_bytes() : asio::ip::make_address_v6(asio::ip::v4_mapped, ip.to_v4()).to_bytes();
}

/// What somebody is told who is refused for want of room.
Error refusal_of(Crowding crowding) {
    switch (crowding) {
        case Crowding::server_full:
            return {ErrorCode::busy, "The server has too many connections; try again in a moment.", {}};
        case Crowding::address_full:
            return {ErrorCode::too_many_requests, "Your address has too many connections; close some.", {}};
        case Crowding::address_too_often:
            return {ErrorCode::too_many_requests, "Your address opens connections too often; keep them open, or wait.", {}};
        case Crowding::idle_closed:
            break;
    }
    std::abort();
}

}  // namespace

struct Server::Impl {
    Impl(ServerOptions options, const Router& router, std::function<void(const Exchange&)> on_exchange);

    Result<void> listen(const std::string& address, std::uint16_t port);
    void run();
    void accept();
    void on_accept(const error_code& error, tcp::socket socket);
    void admit(tcp::socket socket);
    std::optional<Crowding> find_crowding(const std::string& counted);
    void report(Crowding crowding, std::size_t count = 1) const;
    void arm_sweep();
    void begin_stop(milliseconds deadline);
    void end_when_empty();

    asio::io_context io{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
    ConnectionContext context;
    Networks uncapped;
    Networks admitted;
    std::function<void(Crowding)> on_crowded;
    std::function<RateLimiter::Moment()> wall_clock;
    RateLimiter arrivals;                   ///< of new connections, by counted address
    std::shared_ptr<const TlsContext> tls;  ///< of connections to come
    tcp::acceptor acceptor{io};
    tcp::endpoint peer;  ///< of the socket being accepted
    asio::steady_timer pause{io};
    asio::steady_timer sweep{io};
    asio::steady_timer cut{io};
    bool sweeping = false;
    std::uint16_t port = 0;
    std::thread thread;
    std::mutex stop_mutex;
    bool stopped = false;
};

// cppcheck-suppress passedByValue ; its parts are moved
Server::Impl::Impl(ServerOptions options, const Router& router, std::function<void(const Exchange&)> on_exchange)
    : context{.limits = options.limits,
              .gate = FramingGate(std::move(options.hosts), std::move(options.probe_paths), options.limits.body_bytes_max),
              .router = router,
              .proxies = std::move(options.proxies),
              .on_exchange = std::move(on_exchange),
              .on_handshake_failed = std::move(options.on_handshake_failed),
              .answers = std::make_shared<AnswerQueue>(io),
              .request_ids = {},
              .date = {},
              .connections = {},
              .header = {},
              .stopping = false,
              .on_closed = [this] { end_when_empty(); }},
      uncapped(std::move(options.uncapped)),
      admitted(std::move(options.admitted)),
      on_crowded(std::move(options.on_crowded)),
      wall_clock(std::move(options.now)),
      arrivals(options.limits.connections_per_address, counted_addresses_max),
      tls(std::move(options.tls)) {}

Result<void> Server::Impl::listen(const std::string& address, std::uint16_t wanted_port) {
    error_code error;
    const auto ip = asio::ip::make_address(address, error);
    if (error) {
        return Error{ErrorCode::invalid_field, "'" + address + "' is not a numeric IP address; write one such as 127.0.0.1.",
                     "/server/address"};
    }
    const tcp::endpoint endpoint(ip, wanted_port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    }
    if (!error) {
        acceptor.bind(endpoint, error);
    }
    if (!error) {
        acceptor.set_option(tcp::socket::send_buffer_size(send_buffer_bytes), error);  // accepted sockets inherit it
    }
    if (!error) {
        acceptor.listen(tcp::acceptor::max_listen_connections, error);
    }
    if (error) {
        return Error{ErrorCode::unavailable,
                     "Cannot listen on " + address + " port " + std::to_string(wanted_port) + ": " + error.message() +
                         "; stop what uses it, or choose another address or port.",
                     "/server/port"};
    }
    port = acceptor.local_endpoint().port();
    return {};
}

void Server::Impl::run() {
    accept();
    io.run();
}

void Server::Impl::accept() {
    acceptor.async_accept(peer,
                          [this](const error_code& error, tcp::socket socket) { on_accept(error, std::move(socket)); });
}

void Server::Impl::on_accept(const error_code& error, tcp::socket socket) {
    if (context.stopping) {
        return;
    }
    if (error && error != asio::error::connection_aborted) {
        pause.expires_after(accept_pause);
        pause.async_wait([this](const error_code& cancelled) {
            if (!cancelled && !context.stopping) {
                accept();
            }
        });
        return;
    }
    if (!error) {
        admit(std::move(socket));
    }
    accept();
}

void Server::Impl::admit(tcp::socket socket) {
    const auto& limits = context.limits;
    const Address address = address_of(peer);
    const auto counted = contain(uncapped, address) ? std::string{} : counted_address(to_text(address));
    const auto crowding = find_crowding(counted);
    if (crowding) {
        report(*crowding);
    }
    // A handshake is what costs; who asks for too many gets none to be told so.
    const bool handshake_refused = tls && crowding == Crowding::address_too_often;
    if (handshake_refused || context.connections.size() >= limits.connections_max + refused_connections_max ||
        (!counted.empty() &&
         context.connections.count_of(counted) >= limits.connections_per_address_max + refused_connections_max)) {
        return;
    }
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);
    // Counted from here on, so before its handshake.
    auto session = tls ? tls->make_session(socket.native_handle()) : nullptr;
    auto connection =
        std::make_shared<Connection>(Transport(std::move(socket), std::move(session)), address, counted, context);
    context.connections.add(connection);
    arm_sweep();
    if (crowding) {
        connection->refuse(refusal_of(*crowding));
    } else if (!admitted.empty() && !contain(admitted, address)) {
        connection->refuse({ErrorCode::misdirected_host,
                            "This server answers in clear only to its proxy; use the proxy's address, with https://.",
                            {}});
    } else {
        connection->start();
    }
}

/// Whether one more connection has to go at once, and why. Takes it from what its address may open.
std::optional<Crowding> Server::Impl::find_crowding(const std::string& counted) {
    if (!counted.empty() && arrivals.try_take(counted, wall_clock())) {
        return Crowding::address_too_often;
    }
    if (context.connections.size() >= context.limits.connections_max) {
        return Crowding::server_full;
    }
    if (!counted.empty() && context.connections.count_of(counted) >= context.limits.connections_per_address_max) {
        return Crowding::address_full;
    }
    return std::nullopt;
}

void Server::Impl::report(Crowding crowding, std::size_t count) const {
    for (; on_crowded && count > 0; --count) {
        on_crowded(crowding);
    }
}

void Server::Impl::arm_sweep() {
    if (sweeping) {
        return;
    }
    sweeping = true;
    sweep.expires_after(sweep_interval(context.limits));
    sweep.async_wait([this](const error_code&) {
        sweeping = false;
        const auto now = Connection::Clock::now();
        context.connections.for_each([now](Connection& connection) { connection.check_deadline(now); });
        const auto& limits = context.limits;
        report(Crowding::idle_closed,
               context.connections.make_room({limits.connections_max, limits.connections_per_address_max}, now));
        if (context.connections.size() != 0) {
            arm_sweep();
        }
    });
}

void Server::Impl::begin_stop(milliseconds deadline) {
    context.stopping = true;
    error_code ignored;
    acceptor.close(ignored);
    pause.cancel();
    context.connections.for_each([](Connection& connection) { connection.finish(); });
    cut.expires_after(deadline);
    cut.async_wait([this](const error_code& cancelled) {
        if (!cancelled) {
            context.connections.for_each([](Connection& connection) { connection.close(); });
        }
    });
    end_when_empty();
}

void Server::Impl::end_when_empty() {
    if (context.stopping && context.connections.size() == 0) {
        cut.cancel();
        sweep.cancel();
        work.reset();
    }
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() {
    stop(milliseconds{0});
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, const Router& router,
                                              std::function<void(const Exchange&)> on_exchange) {
    const auto address = options.address;
    const auto port = options.port;
    auto impl = std::make_unique<Impl>(std::move(options), router, std::move(on_exchange));
    if (auto listening = impl->listen(address, port); !listening) {
        return listening.error();
    }
    impl->thread = std::thread([raw = impl.get()] { raw->run(); });
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const noexcept {
    return impl_->port;
}

std::size_t Server::connection_count() const noexcept {
    return impl_->context.connections.size();
}

void Server::post(std::function<void()> work) {
    asio::post(impl_->io, std::move(work));
}

void Server::use_tls(std::shared_ptr<const TlsContext> tls) {
    post([raw = impl_.get(), tls = std::move(tls)]() mutable { raw->tls = std::move(tls); });
}

void Server::stop(milliseconds deadline) {
    const std::lock_guard lock(impl_->stop_mutex);
    if (impl_->stopped) {
        return;
    }
    impl_->stopped = true;
    asio::post(impl_->io, [raw = impl_.get(), deadline] { raw->begin_stop(deadline); });
    impl_->thread.join();
    impl_->context.answers->close();
}

}  // namespace tillnote::http
