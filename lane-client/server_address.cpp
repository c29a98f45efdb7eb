#include "lane-client/server_address.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <arpa/inet.h>

namespace tillnote::lane {
namespace {

Error address_error(std::string detail) {
    return {ErrorCode::usage, std::move(detail), {}};
}

bool is_port(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failure == std::errc{} && end == text.data() + text.size() && number >= 1 && number <= 65535;
}

bool is_host(std::string_view host, bool bracketed) {
    const std::string_view marks = bracketed ? ":." : "-._";
    return !host.empty() && host.size() <= 255 && std::all_of(host.begin(), host.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

}  // namespace

std::string ServerAddress::to_string() const {
    const bool bracketed = host.find(':') != std::string::npos;
    return (secure ? "https://" : "http://") + (bracketed ? "[" + host + "]" : host) + ":" + port;
}

std::string ServerAddress::host_header() const {
    const bool bracketed = host.find(':') != std::string::npos;
    const std::string name = bracketed ? "[" + host + "]" : host;
    return port == (secure ? "443" : "80") ? name : name + ":" + port;
}

bool is_loopback_host(std::string_view host) {
    if (host == "localhost" || host == "::1") {
        return true;
    }
    in_addr address{};
    return ::inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24U) == 127;
}

Result<ServerAddress> parse_server_address(std::string_view url) {
    ServerAddress address;
    if (url.starts_with("https://")) {
        url.remove_prefix(8);
    } else if (url.starts_with("http://")) {
        address.secure = false;
        url.remove_prefix(7);
    } else {
        return address_error("The server's URL must begin with https:// (or http:// on this machine).");
    }
    if (url.ends_with('/')) {
        url.remove_suffix(1);
    }
    address.port = address.secure ? "443" : "80";
    const bool bracketed = url.starts_with('[');
    const std::size_t end = bracketed ? url.find(']') : url.find(':');
    address.host = bracketed ? url.substr(1, end == std::string_view::npos ? 0 : end - 1) : url.substr(0, end);
    const std::string_view rest = end == std::string_view::npos ? std::string_view{} : url.substr(end + (bracketed ? 1 : 0));
    if (!rest.empty()) {
        address.port = rest.substr(1);
    }
    if (!is_host(address.host, bracketed) || (!rest.empty() && rest.front() != ':') || !is_port(address.port)) {
        return address_error("The server's URL must be of the form https://host or https://host:port, without a path.");
    }
    if (!address.secure && !is_loopback_host(address.host)) {
        return address_error("Use https:// for " + address.host +
                             ": over http:// the lane's token would cross the network in clear.");
    }
    return address;
}

}  // namespace tillnote::lane
