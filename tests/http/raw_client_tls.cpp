#include "tests/http/raw_client.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <csignal>
#include <stdexcept>

namespace tillnote::http {
namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

Context make_context(const TlsOffer& offer) {
    Context context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    // Whatever a hostile client may offer.
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), offer.protocol_min);
    SSL_CTX_set_max_proto_version(context.get(), offer.protocol_max);
    const auto set = [](const std::string& text, auto&& use) {
        if (!text.empty() && use(text.c_str()) != 1) {
            throw std::runtime_error("the test's client cannot offer " + text);
        }
    };
    set(offer.suites, [&](const char* text) { return SSL_CTX_set_cipher_list(context.get(), text); });
    set(offer.groups, [&](const char* text) { return SSL_CTX_set1_groups_list(context.get(), text); });
    set(offer.trusted, [&](const char* text) { return SSL_CTX_load_verify_file(context.get(), text); });
    if (!offer.trusted.empty()) {
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    }
    return context;
}

std::string serial_of(const SSL* session) {
    const X509* const certificate = SSL_get0_peer_certificate(session);
    BIGNUM* const number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr);
    char* const digits = BN_bn2hex(number);
    std::string text = digits;
    OPENSSL_free(digits);
    BN_free(number);
    return text;
}

}  // namespace

void RawClient::FreeTls::operator()(SSL* session) const noexcept {
    SSL_free(session);
}

std::optional<TlsAgreement> RawClient::start_tls(const TlsOffer& offer) {
    // OpenSSL writes without MSG_NOSIGNAL, and the server may have hung up.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    constexpr timeval wait{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    const auto context = make_context(offer);
    tls_.reset(SSL_new(context.get()));
    SSL_set_fd(tls_.get(), socket_);
    if (!offer.alpn.empty()) {
        const std::string list = static_cast<char>(offer.alpn.size()) + offer.alpn;
        SSL_set_alpn_protos(tls_.get(), reinterpret_cast<const unsigned char*>(list.data()),
                            static_cast<unsigned int>(list.size()));
    }
    ERR_clear_error();
    if (SSL_connect(tls_.get()) != 1) {
        const char* const reason = ERR_reason_error_string(ERR_peek_error());
        tls_failure_ = reason != nullptr ? reason : "closed";
        return std::nullopt;
    }
    TlsAgreement agreed;
    agreed.protocol = SSL_get_version(tls_.get());
    agreed.suite = SSL_get_cipher_name(tls_.get());
    agreed.serial = serial_of(tls_.get());
    const unsigned char* protocol = nullptr;
    unsigned int bytes = 0;
    SSL_get0_alpn_selected(tls_.get(), &protocol, &bytes);
    agreed.alpn.assign(reinterpret_cast<const char*>(protocol), bytes);
    agreed.compressed = SSL_get_current_compression(tls_.get()) != nullptr;
    agreed.renegotiates_securely = SSL_get_secure_renegotiation_support(tls_.get()) == 1;
    return agreed;
}

bool RawClient::renegotiate() {
    return SSL_renegotiate(tls_.get()) == 1 && SSL_do_handshake(tls_.get()) == 1;
}

bool RawClient::update_key() {
    return SSL_key_update(tls_.get(), SSL_KEY_UPDATE_NOT_REQUESTED) == 1 && SSL_do_handshake(tls_.get()) == 1;
}

bool RawClient::has_resumable_session() const {
    const SSL_SESSION* const session = SSL_get0_session(tls_.get());
    return session != nullptr && SSL_SESSION_is_resumable(session) == 1;
}

bool RawClient::was_told_the_end() const {
    return (SSL_get_shutdown(tls_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

void RawClient::end_tls_sending() {
    SSL_shutdown(tls_.get());
    end_sending();
}

}  // namespace tillnote::http
