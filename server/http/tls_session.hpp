#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace tillnote::http {

/// One TLS connection over a non-blocking socket, the server's side. Reads and writes the socket itself and never waits:
/// each call says what it would have waited for. Socket thread only.
class TlsSession {
public:
    enum class Step {
        done,
        wait_read,   ///< call again when the socket can be read
        wait_write,  ///< call again, with the same bytes, when the socket can be written
        ended,       ///< the client will send no more
        failed,      ///< for good; failure() says why
    };

    /// `socket` must stay open as long as any function is called. Throws std::bad_alloc.
    TlsSession(SSL_CTX* context, int socket);

    [[nodiscard]] Step handshake();
    /// `count` is what came, at least 1 with `done`.
    [[nodiscard]] Step read(char* data, std::size_t size, std::size_t& count);
    /// `count` is what left of `bytes`, at least 1 with `done`.
    [[nodiscard]] Step write(std::string_view bytes, std::size_t& count);
    /// Bytes have come already, so that waiting for the socket could wait for ever.
    [[nodiscard]] bool has_pending() const;
    /// Tells the client that nothing more comes, if that can be done at once.
    void end_sending();

    /// OpenSSL's reason, for the log; empty while nothing has failed.
    [[nodiscard]] const std::string& failure() const noexcept { return failure_; }
    /// The handshake failed because the client speaks plain HTTP. Nothing has been sent to it.
    [[nodiscard]] bool client_spoke_http() const noexcept { return client_spoke_http_; }

private:
    struct Free {
        void operator()(SSL* session) const noexcept;
    };

    Step step_after(int result);

    std::unique_ptr<SSL, Free> session_;
    std::string failure_;
    bool established_ = false;
    bool client_spoke_http_ = false;
};

}  // namespace tillnote::http
