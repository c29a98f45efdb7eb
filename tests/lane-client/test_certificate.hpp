#pragma once

#include <filesystem>
#include <string>

namespace tillnote::lane::test {

/// A fresh self-signed certificate and its key, as two PEM files in `folder`.
struct TestCertificate {
    /// `name` is a subjectAltName as OpenSSL writes it: "IP:127.0.0.1" or "DNS:other.example".
    /// `days` until it expires; negative for one that has.
    TestCertificate(const std::filesystem::path& folder, const std::string& name, int days = 1);

    std::string certificate_file;
    std::string key_file;
};

}  // namespace tillnote::lane::test
