#include "server/http/connection.hpp"

#include "server/http/forwarded.hpp"
#include "server/http/text_rules.hpp"

#include <algorithm>
#include <utility>

namespace tillnote::http {
namespace {

using boost::system::error_code;
using std::chrono::milliseconds;

constexpr std::size_t body_step_bytes_min = 4 * 1024;
constexpr std::size_t body_step_bytes_max = 64 * 1024;

}  // namespace

Connection::Connection(Transport transport, const Address& peer, std::string counted_address, ConnectionContext& context)
    : transport_(std::move(transport)),
      peer_(peer),
      peer_text_(to_text(peer)),
      from_proxy_(contain(context.proxies, peer)),
      counted_address_(std::move(counted_address)),
      context_(context),
      received_(std::max<std::size_t>(context.limits.header_bytes_max, 1)),
      secure_(transport_.secure()) {}

void Connection::start() {
    if (!transport_.secure()) {
        begin();
        return;
    }
    enter(Phase::handshake, context_.limits.handshake_deadline);
    transport_.async_handshake([self = shared_from_this()](const error_code& error) { self->on_handshake(error); });
}

void Connection::refuse(Error error) {
    refusal_ = std::move(error);
    start();
}

void Connection::on_handshake(const error_code& error) {
    if (phase_ != Phase::handshake) {
        return;
    }
    if (!error) {
        begin();
        return;
    }
    if (const auto reason = transport_.handshake_failure(); !reason.empty() && context_.on_handshake_failed) {
        context_.on_handshake_failed(reason);
    }
    if (!transport_.fall_back_to_plain()) {
        close();
        return;
    }
    secure_ = false;
    exchange_began_ = Clock::now();
    fail({ErrorCode::misdirected_host, "This port speaks TLS: begin the address with https:// instead of http://.", "Host"});
}

void Connection::begin() {
    if (refusal_) {
        exchange_began_ = Clock::now();
        fail(*refusal_);
        return;
    }
    // A new connection is given the header's time only, not the idle time, before its first byte.
    enter(Phase::idle, context_.limits.header_deadline);
    read_header();
}

void Connection::enter(Phase phase, milliseconds deadline) {
    phase_ = phase;
    phase_began_ = Clock::now();
    deadline_ = phase_began_ + deadline;
}

void Connection::read_into(char* data, std::size_t size) {
    reading_ = true;
    transport_.async_read_some(data, size, [self = shared_from_this()](const error_code& error, std::size_t count) {
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
        case Phase::handshake:
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
    if (const auto error = find_client(framing->is_probe)) {
        fail(*error);
        return;
    }
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

std::optional<Error> Connection::find_client(bool is_probe) {
    secure_ = transport_.secure();
    request_.peer_address = peer_text_;
    request_.from_proxy = from_proxy_;
    if (from_proxy_) {
        const auto forwarded = read_forwarded(request_.headers, peer_, context_.proxies);
        if (!forwarded) {
            return forwarded.error();
        }
        request_.peer_address = to_text(forwarded->client);
        secure_ = forwarded->secure.value_or(secure_);
        // A proxy's own probes have no client, and nothing in them is anybody's secret.
        if (auto error = is_probe ? std::nullopt : check_secure(*forwarded, transport_.secure())) {
            return error;
        }
    }
    request_.secure = secure_;
    return std::nullopt;
}

bool Connection::send_continue() {
    constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
    error_code error;
    // Everything sent before has left, so these few bytes fit the socket's buffer.
    return transport_.write_some(interim, error) == interim.size() && !error;
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

bool Connection::is_too_slow(Clock::time_point now) const {
    const auto grace = context_.limits.body_deadline / 4;
    const auto counted = std::chrono::duration_cast<milliseconds>(now - phase_began_ - grace);
    if (phase_ != Phase::body || counted.count() <= 0) {
        return false;
    }
    const auto expected = context_.limits.body_bytes_per_second_min * static_cast<std::size_t>(counted.count()) / 1000;
    return body_received_ < expected;
}

std::optional<Connection::Clock::time_point> Connection::idle_since() const {
    return phase_ == Phase::idle && received_.empty() ? std::optional(phase_began_) : std::nullopt;
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
        case Phase::handshake:
        case Phase::idle:
        case Phase::writing:
        case Phase::lingering:
            close();
            return;
        case Phase::closed:
            return;
    }
}

void Connection::close() {
    if (phase_ == Phase::closed) {
        return;
    }
    const auto self = shared_from_this();
    if (phase_ == Phase::writing) {
        if (exchange_.failure.empty()) {
            exchange_.failure = "the client did not take the answer";
        }
        report();
    }
    phase_ = Phase::closed;
    pieces_ = nullptr;
    transport_.close();
    context_.connections.remove(*this);
    context_.on_closed();
}

}  // namespace tillnote::http
