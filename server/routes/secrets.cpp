#include "server/routes/secrets.hpp"

#include "server/domain/read_token.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

namespace tillnote::routes {
namespace {

constexpr std::size_t secret_bytes = 32;
// Without vowels and without letters that sound or look alike (I, J, N, O, U, Y).
constexpr std::string_view code_letters = "BCDFGHKLMPQRSTVWXZ";
constexpr std::string_view recovery_letters = "BCDFGHKLMPQRSTVWXZ23456789";
constexpr std::size_t code_group = 4;

void require_sodium() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) {
        throw std::runtime_error("libsodium could not be initialised");
    }
}

/// Groups of four letters with hyphens between them.
std::string make_code(std::string_view letters, std::size_t groups) {
    require_sodium();
    std::string code;
    for (std::size_t position = 0; position < groups * code_group; ++position) {
        if (position > 0 && position % code_group == 0) {
            code.push_back('-');
        }
        code.push_back(letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))]);
    }
    return code;
}

}  // namespace

std::string make_secret() {
    require_sodium();
    std::array<unsigned char, secret_bytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::string text(sodium_base64_ENCODED_LEN(secret_bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();  // the terminating zero that sodium writes
    return text;
}

std::string make_read_token() {
    return std::string(domain::read_token_prefix) + make_secret();
}

std::string make_unsubscribe_token(std::string_view store) {
    return std::string(store) + '.' + make_secret();
}

std::string make_district_unsubscribe_token(std::string_view district) {
    return "D." + std::string(district) + '.' + make_secret();
}

std::string hash_secret(std::string_view secret) {
    require_sodium();
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
    std::string hex(digest.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    hex.pop_back();
    return hex;
}

std::string make_enrolment_code() {
    return make_code(code_letters, 2);
}

std::string make_recovery_code() {
    return make_code(recovery_letters, 6);
}

std::string in_capitals(std::string_view code) {
    std::string capitals(code);
    std::ranges::transform(capitals, capitals.begin(),
                           [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
    return capitals;
}

bool equal_secrets(std::string_view left, std::string_view right) {
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string make_short_hash(std::string_view text) {
    return hash_secret(text).substr(0, 16);
}

}  // namespace tillnote::routes
