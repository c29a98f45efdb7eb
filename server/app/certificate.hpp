#pragma once

#include "server/app/config.hpp"
#include "server/http/tls_context.hpp"

#include <memory>

/// The certificate of the public listener: read at the start, read again on demand, and watched until it ends.
namespace tillnote::app {

/// Where the certificate and its key lie, be they files or credentials.
[[nodiscard]] http::TlsFiles tls_files_of(const Config& config);

/// Null where `config` names none. One whose time is over is taken, with an error in the log: a server that is there for
/// this machine and says what is wrong is worth more than none. Errors: those of TlsContext::load.
[[nodiscard]] Result<std::shared_ptr<const http::TlsContext>> load_certificate(const Config& config);

/// The files again, to replace those in use; null when they are not fit for that: not readable, not a pair, or not valid
/// now. Why is in the log, with the file's name.
[[nodiscard]] std::shared_ptr<const http::TlsContext> reload_certificate(const Config& config);

/// A line in the log once the certificate ends within 14 days. To be called about once a day.
void warn_before_certificate_ends(const http::TlsContext& current);

}  // namespace tillnote::app
