#include "server/http/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace tillnote::http {
namespace {

constexpr Address mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::size_t mapped_bytes = 12;  // of the prefix above
constexpr std::size_t household_bytes = 8;

bool is_version_4(const Address& address) {
    return std::equal(mapped.begin(), mapped.begin() + mapped_bytes, address.begin());
}

/// The bits of byte number `index` that a prefix of `bits` covers.
unsigned char mask_of(std::size_t index, unsigned bits) {
    const auto covered = std::clamp<int>(static_cast<int>(bits) - static_cast<int>(index) * 8, 0, 8);
    return static_cast<unsigned char>(0xff00U >> static_cast<unsigned>(covered));
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
    const std::string terminated(text);
    if (terminated.find('\0') != std::string::npos) {
        return std::nullopt;
    }
    Address address = mapped;
    if (inet_pton(AF_INET, terminated.c_str(), address.data() + mapped_bytes) == 1 ||
        inet_pton(AF_INET6, terminated.c_str(), address.data()) == 1) {
        return address;
    }
    return std::nullopt;
}

std::string to_text(const Address& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (is_version_4(address)) {
        inet_ntop(AF_INET, address.data() + mapped_bytes, text.data(), text.size());
    } else {
        inet_ntop(AF_INET6, address.data(), text.data(), text.size());
    }
    return text.data();
}

std::string counted_address(std::string_view text) {
    auto address = parse_address(text);
    if (!address) {
        return std::string(text);
    }
    if (!is_version_4(*address)) {
        std::fill(address->begin() + household_bytes, address->end(), static_cast<unsigned char>(0));
    }
    return to_text(*address);
}

std::optional<Network> Network::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto first = parse_address(text.substr(0, slash));
    if (!first) {
        return std::nullopt;
    }
    const unsigned before = is_version_4(*first) && text.find(':') == std::string_view::npos ? 96 : 0;
    unsigned bits = 128 - before;
    if (slash != std::string_view::npos) {
        const auto digits = text.substr(slash + 1);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || digits.size() > 3 ||
            bits > 128 - before) {
            return std::nullopt;
        }
    }
    bits += before;
    for (std::size_t index = 0; index < first->size(); ++index) {
        if (((*first)[index] & ~mask_of(index, bits) & 0xff) != 0) {
            return std::nullopt;
        }
    }
    return Network(*first, bits);
}

bool Network::contains(const Address& address) const noexcept {
    for (std::size_t index = 0; index < address.size(); ++index) {
        if ((address[index] & mask_of(index, bits_)) != first_[index]) {
            return false;
        }
    }
    return true;
}

bool contain(const Networks& networks, const Address& address) noexcept {
    return std::ranges::any_of(networks, [&](const Network& network) { return network.contains(address); });
}

const Networks& loopback_networks() {
    static const Networks loopback{*Network::parse("127.0.0.0/8"), *Network::parse("::1")};
    return loopback;
}

}  // namespace tillnote::http
