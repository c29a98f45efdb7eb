#include "server/http/transport.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

namespace tillnote::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Step = TlsSession::Step;

}  // namespace

void Transport::async_handshake(Handler handler) {
    // The client speaks first.
    socket_.async_wait(Socket::wait_read, [this, handler = std::move(handler)](const error_code& error) mutable {
        if (error) {
            handler(error);
        } else {
            go_on_with_handshake(std::move(handler));
        }
    });
}

void Transport::go_on_with_handshake(Handler handler) {
    if (!socket_.is_open()) {
        handler(asio::error::operation_aborted);
        return;
    }
    const auto step = tls_->handshake();
    switch (step) {
        case Step::done:
            handler({});
            return;
        case Step::wait_read:
        case Step::wait_write:
            socket_.async_wait(step == Step::wait_read ? Socket::wait_read : Socket::wait_write,
                               [this, handler = std::move(handler)](const error_code& error) mutable {
                                   if (error) {
                                       handler(error);
                                   } else {
                                       go_on_with_handshake(std::move(handler));
                                   }
                               });
            return;
        case Step::ended:
            handler(asio::error::eof);
            return;
        case Step::failed:
            handler(asio::error::connection_aborted);
            return;
    }
}

bool Transport::fall_back_to_plain() {
    if (!tls_ || !tls_->client_spoke_http()) {
        return false;
    }
    tls_.reset();
    return true;
}

void Transport::read_encrypted(char* data, std::size_t size, ReadHandler handler) {
    if (tls_->has_pending()) {
        asio::post(socket_.get_executor(), [this, data, size, handler = std::move(handler)]() mutable {
            go_on_reading(data, size, std::move(handler));
        });
        return;
    }
    socket_.async_wait(Socket::wait_read, [this, data, size, handler = std::move(handler)](const error_code& error) mutable {
        if (error) {
            handler(error, 0);
        } else {
            go_on_reading(data, size, std::move(handler));
        }
    });
}

void Transport::go_on_reading(char* data, std::size_t size, ReadHandler handler) {
    if (!socket_.is_open()) {
        handler(asio::error::operation_aborted, 0);
        return;
    }
    std::size_t count = 0;
    const auto step = tls_->read(data, size, count);
    switch (step) {
        case Step::done:
            handler({}, count);
            return;
        case Step::wait_read:
        case Step::wait_write:
            socket_.async_wait(step == Step::wait_read ? Socket::wait_read : Socket::wait_write,
                               [this, data, size, handler = std::move(handler)](const error_code& error) mutable {
                                   if (error) {
                                       handler(error, 0);
                                   } else {
                                       go_on_reading(data, size, std::move(handler));
                                   }
                               });
            return;
        case Step::ended:
            handler(asio::error::eof, 0);
            return;
        case Step::failed:
            handler(asio::error::connection_reset, 0);
            return;
    }
}

std::size_t Transport::write_encrypted(std::string_view bytes, error_code& error) {
    std::size_t count = 0;
    error.clear();
    const auto step = tls_->write(bytes, count);
    switch (step) {
        case Step::done:
            return count;
        case Step::wait_read:
        case Step::wait_write:
            write_waits_for_ = step == Step::wait_read ? Socket::wait_read : Socket::wait_write;
            error = asio::error::would_block;
            return 0;
        case Step::ended:
        case Step::failed:
            error = asio::error::broken_pipe;
            return 0;
    }
    return 0;
}

void Transport::end_sending() {
    if (tls_) {
        tls_->end_sending();
    }
    sending_ended_ = true;
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
}

void Transport::close() {
    if (tls_ && socket_.is_open() && !sending_ended_) {
        tls_->end_sending();
    }
    error_code ignored;
    socket_.close(ignored);
}

}  // namespace tillnote::http
