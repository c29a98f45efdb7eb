#include "server/http/forwarded.hpp"

#include "server/http/text_rules.hpp"

#include <optional>
#include <ranges>
#include <string_view>

namespace tillnote::http {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

bool is_hop_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// An address as proxies write it: bare, in brackets, with a port.
std::optional<Address> parse_hop(std::string_view text) {
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        const auto rest = text.substr(end + 1);
        const bool whole = rest.empty() || (rest.starts_with(':') && is_hop_port(rest.substr(1)));
        return whole && text.find(':') < end ? parse_address(text.substr(1, end - 1)) : std::nullopt;
    }
    const auto colon = text.find(':');
    if (colon != std::string_view::npos && text.find('.') < colon) {
        return is_hop_port(text.substr(colon + 1)) ? parse_address(text.substr(0, colon)) : std::nullopt;
    }
    return parse_address(text);
}

/// Follows one line from its end, as long as the addresses are proxies'. False: something stood there that is none.
bool follow(std::string_view line, const Networks& proxies, Address& client, int& hops) {
    for (bool more = true; more && contain(proxies, client);) {
        const auto comma = line.rfind(',');
        more = comma != std::string_view::npos;
        const auto hop = parse_hop(trim(more ? line.substr(comma + 1) : line));
        if (!hop || ++hops > proxies_in_a_row_max) {
            return false;
        }
        client = *hop;
        line = line.substr(0, more ? comma : 0);
    }
    return true;
}

}  // namespace

Result<Forwarded> read_forwarded(const Headers& headers, const Address& peer, const Networks& proxies) {
    Forwarded found{.client = peer, .secure = std::nullopt};
    int hops = 0;
    for (const auto& [name, value] : std::views::reverse(headers)) {
        if (name == "x-forwarded-for" && !follow(value, proxies, found.client, hops)) {
            return Error{ErrorCode::malformed_request,
                         "The proxy's X-Forwarded-For has something else than an address where its client's should be.",
                         "X-Forwarded-For"};
        }
    }
    for (const auto& [name, value] : headers) {
        if (name != "x-forwarded-proto") {
            continue;
        }
        const bool secure = equals_ignoring_case(value, "https");
        if (found.secure || (!secure && !equals_ignoring_case(value, "http"))) {
            return Error{ErrorCode::malformed_request,
                         "The proxy must set X-Forwarded-Proto once, to http or https, in place of what its client sends.",
                         "X-Forwarded-Proto"};
        }
        found.secure = secure;
    }
    return found;
}

std::optional<Error> check_secure(const Forwarded& forwarded, bool over_tls) {
    if (forwarded.secure.value_or(over_tls)) {
        return std::nullopt;
    }
    if (forwarded.secure) {
        return Error{ErrorCode::misdirected_host,
                     "This came to the proxy in clear: begin the address with https://. If it does, the proxy must set "
                     "X-Forwarded-Proto to https.",
                     "X-Forwarded-Proto"};
    }
    return Error{ErrorCode::malformed_request,
                 "The proxy must set X-Forwarded-Proto to how its client came, https or http; it sent none.",
                 "X-Forwarded-Proto"};
}

}  // namespace tillnote::http
