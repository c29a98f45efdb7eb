#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace tillnote::http {

struct RawResponse {
    int status = 0;
    std::string head;                            ///< status line and headers as received
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;                            ///< of chunks put together

    [[nodiscard]] std::string header(std::string_view lower_case_name) const;
};

/// What a client offers in its handshake; an empty text leaves OpenSSL's own.
struct TlsOffer {
    int protocol_max = 0;  ///< TLS1_1_VERSION and so on; 0 for the newest
    int protocol_min = 0;  ///< 0 for the oldest there is
    std::string suites;    ///< of TLS 1.2, as OpenSSL writes them, weak ones included
    std::string groups;    ///< "P-521"
    std::string alpn;      ///< one protocol's name
    std::string trusted;   ///< file of an authority to verify the server with; empty: anybody is trusted
};

/// What the handshake came to.
struct TlsAgreement {
    std::string protocol;  ///< "TLSv1.3"
    std::string suite;
    std::string alpn;
    std::string serial;  ///< of the server's certificate, in hexadecimal
    bool compressed = false;
    bool renegotiates_securely = false;
};

/// A client that sends exactly the bytes it is told to, so that a test can be as wrong as it likes. Every wait ends
/// after `patience`.
class RawClient {
public:
    static constexpr std::chrono::milliseconds patience{10'000};

    /// From `source`, an address of this machine.
    explicit RawClient(std::uint16_t port, int receive_buffer_bytes = 0, const char* source = "127.0.0.1");
    ~RawClient();
    RawClient(RawClient&& other) noexcept;
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    /// From here on over TLS. Nothing when the handshake failed; tls_failure() says why.
    std::optional<TlsAgreement> start_tls(const TlsOffer& offer = {});
    [[nodiscard]] const std::string& tls_failure() const { return tls_failure_; }
    /// Asks for a new handshake within TLS 1.2; whether the server agrees.
    bool renegotiate();
    /// Changes this side's keys of TLS 1.3.
    bool update_key();
    /// Whether the server has given what would let a later connection resume this one.
    [[nodiscard]] bool has_resumable_session() const;
    /// Whether the server has sent TLS's own end.
    [[nodiscard]] bool was_told_the_end() const;
    /// Sends TLS's own end (close_notify) and then the socket's.
    void end_tls_sending();

    /// False when the server has closed.
    bool send(std::string_view bytes);
    void end_sending() const;

    /// The next response, or nothing when the server closes or stays silent. `to_head`: the response has no body.
    std::optional<RawResponse> receive(bool to_head = false);
    /// Whether the server closes in time; bytes still coming are dropped.
    bool sees_close();
    /// Whether nothing at all arrives within `time`, neither bytes nor a close.
    bool hears_nothing_for(std::chrono::milliseconds time);

private:
    bool receive_some(std::chrono::milliseconds time);
    bool receive_until(std::size_t bytes);
    bool receive_chunks(std::string& body);

    struct FreeTls {
        void operator()(SSL* session) const noexcept;
    };

    int socket_ = -1;
    std::unique_ptr<SSL, FreeTls> tls_;
    std::string tls_failure_;
    std::string received_;
    bool closed_ = false;
};

/// A whole GET or POST that the gate lets through.
[[nodiscard]] std::string get(std::string_view path, std::string_view more_headers = {});
[[nodiscard]] std::string post(std::string_view path, std::string_view body, std::string_view more_headers = {});

/// Polls `condition` until it holds or the client's patience ends.
[[nodiscard]] bool comes_true(const std::function<bool()>& condition);

}  // namespace tillnote::http
