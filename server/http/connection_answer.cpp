#include "server/http/connection.hpp"
#include "server/http/response_writer.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <exception>
#include <utility>

/// The second half of an exchange: from the handler to the connection's next request.
namespace tillnote::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;

// A client that is still sending must be read for a while after our last byte, or its system discards the answer when
// ours resets the connection. RFC 9112 9.6.
constexpr milliseconds linger_deadline{5'000};
constexpr milliseconds linger_deadline_when_stopping{250};
constexpr std::size_t linger_bytes_max = 16 * 1024 * 1024;

constexpr std::size_t kept_bytes_max = 64 * 1024;

Error internal_error() {
    return {ErrorCode::internal, "The server made a mistake; the log has the details.", {}};
}

}  // namespace

void Connection::dispatch() {
    enter(Phase::handler, context_.limits.handler_deadline);
    exchange_.request_id = context_.request_ids.make_next();
    request_.request_id = exchange_.request_id;
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
    respond(std::move(*response));
}

void Connection::fail(const Error& error) {
    if (exchange_.request_id.empty()) {
        exchange_.request_id = context_.request_ids.make_next();
    }
    keep_alive_ = false;
    respond(problem_response(error, exchange_.request_id));
}

void Connection::respond(Response response) {
    enter(Phase::writing, context_.limits.write_deadline);
    keep_alive_ = keep_alive_ && !context_.stopping;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const ResponseFrame frame{.request_id = exchange_.request_id,
                              .date = context_.date.text_at(now),
                              .for_head = method_ == Method::head,
                              .secure = secure_,
                              .keep_alive = keep_alive_};
    exchange_.status = response.status;
    exchange_.body_bytes = response.body.size();
    if (!append_response(out_, response, frame)) {
        const auto problem = problem_response(internal_error(), exchange_.request_id);
        exchange_.failure = "the handler's response has a status or header it may not have";
        exchange_.status = problem.status;
        exchange_.body_bytes = problem.body.size();
        static_cast<void>(append_response(out_, problem, frame));
    } else if (!frame.for_head) {
        pieces_ = std::move(response.more_body);
    }
    send();
}

void Connection::send() {
    while (sent_ < out_.size()) {
        error_code error;
        sent_ += transport_.write_some(std::string_view(out_).substr(sent_), error);
        if (error == asio::error::would_block || error == asio::error::try_again) {
            transport_.async_wait_writable([self = shared_from_this()](const error_code& failed) {
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
    if (!pieces_) {
        on_sent();
        return;
    }
    // By way of the queue: a client that takes everything at once must not keep the thread from the others.
    asio::post(transport_.get_executor(), [self = shared_from_this()] {
        if (self->phase_ == Phase::writing) {
            self->send_next_piece();
        }
    });
}

void Connection::send_next_piece() {
    out_.clear();
    sent_ = 0;
    try {
        const std::string piece = pieces_();
        append_chunk(out_, piece);
        exchange_.body_bytes += piece.size();
        if (piece.empty()) {
            pieces_ = nullptr;
        }
    } catch (const std::exception& bug) {
        exchange_.failure = std::string("the body's next piece threw: ") + bug.what();
        close();
        return;
    }
    send();
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
        transport_.end_sending();
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
    asio::post(transport_.get_executor(), [self = shared_from_this()] {
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

void Connection::finish() {
    if (phase_ == Phase::handshake || (phase_ == Phase::idle && received_.empty())) {
        close();
    } else if (phase_ == Phase::lingering) {
        deadline_ = std::min(deadline_, Clock::now() + linger_deadline_when_stopping);
    }
}

}  // namespace tillnote::http
