#pragma once

#include "schema/error.hpp"

#include <string>
#include <string_view>

namespace tillnote::lane {

/// Where the server is: scheme, host and port of an http or https URL without a path.
struct ServerAddress {
    bool secure = true;
    std::string host;  ///< without the brackets of an IPv6 address
    std::string port;  ///< digits

    [[nodiscard]] std::string to_string() const;    ///< "https://host:port"
    [[nodiscard]] std::string host_header() const;  ///< "host:port", the port left out when it is the scheme's own

    friend bool operator==(const ServerAddress&, const ServerAddress&) = default;
};

/// http is taken for this machine only: a token must not cross a network in clear.
/// Errors: usage.
[[nodiscard]] Result<ServerAddress> parse_server_address(std::string_view url);

/// "localhost", 127.0.0.0/8 or ::1.
[[nodiscard]] bool is_loopback_host(std::string_view host);

}  // namespace tillnote::lane
