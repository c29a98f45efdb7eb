#include "server/http/security_headers.hpp"

#include "server/http/text_rules.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace tillnote::http {
namespace {

using Line = std::pair<std::string_view, std::string_view>;

constexpr std::array lines{
    Line{
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    Line{"X-Content-Type-Options", "nosniff"},
    Line{"Referrer-Policy", "same-origin"},
    Line{"X-Frame-Options", "DENY"},
    Line{"Cross-Origin-Opener-Policy", "same-origin"},
    Line{"Cross-Origin-Resource-Policy", "same-origin"},
    Line{"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
};

constexpr std::array<std::string_view, 9> framing_names{"Content-Length", "Content-Type", "Transfer-Encoding",
                                                        "Connection",     "Keep-Alive",   "Upgrade",
                                                        "Date",           "X-Request-Id", "Server"};

// RFC 6797: ignored, and to be left out, over plain HTTP.
constexpr Line only_over_tls{"Strict-Transport-Security", "max-age=31536000"};

std::string join_lines(bool secure) {
    std::string text;
    if (secure) {
        text.append(only_over_tls.first).append(": ").append(only_over_tls.second).append("\r\n");
    }
    for (const auto& [name, value] : lines) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
    return text;
}

}  // namespace

std::string_view security_header_lines(bool secure) noexcept {
    static const std::string in_clear = join_lines(false);
    static const std::string over_tls = join_lines(true);
    return secure ? over_tls : in_clear;
}

bool owned_by_connection(std::string_view name) noexcept {
    const auto is_name = [name](std::string_view other) { return equals_ignoring_case(name, other); };
    return std::ranges::any_of(framing_names, is_name) || is_name(only_over_tls.first) ||
           std::ranges::any_of(lines, [&](const Line& line) { return is_name(line.first); });
}

}  // namespace tillnote::http
