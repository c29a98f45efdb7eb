#pragma once

#include "schema/error.hpp"
#include "server/http/header_parser.hpp"
#include "server/http/message.hpp"
#include "server/http/target.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::http {

/// What the gate found out about one request.
struct Framing {
    std::optional<Method> method;  ///< nothing: a method this server does not know
    Target target;
    std::size_t body_bytes = 0;
    bool keep_alive = true;
    bool expects_continue = false;
    bool is_probe = false;  ///< of a path that probes ask for
};

/// Decides, from a parsed header alone, whether and how a request may be read. Refuses whatever two readers of HTTP
/// could understand differently. Pure; safe from any thread.
/// Source: RFC 9112 sections 3, 6, 9; RFC 9110 sections 7.2, 8.6, 10.1.1.
class FramingGate {
public:
    static constexpr std::size_t fields_max = 64;

    /// `hosts`: allowed names without port; empty means the names of this machine's loopback. `probe_paths`: where HTTP/1.0
    /// is answered, too.
    FramingGate(std::vector<std::string> hosts, std::vector<std::string> probe_paths, std::size_t body_bytes_max);

    /// Errors: malformed_request, length_required, too_large, misdirected_host. The connection closes after each.
    [[nodiscard]] Result<Framing> check(const HeaderView& header) const;

private:
    [[nodiscard]] std::optional<Error> check_host(const HeaderView& header) const;
    [[nodiscard]] std::optional<Error> check_body(const HeaderView& header, Framing& framing) const;

    std::vector<std::string> hosts_;
    std::vector<std::string> probe_paths_;
    std::size_t body_bytes_max_;
};

}  // namespace tillnote::http
