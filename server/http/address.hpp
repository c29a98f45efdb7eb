#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::http {

/// A numeric IP address; of version 4 as ::ffff:a.b.c.d, so that one address has one form.
using Address = std::array<unsigned char, 16>;

/// "192.0.2.1" or "2001:db8::1", without brackets, port or zone; nothing for anything else.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);

/// The shortest form of it; one of version 4 in dots.
[[nodiscard]] std::string to_text(const Address& address);

/// The address in `text` as it is counted: an IPv6 network of 64 bits is one household. What is no address stays as it is.
[[nodiscard]] std::string counted_address(std::string_view text);

/// The addresses that begin alike.
class Network {
public:
    /// "10.0.0.0/8", "2001:db8::/32", or one address. Nothing for anything else, also where bits behind the prefix are set:
    /// then it is not what somebody meant.
    [[nodiscard]] static std::optional<Network> parse(std::string_view text);

    [[nodiscard]] bool contains(const Address& address) const noexcept;

private:
    Network(const Address& first, unsigned bits) : first_(first), bits_(bits) {}

    Address first_;
    unsigned bits_;  ///< of the 128 that all have in common
};

using Networks = std::vector<Network>;

[[nodiscard]] bool contain(const Networks& networks, const Address& address) noexcept;

/// 127.0.0.0/8 and ::1.
[[nodiscard]] const Networks& loopback_networks();

}  // namespace tillnote::http
