#include "server/routes/totp.hpp"

#include "server/routes/form.hpp"
#include "server/routes/secrets.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>
#include <ranges>
#include <stdexcept>

namespace tillnote::routes {
namespace {

constexpr std::chrono::seconds step_length{30};
constexpr std::int64_t steps_off = 1;
constexpr std::size_t sha1_bytes = 20;

using Sha1 = std::array<unsigned char, sha1_bytes>;

Sha1 hmac_sha1(std::string_view key, std::int64_t counter) {
    std::array<unsigned char, 8> message{};
    for (std::size_t index = 0; index < message.size(); ++index) {
        message[message.size() - 1 - index] = static_cast<unsigned char>(static_cast<std::uint64_t>(counter) >> (8 * index));
    }
    Sha1 mac{};
    unsigned int size = 0;
    if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), message.data(), message.size(), mac.data(), &size) ==
            nullptr ||
        size != mac.size()) {
        throw std::runtime_error("HMAC-SHA-1 could not be computed");
    }
    return mac;
}

/// RFC 4226 section 5.3.
std::uint32_t truncate(const Sha1& mac) {
    const std::size_t offset = mac.back() & 0x0fU;
    std::uint32_t number = 0;
    for (std::size_t index = 0; index < 4; ++index) {
        number = number << 8U | mac.at(offset + index);
    }
    return number & 0x7fffffffU;
}

/// A path segment: encode_query leaves '/' as it is.
std::string encode_segment(std::string_view text) {
    std::string encoded;
    for (const char letter : text) {
        encoded += letter == '/' ? "%2F" : encode_query(std::string_view(&letter, 1));
    }
    return encoded;
}

}  // namespace

std::string make_totp_secret() {
    if (sodium_init() < 0) {
        throw std::runtime_error("libsodium could not be initialised");
    }
    std::string secret(totp_secret_bytes, '\0');
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

std::int64_t totp_step_of(Instant now) noexcept {
    return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch() / step_length;
}

std::string totp_code(std::string_view secret, std::int64_t step, std::size_t digits) {
    std::uint32_t number = truncate(hmac_sha1(secret, step));
    std::string code(digits, '0');
    for (char& digit : std::views::reverse(code)) {
        digit = static_cast<char>('0' + number % 10);
        number /= 10;
    }
    return code;
}

std::optional<std::int64_t> find_totp_step(std::string_view secret, std::string_view code, Instant now) {
    const std::int64_t current = totp_step_of(now);
    for (std::int64_t step = current - steps_off; step <= current + steps_off; ++step) {
        if (equal_secrets(totp_code(secret, step), code)) {
            return step;
        }
    }
    return std::nullopt;
}

std::string to_base32(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char byte : bytes) {
        held = held << 8U | static_cast<unsigned char>(byte);
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text.push_back(letters[held >> bits & 31U]);
        }
        held &= (1U << bits) - 1;
    }
    if (bits > 0) {
        text.push_back(letters[held << (5 - bits) & 31U]);
    }
    return text;
}

std::string totp_link(std::string_view email, std::string_view secret) {
    return "otpauth://totp/Tillnote:" + encode_segment(email) + "?secret=" + to_base32(secret) +
           "&issuer=Tillnote&algorithm=SHA1&digits=6&period=30";
}

}  // namespace tillnote::routes
