#pragma once

#include "server/http/address.hpp"
#include "server/http/answer_queue.hpp"
#include "server/http/connection_set.hpp"
#include "server/http/framing_gate.hpp"
#include "server/http/header_scan.hpp"
#include "server/http/http_date.hpp"
#include "server/http/read_buffer.hpp"
#include "server/http/request_ids.hpp"
#include "server/http/router.hpp"
#include "server/http/server.hpp"
#include "server/http/transport.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace tillnote::http {

/// What all connections of one server share. Socket thread only.
struct ConnectionContext {
    ServerLimits limits;
    FramingGate gate;
    const Router& router;
    Networks proxies;  ///< whose word about their clients is taken
    std::function<void(const Exchange&)> on_exchange;
    std::function<void(const std::string& reason)> on_handshake_failed;
    std::shared_ptr<AnswerQueue> answers;
    RequestIds request_ids;
    HttpDate date;
    ConnectionSet connections;
    HeaderView header;      ///< scratch of whoever parses now
    bool stopping = false;  ///< every response says "Connection: close"
    std::function<void()> on_closed;
};

/// One accepted socket, in clear or over TLS: reads a request, hands it to the router, writes the answer, and only then
/// looks at the next request. All functions on the socket thread. Lives in ConnectionContext::connections until closed.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    using Clock = std::chrono::steady_clock;

    /// `peer` is the other end. `counted_address`: under which the connections of one address are counted; empty where they
    /// are not.
    Connection(Transport transport, const Address& peer, std::string counted_address, ConnectionContext& context);

    void start();
    /// Instead of start(): answers `error` to whatever comes and closes.
    void refuse(Error error);
    /// The answer to exchange number `exchange`; one that comes too late is dropped.
    void answer(std::uint64_t exchange, std::optional<Response> response);
    /// Acts when what this connection is doing has taken too long.
    void check_deadline(Clock::time_point now);
    /// The server stops: closes when idle; otherwise the running exchange is the last.
    void finish();
    /// Closes at once, whatever is under way.
    void close();

    [[nodiscard]] const std::string& counted_address() const noexcept { return counted_address_; }
    /// Since when it has waited for a request of which nothing has come; nothing while it does something.
    [[nodiscard]] std::optional<Clock::time_point> idle_since() const;

    void set_slot(std::size_t slot) noexcept { slot_ = slot; }
    [[nodiscard]] std::size_t slot() const noexcept { return slot_; }

private:
    enum class Phase { handshake, idle, header, body, handler, writing, lingering, closed };

    void enter(Phase phase, std::chrono::milliseconds deadline);
    void begin();
    void on_handshake(const boost::system::error_code& error);
    void read_into(char* data, std::size_t size);
    void on_read(std::size_t count);
    void read_header();
    void look_at_header();
    void begin_request(std::string_view bytes);
    bool send_continue();
    void read_body();
    void dispatch();
    void fail(const Error& error);
    void respond(Response response);
    void send();
    void send_next_piece();
    void on_sent();
    void linger();
    void report();
    void fill_headers(const HeaderView& header);
    [[nodiscard]] std::optional<Error> find_client(bool is_probe);
    [[nodiscard]] bool is_too_slow(Clock::time_point now) const;

    Transport transport_;
    const Address peer_;
    const std::string peer_text_;
    const bool from_proxy_;
    std::string counted_address_;
    ConnectionContext& context_;
    std::size_t slot_ = 0;
    std::optional<Error> refusal_;  ///< what to answer to whatever comes

    Phase phase_ = Phase::idle;
    Clock::time_point phase_began_;
    Clock::time_point deadline_;
    bool reading_ = false;  ///< an asynchronous read is under way and owns its memory

    ReadBuffer received_;
    HeaderScan scan_;
    Request request_;
    std::size_t body_bytes_ = 0;         ///< announced
    std::size_t body_received_ = 0;      ///< of those
    std::optional<Method> method_;       ///< nothing when unknown to this server
    std::uint64_t exchange_number_ = 0;  ///< of the answer waited for
    Exchange exchange_;                  ///< what report() will say
    Clock::time_point exchange_began_;
    bool keep_alive_ = true;
    bool secure_;  ///< the request came over TLS, to us or to a proxy that says so

    std::string out_;
    BodyPieces pieces_;  ///< of the body that is being sent
    std::size_t sent_ = 0;
    std::size_t lingered_bytes_ = 0;
};

}  // namespace tillnote::http
