#pragma once

#include "server/http/tls_session.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace tillnote::http {

/// The bytes of one accepted, non-blocking socket, in clear or over TLS: what a connection reads and writes, so that it need
/// not know which. Handlers are called from the event loop, never from within the call, and must keep the transport alive.
/// Socket thread only.
class Transport {
public:
    using Socket = boost::asio::ip::tcp::socket;
    using Handler = std::function<void(const boost::system::error_code&)>;
    using ReadHandler = std::function<void(const boost::system::error_code&, std::size_t)>;

    /// `tls` null: in clear.
    Transport(Socket socket, std::unique_ptr<TlsSession> tls) : socket_(std::move(socket)), tls_(std::move(tls)) {}

    [[nodiscard]] bool secure() const noexcept { return tls_ != nullptr; }
    [[nodiscard]] Socket::executor_type get_executor() { return socket_.get_executor(); }

    /// With TLS only, and before anything else.
    void async_handshake(Handler handler);
    /// Why the handshake failed; empty when it did not.
    [[nodiscard]] std::string handshake_failure() const { return tls_ ? tls_->failure() : std::string{}; }
    /// After a handshake that failed because the client speaks plain HTTP: from here on in clear, so that it can be told.
    /// False when it failed for another reason.
    [[nodiscard]] bool fall_back_to_plain();

    /// Reads at least one byte. `data` belongs to the transport until `handler` is called.
    template <typename Then>
    void async_read_some(char* data, std::size_t size, Then&& handler) {
        if (tls_ && !sending_ended_) {
            read_encrypted(data, size, std::forward<Then>(handler));
        } else {
            // After our end the rest is only drained, and need not be decrypted.
            socket_.async_read_some(boost::asio::buffer(data, size), std::forward<Then>(handler));
        }
    }

    /// Writes what can be written at once; would_block when nothing can. Then the next call must be with the same bytes.
    [[nodiscard]] std::size_t write_some(std::string_view bytes, boost::system::error_code& error) {
        return tls_ ? write_encrypted(bytes, error) : socket_.write_some(boost::asio::buffer(bytes), error);
    }
    /// After would_block.
    template <typename Then>
    void async_wait_writable(Then&& handler) {
        socket_.async_wait(write_waits_for_, std::forward<Then>(handler));
    }

    /// Says that nothing more comes; reading goes on.
    void end_sending();
    void close();

private:
    void go_on_with_handshake(Handler handler);
    void read_encrypted(char* data, std::size_t size, ReadHandler handler);
    void go_on_reading(char* data, std::size_t size, ReadHandler handler);
    [[nodiscard]] std::size_t write_encrypted(std::string_view bytes, boost::system::error_code& error);

    Socket socket_;
    std::unique_ptr<TlsSession> tls_;
    Socket::wait_type write_waits_for_ = Socket::wait_write;
    bool sending_ended_ = false;
};

}  // namespace tillnote::http
