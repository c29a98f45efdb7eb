#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <openssl/types.h>

namespace tillnote::test {

/// Two PEM files: a certificate, and its key with mode 0600.
struct TestCertificate {
    std::string certificate_file;
    std::string key_file;
};

/// What a certificate made for a test says.
struct TestCertificateWishes {
    /// A subjectAltName as OpenSSL writes it: "IP:127.0.0.1", "DNS:other.example".
    std::string name = "IP:127.0.0.1";
    int valid_from_days = -30;  ///< from now
    int valid_for_days = 1;     ///< from now; negative for one that has expired
};

/// A self-signed certificate in `folder`.
[[nodiscard]] TestCertificate make_test_certificate(const std::filesystem::path& folder,
                                                    const TestCertificateWishes& wishes = {});

/// An authority of its own, that nobody trusts unless told to.
class TestAuthority {
public:
    /// Its certificate becomes `folder`/`name`.pem.
    explicit TestAuthority(const std::filesystem::path& folder, const std::string& name = "authority");

    /// The file to trust.
    [[nodiscard]] const std::string& file() const noexcept { return file_; }
    /// The files become `folder`/`stem`.pem and `folder`/`stem`.key; they are replaced when there.
    [[nodiscard]] TestCertificate issue(const std::filesystem::path& folder, const std::string& stem,
                                        const TestCertificateWishes& wishes = {}) const;

private:
    struct Free {
        void operator()(EVP_PKEY* key) const noexcept;
        void operator()(X509* certificate) const noexcept;
    };
    std::string file_;
    std::unique_ptr<EVP_PKEY, Free> key_;
    std::unique_ptr<X509, Free> certificate_;
};

}  // namespace tillnote::test
