#include "server/http/connection.hpp"

#include "server/http/response_writer.hpp"
#include "server/http/text_rules.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace tillnote::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

// A client that is still sending must be read for a while after our last byte, or its system discards the answer when
// ours resets the connection. RFC 9112 9.6.
constexpr milliseconds linger_deadline{5'000};
constexpr milliseconds linger_deadline_when_stopping{250};
constexpr std::size_t linger_bytes_max = 16 * 1024 * 1024;

constexpr std::size_t body_step_bytes_min = 4 * 1024;
constexpr std::size_t body_step_bytes_max = 64 * 1024;
constexpr std::size_t kept_bytes_max = 64 * 1024;

Error internal_error() {
    return {ErrorCode::internal, "The server made a mistake; the log has the details.", {}};
}

}  // namespace

Connection::Connection(tcp::socket socket, std::string peer_address, ConnectionContext& context)
    : socket_(std::move(socket)),
      peer_address_(std::move(peer_address)),
      context_(context),
      received_(std::max<std::size_t>(context.limits.header_bytes_max, 1)) {}

void Connection::start() {
    // A new connection is given the header's time only, not the idle time, before its first byte.
    enter(Phase::idle, context_.limits.header_deadline);
    read_header();
}

void Connection::refuse(const Error& error) {
    exchange_began_ = Clock::now();
    fail(error);
}

void Connection::enter(Phase phase, milliseconds deadline) {
    phase_ = phase;
    phase_began_ = Clock::now();
    deadline_ = phase_began_ + deadline;
}

void Connection::read_into(char* data, std::size_t size) {
    reading_ = true;
    socket_.async_read_some(asio::buffer(data, size),
                            [self = shared_from_this()](const error_code& error, std::size_t count) {
                                self->reading_ = false;
                                if (error && self->phase_ != Phase::writing) {
                                    self->close();
                                } else if (!error) {
                                    self->on_read(count);
                                }
                            });
}

void Connection::on_read(std::size_t count) {
    switch (phase_) {
        case Phase::idle:
            exchange_began_ = Clock::now();
            enter(Phase::header, context_.limits.header_deadline);
            [[fallthrough]];
        case Phase::header:
            received_.commit(count);
            look_at_header();
            return;
        case Phase::body:
            body_received_ += count;
            read_body();
            return;
        case Phase::lingering:
            lingered_bytes_ += count;
            linger();
            return;
        case Phase::handler:
        case Phase::writing:
        case Phase::closed:
            return;
    }
}

void Connection::read_header() {
    const auto [data, size] = received_.prepare();
    read_into(data, size);
}

void Connection::look_at_header() {
    switch (scan_.look_at(received_.bytes())) {
        case HeaderScan::Verdict::refused:
            fail({ErrorCode::malformed_request, std::string(scan_.problem()), {}});
            return;
        case HeaderScan::Verdict::incomplete:
            if (received_.full()) {
                fail({ErrorCode::too_large,
                      "The header is over the limit of " + std::to_string(context_.limits.header_bytes_max) + " bytes.",
                      "header"});
                return;
            }
            read_header();
            return;
        case HeaderScan::Verdict::complete:
            begin_request(received_.bytes().substr(0, scan_.header_bytes()));
            return;
    }
}

void Connection::begin_request(std::string_view bytes) {
    auto& header = context_.header;
    if (const auto error = parse_header(bytes, header)) {
        fail(*error);
        return;
    }
    // Known even when the gate refuses: an error answer to HEAD has no body either.
    method_ = header.method == "HEAD" ? std::optional(Method::head) : std::nullopt;
    auto framing = context_.gate.check(header);
    if (!framing) {
        fail(framing.error());
        return;
    }
    method_ = framing->method;
    exchange_.method = method_ ? to_text(*method_) : "other";
    keep_alive_ = framing->keep_alive;
    request_.path = std::move(framing->target.path);
    request_.query = std::move(framing->target.query);
    exchange_.path = request_.path;
    fill_headers(header);
    received_.consume(bytes.size());
    if (!method_) {
        // The body, if any, is not read: who knows what it means with that method.
        keep_alive_ = false;
        dispatch();
        return;
    }
    request_.method = *method_;
    body_bytes_ = framing->body_bytes;
    body_received_ = std::min(body_bytes_, received_.bytes().size());
    request_.body.assign(received_.bytes().substr(0, body_received_));
    received_.consume(body_received_);
    if (body_received_ == body_bytes_) {
        dispatch();
        return;
    }
    if (framing->expects_continue && !send_continue()) {
        close();
        return;
    }
    enter(Phase::body, context_.limits.body_deadline);
    read_body();
}

void Connection::fill_headers(const HeaderView& header) {
    request_.headers.reserve(header.fields.size());
    for (const auto& [name, value] : header.fields) {
        auto& added = request_.headers.emplace_back(name, value);
        std::ranges::transform(added.first, added.first.begin(), to_lower);
    }
}

bool Connection::send_continue() {
    constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
    error_code error;
    // Everything sent before has left, so these few bytes fit the socket's buffer.
    return socket_.write_some(asio::buffer(interim), error) == interim.size() && !error;
}

void Connection::read_body() {
    if (body_received_ == body_bytes_) {
        dispatch();
        return;
    }
    // Memory follows what has arrived, not what was announced.
    const auto step = std::clamp(body_received_, body_step_bytes_min, body_step_bytes_max);
    request_.body.resize(std::min(body_bytes_, body_received_ + step));
    read_into(request_.body.data() + body_received_, request_.body.size() - body_received_);
}

void Connection::dispatch() {
    enter(Phase::handler, context_.limits.handler_deadline);
    exchange_.request_id = context_.request_ids.make_next();
    request_.request_id = exchange_.request_id;
    request_.peer_address = peer_address_;
    scan_ = {};

    auto match = context_.router.find(method_, request_.path);
    exchange_.route = match.pattern;
    const auto pending = std::make_shared<PendingAnswer>(context_.answers, weak_from_this(), ++exchange_number_);
    try {
        Router::run(std::move(match), std::exchange(request_, {}),
                    [pending](Response response) { pending->answer(std::move(response)); });
    } catch (const std::exception& bug) {
        if (phase_ == Phase::handler) {
            exchange_.failure = std::string("the handler threw: ") + bug.what();
            pending->answer(problem_response(internal_error(), exchange_.request_id));
        }
    }
}

void Connection::answer(std::uint64_t exchange, std::optional<Response> response) {
    if (phase_ != Phase::handler || exchange != exchange_number_) {
        return;
    }
    if (!response) {
        exchange_.failure = "the handler dropped the request without an answer";
        response = problem_response(internal_error(), exchange_.request_id);
    }
    respond(*response);
}

void Connection::fail(const Error& error) {
    if (exchange_.request_id.empty()) {
        exchange_.request_id = context_.request_ids.make_next();
    }
    keep_alive_ = false;
    respond(problem_response(error, exchange_.request_id));
}

void Connection::respond(const Response& response) {
    enter(Phase::writing, context_.limits.write_deadline);
    keep_alive_ = keep_alive_ && !context_.stopping;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const ResponseFrame frame{.request_id = exchange_.request_id,
                              .date = context_.date.text_at(now),
                              .for_head = method_ == Method::head,
                              .keep_alive = keep_alive_};
    exchange_.status = response.status;
    exchange_.body_bytes = response.body.size();
    if (!append_response(out_, response, frame)) {
        const auto problem = problem_response(internal_error(), exchange_.request_id);
        exchange_.failure = "the handler's response has a status or header it may not have";
        exchange_.status = problem.status;
        exchange_.body_bytes = problem.body.size();
        static_cast<void>(append_response(out_, problem, frame));
    }
    send();
}

void Connection::send() {
    while (sent_ < out_.size()) {
        error_code error;
        sent_ += socket_.write_some(asio::buffer(out_.data() + sent_, out_.size() - sent_), error);
        if (error == asio::error::would_block || error == asio::error::try_again) {
            socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](const error_code& failed) {
                if (failed) {
                    self->close();
                } else if (self->phase_ == Phase::writing) {
                    self->send();
                }
            });
            return;
        }
        if (error) {
            close();
            return;
        }
    }
    on_sent();
}

void Connection::on_sent() {
    report();
    out_.clear();
    if (out_.capacity() > kept_bytes_max) {
        out_ = {};
    }
    sent_ = 0;
    method_.reset();
    if (!keep_alive_ || context_.stopping) {
        error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        enter(Phase::lingering, context_.stopping ? linger_deadline_when_stopping : linger_deadline);
        linger();
        return;
    }
    exchange_ = {};
    enter(Phase::idle, context_.limits.idle_deadline);
    if (received_.empty()) {
        read_header();
        return;
    }
    // A pipelined request. By way of the queue, so that a full buffer of them neither nests calls nor starves others.
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
        if (self->phase_ == Phase::idle) {
            self->on_read(0);
        }
    });
}

void Connection::linger() {
    if (reading_) {
        return;
    }
    if (lingered_bytes_ > linger_bytes_max) {
        close();
        return;
    }
    received_.consume(received_.bytes().size());
    read_header();
}

void Connection::report() {
    if (!context_.on_exchange) {
        return;
    }
    exchange_.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - exchange_began_);
    context_.on_exchange(exchange_);
}

bool Connection::is_too_slow(Clock::time_point now) const {
    const auto grace = context_.limits.body_deadline / 4;
    const auto counted = std::chrono::duration_cast<milliseconds>(now - phase_began_ - grace);
    if (phase_ != Phase::body || counted.count() <= 0) {
        return false;
    }
    const auto expected = context_.limits.body_bytes_per_second_min * static_cast<std::size_t>(counted.count()) / 1000;
    return body_received_ < expected;
}

void Connection::check_deadline(Clock::time_point now) {
    if (now < deadline_ && !is_too_slow(now)) {
        return;
    }
    switch (phase_) {
        case Phase::header:
            fail({ErrorCode::request_timeout, "The header did not arrive in time; send the request again.", {}});
            return;
        case Phase::body:
            fail({ErrorCode::request_timeout, "The body did not arrive in time; send the request again.", {}});
            return;
        case Phase::handler:
            exchange_.failure = "the handler did not answer in time";
            fail({ErrorCode::unavailable, "The answer took too long; send the same request again.", {}});
            return;
        case Phase::idle:
        case Phase::writing:
        case Phase::lingering:
            close();
            return;
        case Phase::closed:
            return;
    }
}

void Connection::finish() {
    if (phase_ == Phase::idle && received_.empty()) {
        close();
    } else if (phase_ == Phase::lingering) {
        deadline_ = std::min(deadline_, Clock::now() + linger_deadline_when_stopping);
    }
}

void Connection::close() {
    if (phase_ == Phase::closed) {
        return;
    }
    const auto self = shared_from_this();
    if (phase_ == Phase::writing) {
        exchange_.failure = "the client did not take the answer";
        report();
    }
    phase_ = Phase::closed;
    error_code ignored;
    socket_.close(ignored);
    context_.connections.remove(*this);
    context_.on_closed();
}

}  // namespace tillnote::http
