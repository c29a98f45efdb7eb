#pragma once

#include "schema/error.hpp"
#include "server/http/tls_session.hpp"

#include <chrono>
#include <memory>
#include <string>

#include <openssl/types.h>

namespace tillnote::http {

/// Two PEM files: the certificate with the intermediate ones after it, and its private key without a passphrase.
struct TlsFiles {
    std::string certificate;
    std::string key;
};

/// What a listener needs to speak TLS: 1.2 and 1.3 with forward secrecy and authenticated encryption only, X25519 or P-256,
/// ALPN http/1.1; no compression, renegotiation, resumption or early data. Immutable; safe from any thread.
/// Source: Mozilla's "intermediate" profile, less what only clients without AEAD need; decision 0031.
class TlsContext {
public:
    using Time = std::chrono::system_clock::time_point;

    /// Reads both files. An expired certificate loads; the caller looks at the times. Errors: invalid_field; `detail` names
    /// the file and what to do, and never holds anything of the key.
    static Result<std::shared_ptr<const TlsContext>> load(const TlsFiles& files);

    /// When the certificate begins and ends to be valid.
    [[nodiscard]] Time not_before() const noexcept { return not_before_; }
    [[nodiscard]] Time not_after() const noexcept { return not_after_; }

    /// The server's side of a connection over `socket`, before its handshake. It lives on when this context does not.
    [[nodiscard]] std::unique_ptr<TlsSession> make_session(int socket) const;

private:
    struct Free {
        void operator()(SSL_CTX* context) const noexcept;
    };
    using Context = std::unique_ptr<SSL_CTX, Free>;

    explicit TlsContext(Context context);

    Context context_;
    Time not_before_;
    Time not_after_;
};

}  // namespace tillnote::http
