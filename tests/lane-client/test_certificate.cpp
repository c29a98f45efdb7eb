#include "tests/lane-client/test_certificate.hpp"

#include <cstdio>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace tillnote::lane::test {

TestCertificate::TestCertificate(const std::filesystem::path& folder, const std::string& name, int days)
    : certificate_file((folder / "certificate.pem").string()), key_file((folder / "key.pem").string()) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86400L * 30);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86400L * days);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("Tillnote test"), -1, -1,
                               0);
    X509_set_issuer_name(certificate.get(), subject);
    X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str());
    X509_add_ext(certificate.get(), names, -1);
    X509_EXTENSION_free(names);
    if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) {
        throw std::runtime_error("the test's certificate cannot be signed");
    }
    const std::unique_ptr<FILE, decltype(&std::fclose)> certificate_out(std::fopen(certificate_file.c_str(), "w"),
                                                                        std::fclose);
    const std::unique_ptr<FILE, decltype(&std::fclose)> key_out(std::fopen(key_file.c_str(), "w"), std::fclose);
    PEM_write_X509(certificate_out.get(), certificate.get());
    PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace tillnote::lane::test
