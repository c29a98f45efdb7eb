#include "server/http/tls_files.hpp"

#include "schema/secret_file.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

namespace tillnote::http {
namespace {

using File = std::unique_ptr<FILE, decltype(&std::fclose)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Error certificate_error(const std::string& detail) {
    return {ErrorCode::invalid_field, detail, "tls.certificate"};
}

Error key_error(const std::string& detail) {
    return {ErrorCode::invalid_field, detail, "tls.key"};
}

File open_file(const std::string& path) {
    return {std::fopen(path.c_str(), "re"), &std::fclose};
}

std::string last_reason() {
    const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason != nullptr ? reason : "unknown";
}

Result<void> use_certificate(SSL_CTX* context, const std::string& path) {
    if (const auto file = open_file(path); !file) {
        return certificate_error("The certificate " + path + " cannot be read: " + std::strerror(errno) + ".");
    }
    if (SSL_CTX_use_certificate_chain_file(context, path.c_str()) == 1) {
        return {};
    }
    const auto error = ERR_peek_error();
    if (ERR_GET_LIB(error) == ERR_LIB_SSL) {
        return certificate_error("The certificate " + path + " cannot be used (" + last_reason() +
                                 "): it needs an elliptic key or RSA from 2048 bits, signed with SHA-256 or better.");
    }
    return certificate_error("The file " + path + " holds no certificate in PEM form (" + last_reason() +
                             "); give the server's certificate, with the intermediate ones after it.");
}

/// Called by OpenSSL for a key with a passphrase. A service that starts by itself has nobody to ask.
int refuse_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
}

Result<Key> read_key(const std::string& path) {
    const auto file = open_file(path);
    if (!file) {
        return key_error("The key " + path + " cannot be read: " + std::strerror(errno) + ".");
    }
    if (const auto fault = find_mode_fault(::fileno(file.get()), path); !fault.empty()) {
        return key_error("The key " + path + fault + ".");
    }
    bool asked = false;
    Key key(PEM_read_PrivateKey(file.get(), nullptr, refuse_passphrase, &asked), &EVP_PKEY_free);
    if (asked) {
        return key_error("The key " + path +
                         " has a passphrase, and the server has nobody to ask for it; take it off with " +
                         "openssl pkey -in " + path + " -out FILE, and keep FILE readable by the service's user only.");
    }
    if (!key) {
        return key_error("The file " + path + " holds no private key in PEM form.");
    }
    return key;
}

}  // namespace

Result<void> use_tls_files(SSL_CTX* context, const TlsFiles& files) {
    if (auto used = use_certificate(context, files.certificate); !used) {
        return used;
    }
    auto key = read_key(files.key);
    if (!key) {
        return key.error();
    }
    if (X509_check_private_key(SSL_CTX_get0_certificate(context), key->get()) != 1 ||
        SSL_CTX_use_PrivateKey(context, key->get()) != 1) {
        return key_error("The key " + files.key + " is not the one of the certificate " + files.certificate +
                         "; both must come from the same request.");
    }
    return {};
}

}  // namespace tillnote::http
