#include "server/app/password_hash.hpp"

#include <sodium.h>

#include <array>
#include <new>
#include <stdexcept>

namespace tillnote::app {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = 19ULL * 1024 * 1024;

void require_sodium() {
    if (sodium_init() < 0) {
        throw std::runtime_error("libsodium could not be initialised");
    }
}

}  // namespace

std::string hash_password(std::string_view password) {
    require_sodium();
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), passes, memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc();
    }
    return text.data();
}

bool is_outdated_hash(const std::string& hash) {
    require_sodium();
    return crypto_pwhash_str_needs_rehash(hash.c_str(), passes, memory_bytes) != 0;
}

bool matches_password(std::string_view password, const std::string& hash) {
    require_sodium();
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace tillnote::app
