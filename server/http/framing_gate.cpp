#include "server/http/framing_gate.hpp"

#include "server/http/text_rules.hpp"

#include <algorithm>
#include <charconv>

namespace tillnote::http {
namespace {

Error malformed(std::string_view detail, std::string_view field = {}) {
    return {ErrorCode::malformed_request, std::string(detail), std::string(field)};
}

std::size_t count_fields(const HeaderView& header, std::string_view name, std::string_view& value) {
    std::size_t count = 0;
    for (const auto& [key, text] : header.fields) {
        if (equals_ignoring_case(key, name)) {
            value = text;
            ++count;
        }
    }
    return count;
}

std::optional<Method> find_method(std::string_view text) {
    for (const auto method : {Method::post, Method::get, Method::head, Method::put, Method::patch, Method::delete_}) {
        if (to_text(method) == text) {
            return method;
        }
    }
    return std::nullopt;
}

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

bool is_port(std::string_view text) {
    return text.size() <= 5 && std::ranges::all_of(text, is_digit);
}

bool is_host_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char byte) {
        return is_digit(byte) || (to_lower(byte) >= 'a' && to_lower(byte) <= 'z') || byte == '-' || byte == '.' ||
               byte == '_';
    });
}

bool is_bracketed_address(std::string_view text) {
    return text.size() > 2 && text.front() == '[' && text.back() == ']' &&
           std::ranges::all_of(text.substr(1, text.size() - 2), [](char byte) {
               return is_digit(byte) || (to_lower(byte) >= 'a' && to_lower(byte) <= 'f') || byte == ':' || byte == '.';
           });
}

// The name of "name[:port]", or nothing when it is neither a name nor an address.
std::optional<std::string_view> find_host_name(std::string_view host) {
    const auto bracket = host.rfind(']');
    const auto colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
    const auto name = host.substr(0, colon);
    if (colon != std::string_view::npos && !is_port(host.substr(colon + 1))) {
        return std::nullopt;
    }
    if (!is_host_name(name) && !is_bracketed_address(name)) {
        return std::nullopt;
    }
    return name;
}

bool lists_close(std::string_view value) {
    while (!value.empty()) {
        const auto comma = value.find(',');
        auto token = value.substr(0, comma);
        value = comma == std::string_view::npos ? std::string_view{} : value.substr(comma + 1);
        const auto begin = token.find_first_not_of(" \t");
        const auto end = token.find_last_not_of(" \t");
        token = begin == std::string_view::npos ? std::string_view{} : token.substr(begin, end - begin + 1);
        if (equals_ignoring_case(token, "close")) {
            return true;
        }
    }
    return false;
}

bool needs_length(Method method) {
    switch (method) {
        case Method::post:
        case Method::put:
        case Method::patch:
            return true;
        case Method::get:
        case Method::head:
        case Method::delete_:
            return false;
    }
    return false;
}

std::optional<Error> check_length(std::string_view text, std::size_t body_bytes_max, std::size_t& body_bytes) {
    if (text.empty() || !std::ranges::all_of(text, is_digit) || (text.size() > 1 && text.front() == '0')) {
        return malformed("Content-Length must be a plain number; send the length of the body in bytes.", "Content-Length");
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), body_bytes);
    if (error != std::errc{} || body_bytes > body_bytes_max) {
        return Error{ErrorCode::too_large,
                     "The body is over the limit of " + std::to_string(body_bytes_max) + " bytes; send less at once.",
                     "Content-Length"};
    }
    return std::nullopt;
}

std::optional<Error> check_connection_fields(const HeaderView& header, Framing& framing) {
    for (const auto& [name, value] : header.fields) {
        if (equals_ignoring_case(name, "connection") && lists_close(value)) {
            framing.keep_alive = false;
        } else if (equals_ignoring_case(name, "expect")) {
            if (!equals_ignoring_case(value, "100-continue")) {
                return malformed("Expect may only be 100-continue; leave the header out.", "Expect");
            }
            framing.expects_continue = true;
        }
    }
    return std::nullopt;
}

}  // namespace

FramingGate::FramingGate(std::vector<std::string> hosts, std::vector<std::string> probe_paths, std::size_t body_bytes_max)
    : hosts_(std::move(hosts)), probe_paths_(std::move(probe_paths)), body_bytes_max_(body_bytes_max) {
    if (hosts_.empty()) {
        hosts_ = {"localhost", "127.0.0.1", "[::1]"};
    }
}

std::optional<Error> FramingGate::check_host(const HeaderView& header) const {
    std::string_view host;
    const auto count = count_fields(header, "host", host);
    if (count == 0 && header.version == 10) {
        return std::nullopt;
    }
    if (count != 1) {
        return malformed("There must be exactly one Host header.", "Host");
    }
    const auto name = find_host_name(host);
    if (!name) {
        return malformed("Host must be a name or address with an optional port.", "Host");
    }
    if (std::ranges::none_of(hosts_, [&](const std::string& allowed) { return equals_ignoring_case(allowed, *name); })) {
        return Error{ErrorCode::misdirected_host,
                     "This server does not answer for that host; use its own name, or add the name to [server] hosts.",
                     "Host"};
    }
    return std::nullopt;
}

std::optional<Error> FramingGate::check_body(const HeaderView& header, Framing& framing) const {
    std::string_view value;
    if (count_fields(header, "transfer-encoding", value) != 0) {
        return malformed("Transfer-Encoding is not accepted; send the body whole with Content-Length.", "Transfer-Encoding");
    }
    const auto count = count_fields(header, "content-length", value);
    if (count > 1) {
        return malformed("There must be at most one Content-Length header.", "Content-Length");
    }
    if (count == 1) {
        return check_length(value, body_bytes_max_, framing.body_bytes);
    }
    if (framing.method && needs_length(*framing.method)) {
        return Error{ErrorCode::length_required, "Send Content-Length with this method, 0 when there is no body.",
                     "Content-Length"};
    }
    return std::nullopt;
}

Result<Framing> FramingGate::check(const HeaderView& header) const {
    if (header.version != 11 && header.version != 10) {
        return malformed("This server speaks HTTP/1.1 only.");
    }
    if (header.fields.size() > fields_max) {
        return Error{ErrorCode::too_large, "The header has more than 64 lines; send fewer.", "header"};
    }
    Framing framing;
    framing.method = find_method(header.method);
    auto error = check_body(header, framing);
    if (!error) {
        error = check_host(header);
    }
    if (!error) {
        error = check_connection_fields(header, framing);
    }
    if (error) {
        return std::move(*error);
    }
    auto target = parse_target(header.target);
    if (!target) {
        return target.error();
    }
    framing.target = std::move(*target);
    framing.is_probe = std::ranges::find(probe_paths_, framing.target.path) != probe_paths_.end();
    if (header.version == 10) {
        if (!framing.is_probe) {
            return malformed("This path is answered over HTTP/1.1 only.");
        }
        framing.keep_alive = false;
        framing.expects_continue = false;
    }
    return framing;
}

}  // namespace tillnote::http
