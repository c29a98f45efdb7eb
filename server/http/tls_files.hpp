#pragma once

#include "schema/error.hpp"
#include "server/http/tls_context.hpp"

namespace tillnote::http {

/// Puts the certificate chain and the key of `files` into `context`. Errors: invalid_field, `field` being "tls.certificate"
/// or "tls.key": not readable, no PEM, too weak, a passphrase, a key that others may read, a key of another certificate.
[[nodiscard]] Result<void> use_tls_files(SSL_CTX* context, const TlsFiles& files);

}  // namespace tillnote::http
