#include "lane-client/randomness.hpp"

#include <array>
#include <stdexcept>

#include <unistd.h>

namespace tillnote::lane {

void fill_random(std::span<std::uint8_t> bytes) {
    // The kernel directly: OpenSSL's generator costs a tap a millisecond of start-up.
    if (::getentropy(bytes.data(), bytes.size()) != 0) {
        throw std::runtime_error("the kernel gives no random bytes");
    }
}

Uuid make_random_id() {
    std::array<std::uint8_t, 16> bytes{};
    fill_random(bytes);
    return make_uuid_v4(bytes);
}

std::string to_base64url(std::span<const std::uint8_t> bytes) {
    static constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const std::uint8_t byte : bytes) {
        buffer = (buffer << 8) | byte;
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            text.push_back(alphabet[(buffer >> bits) & 63U]);
        }
    }
    if (bits > 0) {
        text.push_back(alphabet[(buffer << (6 - bits)) & 63U]);
    }
    return text;
}

}  // namespace tillnote::lane
