#include "lane-client/tls_trouble.hpp"

#include "lane-client/tame.hpp"
#include "schema/time_text.hpp"

#include <chrono>
#include <ctime>
#include <memory>
#include <string_view>

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace tillnote::lane {
namespace {

constexpr std::size_t shown_characters_max = 120;

std::string day_text(const ASN1_TIME* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
        return "an unreadable date";
    }
    return format_day(std::chrono::year{parts.tm_year + 1900} / (parts.tm_mon + 1) / parts.tm_mday);
}

std::string today() {
    return format_day(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
}

std::string name_text(const X509_NAME* name) {
    char text[256] = {};
    for (const int kind : {NID_commonName, NID_organizationName}) {
        if (X509_NAME_get_text_by_NID(name, kind, text, sizeof text) > 0) {
            return tame(text, shown_characters_max);
        }
    }
    return "an authority without a name";
}

std::string address_text(const ASN1_OCTET_STRING* address) {
    char text[INET6_ADDRSTRLEN] = {};
    const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
    const bool sound = family == AF_INET || ASN1_STRING_length(address) == 16;
    return sound && ::inet_ntop(family, ASN1_STRING_get0_data(address), text, sizeof text) != nullptr ? text : "?";
}

/// The names and addresses a certificate is for, as far as there is room.
std::string names_of(const X509* certificate) {
    const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
        GENERAL_NAMES_free);
    std::string text;
    for (int at = 0; names && at < sk_GENERAL_NAME_num(names.get()); ++at) {
        const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), at);
        std::string one;
        if (name->type == GEN_DNS) {
            one = std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                              static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
        } else if (name->type == GEN_IPADD) {
            one = address_text(name->d.iPAddress);
        }
        if (!one.empty()) {
            text += (text.empty() ? "" : ", ") + one;
        }
    }
    return text.empty() ? "no name" : tame(text, shown_characters_max);
}

}  // namespace

void TlsTrouble::note(X509_STORE_CTX* verification) {
    complaint_ = X509_STORE_CTX_get_error(verification);
    if (const X509* const certificate = X509_STORE_CTX_get_current_cert(verification)) {
        valid_from_ = day_text(X509_get0_notBefore(certificate));
        valid_until_ = day_text(X509_get0_notAfter(certificate));
        issuer_ = name_text(X509_get_issuer_name(certificate));
        names_ = names_of(certificate);
    }
}

std::string TlsTrouble::explain_certificate() const {
    switch (complaint_) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return "its certificate expired on " + valid_until_ +
                   ". Renew it on the server; if it is newer than that, set this terminal's clock (it says " + today() +
                   ").";
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return "its certificate is not valid before " + valid_from_ + ". Set this terminal's clock (it says " + today() +
                   "); if the clock is right, the certificate is wrong.";
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            return "its certificate is self-signed and unknown here. Enrol with --ca-file FILE, FILE being that "
                   "certificate, "
                   "or give the server one of an authority this terminal trusts.";
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_CERT_UNTRUSTED:
        case X509_V_ERR_CERT_SIGNATURE_FAILURE:
            return "its certificate comes from '" + issuer_ +
                   "', which this terminal does not trust. Enrol with --ca-file FILE, FILE being the certificate of that "
                   "authority; or, if this is a public one, let the server send the intermediate certificates, too.";
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return "its certificate is for " + names_ + ", not for " + host_ +
                   ". Enrol with a name the certificate has, or get the server a certificate for " + host_ + ".";
        case X509_V_ERR_EE_KEY_TOO_SMALL:
        case X509_V_ERR_CA_KEY_TOO_SMALL:
        case X509_V_ERR_CA_MD_TOO_WEAK:
            return "its certificate is too weak. Get one with an elliptic key, or RSA from 2048 bits, signed with SHA-256.";
        default:
            return "its certificate does not hold: " + std::string(X509_verify_cert_error_string(complaint_)) + ".";
    }
}

std::string TlsTrouble::explain(unsigned long error) const {
    if (complaint_ != 0) {
        return explain_certificate();
    }
    switch (ERR_GET_REASON(error)) {
        case SSL_R_WRONG_VERSION_NUMBER:
        case SSL_R_PACKET_LENGTH_TOO_LONG:
        case SSL_R_HTTP_REQUEST:
            return "what answers at port " + port_ +
                   " does not speak TLS. Check the port, and that the server has a certificate ([tls] in its "
                   "configuration).";
        case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
        case SSL_R_UNSUPPORTED_PROTOCOL:
        case SSL_R_WRONG_SSL_VERSION:
            return "it speaks only old versions of TLS, which are not safe. Update what answers there: Tillnote needs TLS "
                   "1.2 "
                   "or 1.3.";
        case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
        case SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY:
            return "it knows none of the ciphers this terminal takes. Update what answers there.";
        default: {
            const char* const reason = ERR_reason_error_string(error);
            return "the TLS handshake failed (" + std::string(reason != nullptr ? reason : "no reason given") +
                   "). Check the address and what stands between this terminal and the server.";
        }
    }
}

}  // namespace tillnote::lane
