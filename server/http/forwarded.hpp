#pragma once

#include "schema/error.hpp"
#include "server/http/address.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tillnote::http {

/// What the proxies in front of us say of a client.
struct Forwarded {
    Address client{};
    std::optional<bool> secure;  ///< whether it came to them over TLS; nothing where they do not say
};

/// More proxies than this in a row are a loop or a mistake.
inline constexpr int proxies_in_a_row_max = 16;

/// Reads X-Forwarded-For and X-Forwarded-Proto of a request that came from `peer`, one of `proxies`; `headers` have their
/// names in lower case, in order. The client is the last address of the list that is no proxy's: what stands before it was
/// written by the client itself, or by who knows whom, and is not even looked at. Without the header it is `peer`.
/// Errors: malformed_request, where a proxy has written what is no address, or X-Forwarded-Proto comes twice or is neither
/// "http" nor "https". Pure. Source: docs/decisions/0036.
[[nodiscard]] Result<Forwarded> read_forwarded(const std::vector<std::pair<std::string, std::string>>& headers,
                                               const Address& peer, const Networks& proxies);

/// A proxy is there to speak TLS for us: whoever comes through it comes over TLS, or is told to. `over_tls`: our own
/// listener spoke it. Without it a proxy that does not say how its client came has to: guessing would send cookies without
/// Secure, and nobody would know. Errors: misdirected_host, malformed_request; both name X-Forwarded-Proto. Pure.
[[nodiscard]] std::optional<Error> check_secure(const Forwarded& forwarded, bool over_tls);

}  // namespace tillnote::http
