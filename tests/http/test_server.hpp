#pragma once

#include "server/http/server.hpp"
#include "tests/http/raw_client.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tillnote::http {

/// A real server on port 0 with one route for everything a test needs:
///   GET /hello          200 "hello"                 POST /echo      200 with the body it got
///   GET /items/{id}     200 with the parameter      DELETE /items/{id}   204
///   GET /later          200, from another thread    GET /held       whatever release() says, later
///   GET /dropped        no answer at all            GET /throws     a bug
///   GET /twice          answers two times           GET /split      a header with CR LF in it: a bug
///   GET /cached         its own Cache-Control       GET /big        4 MiB
///   GET /health         also over HTTP/1.0          GET /unchanged  304
///   GET /pieces/{n}     n pieces of 64 KiB          GET /torn       a body whose third piece throws
///   GET /who            the client's address, how it came, and "by proxy"
class TestServer {
public:
    static constexpr std::size_t piece_bytes = 64 * 1024;

    explicit TestServer(
        ServerLimits limits = {}, std::vector<std::string> hosts = {}, std::shared_ptr<const TlsContext> tls = nullptr,
        const std::function<void(ServerOptions&)>& change = [](ServerOptions& /*options*/) {});
    ~TestServer();

    [[nodiscard]] RawClient connect(int receive_buffer_bytes = 0, const char* source = "127.0.0.1") const {
        return RawClient(server_->port(), receive_buffer_bytes, source);
    }
    /// One request on a connection of its own.
    [[nodiscard]] std::optional<RawResponse> ask(std::string_view bytes) const;
    [[nodiscard]] Server& server() { return *server_; }

    /// Requests that wait on GET /held.
    [[nodiscard]] std::size_t held_count();
    /// Answers one of them, from this thread.
    void release(Response response);
    /// Pieces of bodies that have been made.
    [[nodiscard]] int piece_count() const { return pieces_; }
    /// Why handshakes failed so far.
    [[nodiscard]] std::vector<std::string> handshake_failures();
    /// How many connections had to go so far, for that reason.
    [[nodiscard]] std::ptrdiff_t crowded(Crowding crowding);
    /// The clock that new connections are counted by stands still until it is moved.
    void pass(std::chrono::milliseconds time) { now_ = now_.load() + time; }
    /// All exchanges reported so far.
    [[nodiscard]] std::vector<Exchange> exchanges();

private:
    void add_routes();
    void add_faulty_routes();
    void add_long_routes();

    Router router_;
    std::atomic<int> pieces_ = 0;
    std::mutex mutex_;
    std::vector<Responder> held_;
    std::vector<Exchange> exchanges_;
    std::vector<std::string> handshake_failures_;
    std::vector<Crowding> crowded_;
    std::atomic<RateLimiter::Moment> now_ = RateLimiter::Moment(std::chrono::seconds(1'800'000'000));
    std::vector<std::thread> threads_;
    std::unique_ptr<Server> server_;
};

}  // namespace tillnote::http
