#include "server/http/tls_session.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <new>

namespace tillnote::http {
namespace {

int socket_of(BIO* bio) {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int finish(BIO* bio, ssize_t count, int retry_flag) {
    BIO_clear_retry_flags(bio);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        BIO_set_flags(bio, retry_flag | BIO_FLAGS_SHOULD_RETRY);
    }
    return static_cast<int>(count);
}

int write_socket(BIO* bio, const char* data, int size) {
    return finish(bio, ::send(socket_of(bio), data, static_cast<std::size_t>(size), MSG_NOSIGNAL), BIO_FLAGS_WRITE);
}

int read_socket(BIO* bio, char* data, int size) {
    const auto count = ::recv(socket_of(bio), data, static_cast<std::size_t>(size), 0);
    if (count == 0) {
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    }
    return finish(bio, count, BIO_FLAGS_READ);
}

long control_socket(BIO* bio, int command, long /*number*/, void* /*pointer*/) {
    switch (command) {
        case BIO_CTRL_FLUSH:
            return 1;
        case BIO_CTRL_EOF:
            return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
        default:
            return 0;
    }
}

/// OpenSSL's own socket BIO writes with write(2), which raises SIGPIPE when the client has gone.
BIO_METHOD* make_socket_method() {
    auto* const method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without SIGPIPE");
    if (method == nullptr) {
        throw std::bad_alloc();
    }
    BIO_meth_set_write(method, write_socket);
    BIO_meth_set_read(method, read_socket);
    BIO_meth_set_ctrl(method, control_socket);
    return method;
}

const BIO_METHOD* socket_method() {
    static const BIO_METHOD* const method = make_socket_method();
    return method;
}

}  // namespace

void TlsSession::Free::operator()(SSL* session) const noexcept {
    SSL_free(session);
}

TlsSession::TlsSession(SSL_CTX* context, int socket) : session_(SSL_new(context)) {
    BIO* const bio = BIO_new(socket_method());
    if (!session_ || bio == nullptr) {
        BIO_free(bio);
        throw std::bad_alloc();
    }
    // The method's own datum is a pointer; ours is a number that fits in one and is never followed.
    // NOLINTNEXTLINE(performance-no-int-to-ptr)
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
    BIO_set_init(bio, 1);
    SSL_set_bio(session_.get(), bio, bio);
    SSL_set_accept_state(session_.get());
}

TlsSession::Step TlsSession::handshake() {
    ERR_clear_error();
    const auto step = step_after(SSL_do_handshake(session_.get()));
    established_ = step == Step::done;
    return step;
}

TlsSession::Step TlsSession::read(char* data, std::size_t size, std::size_t& count) {
    ERR_clear_error();
    return step_after(SSL_read_ex(session_.get(), data, size, &count));
}

TlsSession::Step TlsSession::write(std::string_view bytes, std::size_t& count) {
    ERR_clear_error();
    return step_after(SSL_write_ex(session_.get(), bytes.data(), bytes.size(), &count));
}

bool TlsSession::has_pending() const {
    return SSL_has_pending(session_.get()) == 1;
}

void TlsSession::end_sending() {
    if (!established_ || !failure_.empty()) {
        return;
    }
    // Once: sends our close_notify and does not wait for the client's. What does not fit the socket's buffer is lost; the
    // client knows the end of each answer by its length.
    ERR_clear_error();
    SSL_shutdown(session_.get());
    established_ = false;
}

TlsSession::Step TlsSession::step_after(int result) {
    if (result == 1) {
        return Step::done;
    }
    switch (SSL_get_error(session_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return Step::wait_read;
        case SSL_ERROR_WANT_WRITE:
            return Step::wait_write;
        case SSL_ERROR_ZERO_RETURN:
            return Step::ended;
        default:
            break;
    }
    const auto error = ERR_peek_error();
    const char* const reason = ERR_reason_error_string(error);
    failure_ = reason != nullptr ? reason : "the connection broke";
    client_spoke_http_ = ERR_GET_LIB(error) == ERR_LIB_SSL && ERR_GET_REASON(error) == SSL_R_HTTP_REQUEST;
    ERR_clear_error();
    return Step::failed;
}

}  // namespace tillnote::http
