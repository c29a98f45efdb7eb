#include "server/http/tls_context.hpp"

#include "server/http/tls_files.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>
#include <new>
#include <string_view>
#include <utility>

namespace tillnote::http {
namespace {

constexpr const char* suites_of_tls12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* suites_of_tls13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* groups = "X25519:P-256";
constexpr const char* signatures =
    "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ed25519:RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:"
    "RSA+SHA256:RSA+SHA384:RSA+SHA512";
constexpr int security_level = 2;  // keys of 112 bits and more: RSA from 2048

/// A client that names protocols but not ours is refused, so that a browser cannot be led to take some other service's
/// answers for ours. RFC 7301 3.2.
int select_protocol(SSL* /*session*/, const unsigned char** chosen, unsigned char* chosen_bytes,
                    const unsigned char* offered, unsigned int offered_bytes, void* /*pointer*/) {
    constexpr std::string_view ours = "http/1.1";
    std::string_view rest(reinterpret_cast<const char*>(offered), offered_bytes);
    while (!rest.empty()) {
        const auto name_bytes = static_cast<unsigned char>(rest.front());
        const auto name = rest.substr(1, name_bytes);
        if (name == ours) {
            *chosen = reinterpret_cast<const unsigned char*>(name.data());
            *chosen_bytes = name_bytes;
            return SSL_TLSEXT_ERR_OK;
        }
        rest.remove_prefix(1 + name.size());
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool set_policy(SSL_CTX* context) {
    SSL_CTX_set_security_level(context, security_level);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    // No resumption: with an elliptic key a whole handshake costs hardly more, and there is no ticket key to keep secret.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    // A client that sends only key updates must let the others have their turn between them.
    SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_alpn_select_cb(context, select_protocol, nullptr);
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, suites_of_tls12) == 1 &&
           SSL_CTX_set_ciphersuites(context, suites_of_tls13) == 1 && SSL_CTX_set1_groups_list(context, groups) == 1 &&
           SSL_CTX_set1_sigalgs_list(context, signatures) == 1;
}

TlsContext::Time read_time(const ASN1_TIME* time) {
    std::tm parts{};
    ASN1_TIME_to_tm(time, &parts);
    return std::chrono::system_clock::from_time_t(timegm(&parts));
}

}  // namespace

void TlsContext::Free::operator()(SSL_CTX* context) const noexcept {
    SSL_CTX_free(context);
}

TlsContext::TlsContext(Context context)
    : context_(std::move(context)),
      not_before_(read_time(X509_get0_notBefore(SSL_CTX_get0_certificate(context_.get())))),
      not_after_(read_time(X509_get0_notAfter(SSL_CTX_get0_certificate(context_.get())))) {}

Result<std::shared_ptr<const TlsContext>> TlsContext::load(const TlsFiles& files) {
    ERR_clear_error();
    Context context(SSL_CTX_new(TLS_server_method()));
    if (!context) {
        throw std::bad_alloc();
    }
    if (!set_policy(context.get())) {
        ERR_clear_error();
        return Error{
            ErrorCode::internal, "This machine's OpenSSL does not offer the protocols and suites Tillnote needs.", {}};
    }
    if (auto used = use_tls_files(context.get(), files); !used) {
        ERR_clear_error();
        return used.error();
    }
    return std::shared_ptr<const TlsContext>(new TlsContext(std::move(context)));
}

std::unique_ptr<TlsSession> TlsContext::make_session(int socket) const {
    return std::make_unique<TlsSession>(context_.get(), socket);
}

}  // namespace tillnote::http
