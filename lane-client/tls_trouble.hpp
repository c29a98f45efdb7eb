#pragma once

#include <string>

#include <openssl/types.h>

namespace tillnote::lane {

/// Why a TLS handshake failed, in words for whoever installs the terminal: what is wrong, and what to do. Collects what the
/// verification complains of, because OpenSSL forgets the certificate afterwards.
class TlsTrouble {
public:
    /// `host` is the name or address that the certificate must be for.
    explicit TlsTrouble(std::string host, std::string port) : host_(std::move(host)), port_(std::move(port)) {}

    /// From the verify callback, when a check failed.
    void note(X509_STORE_CTX* verification);

    /// One or two sentences that go on after "The server ... cannot be trusted: ". `error` is OpenSSL's, of the handshake.
    [[nodiscard]] std::string explain(unsigned long error) const;

private:
    [[nodiscard]] std::string explain_certificate() const;

    std::string host_;
    std::string port_;
    int complaint_ = 0;  ///< X509_V_ERR_...; 0 for none
    std::string valid_from_;
    std::string valid_until_;
    std::string issuer_;
    std::string names_;
};

}  // namespace tillnote::lane
