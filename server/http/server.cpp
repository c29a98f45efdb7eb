#include "server/http/server.hpp"

#include "server/http/connection.hpp"
#include "server/http/tls_context.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <mutex>
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

}  // namespace

struct Server::Impl {
    Impl(ServerOptions options, const Router& router, std::function<void(const Exchange&)> on_exchange);

    Result<void> listen(const std::string& address, std::uint16_t port);
    void run();
    void accept();
    void on_accept(const error_code& error, tcp::socket socket);
    void admit(tcp::socket socket);
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
    const auto count = context.connections.size();
    const auto count_here = counted.empty() ? 0 : context.connections.count_of(counted);
    const bool server_full = count >= limits.connections_max;
    const bool address_full = count_here >= limits.connections_per_address_max;
    if (server_full || address_full) {
        report(server_full ? Crowding::server_full : Crowding::address_full);
    }
    if (count >= limits.connections_max + refused_connections_max ||
        count_here >= limits.connections_per_address_max + refused_connections_max) {
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
    if (server_full) {
        connection->refuse({ErrorCode::busy, "The server has too many connections; try again in a moment.", {}});
    } else if (address_full) {
        connection->refuse({ErrorCode::too_many_requests, "Your address has too many connections; close some.", {}});
    } else if (!admitted.empty() && !contain(admitted, address)) {
        connection->refuse({ErrorCode::misdirected_host,
                            "This server answers in clear only to its proxy; use the proxy's address, with https://.",
                            {}});
    } else {
        connection->start();
    }
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
