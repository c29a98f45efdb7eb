#include "tests/support/test_certificate.hpp"

#include <atomic>
#include <cstdio>
#include <stdexcept>

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

namespace tillnote::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<FILE, decltype(&std::fclose)>;

constexpr long day_seconds = 86400;

Key make_key() {
    return {EVP_EC_gen("P-256"), EVP_PKEY_free};
}

/// Unsigned, with a subject and serial number no other has.
Certificate make_certificate(EVP_PKEY* key, const std::string& common_name, const TestCertificateWishes& wishes) {
    static std::atomic<int> serial{1};
    Certificate certificate(X509_new(), X509_free);
    const int number = serial++;
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), number);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), day_seconds * wishes.valid_from_days);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), day_seconds * wishes.valid_for_days);
    X509_set_pubkey(certificate.get(), key);
    const std::string name = common_name + " " + std::to_string(number);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    return certificate;
}

void extend(X509* certificate, int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

void sign(X509* certificate, EVP_PKEY* key) {
    if (X509_sign(certificate, key, EVP_sha256()) == 0) {
        throw std::runtime_error("the test's certificate cannot be signed");
    }
}

File create(const std::string& path, int mode) {
    ::unlink(path.c_str());
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    return {file < 0 ? nullptr : ::fdopen(file, "w"), &std::fclose};
}

void write_certificate(const std::string& path, X509* certificate) {
    PEM_write_X509(create(path, 0644).get(), certificate);
}

void write_key(const std::string& path, EVP_PKEY* key) {
    PEM_write_PrivateKey(create(path, 0600).get(), key, nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace

TestCertificate make_test_certificate(const std::filesystem::path& folder, const TestCertificateWishes& wishes) {
    TestCertificate made{(folder / "certificate.pem").string(), (folder / "key.pem").string()};
    const auto key = make_key();
    const auto certificate = make_certificate(key.get(), "Tillnote test", wishes);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
    extend(certificate.get(), NID_subject_alt_name, wishes.name);
    sign(certificate.get(), key.get());
    write_certificate(made.certificate_file, certificate.get());
    write_key(made.key_file, key.get());
    return made;
}

void TestAuthority::Free::operator()(EVP_PKEY* key) const noexcept {
    EVP_PKEY_free(key);
}
void TestAuthority::Free::operator()(X509* certificate) const noexcept {
    X509_free(certificate);
}

TestAuthority::TestAuthority(const std::filesystem::path& folder, const std::string& name)
    : file_((folder / (name + ".pem")).string()),
      key_(make_key().release()),
      certificate_(make_certificate(key_.get(), "Tillnote test authority", {"", -30, 30}).release()) {
    X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
    extend(certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate_.get(), NID_key_usage, "critical,keyCertSign");
    sign(certificate_.get(), key_.get());
    write_certificate(file_, certificate_.get());
}

TestCertificate TestAuthority::issue(const std::filesystem::path& folder, const std::string& stem,
                                     const TestCertificateWishes& wishes) const {
    TestCertificate made{(folder / (stem + ".pem")).string(), (folder / (stem + ".key")).string()};
    const auto key = make_key();
    const auto certificate = make_certificate(key.get(), "Tillnote test server", wishes);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate_.get()));
    extend(certificate.get(), NID_subject_alt_name, wishes.name);
    extend(certificate.get(), NID_ext_key_usage, "serverAuth");
    sign(certificate.get(), key_.get());
    write_certificate(made.certificate_file, certificate.get());
    write_key(made.key_file, key.get());
    return made;
}

}  // namespace tillnote::test
