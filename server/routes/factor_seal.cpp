#include "server/routes/factor_seal.hpp"

#include <sodium.h>

#include <stdexcept>

namespace tillnote::routes {
namespace {

constexpr std::string_view sealed_mark = "sealed:";
constexpr std::string_view plain_mark = "plain:";
constexpr int base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

void require_sodium() {
    if (sodium_init() < 0) {
        throw std::runtime_error("libsodium could not be initialised");
    }
}

std::string to_base64(std::string_view bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), base64), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), base64);
    text.pop_back();  // the terminating zero that sodium writes
    return text;
}

std::string from_base64(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(bytes_of(bytes), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr, base64) != 0) {
        return {};
    }
    bytes.resize(size);
    return bytes;
}

Error unreadable() {
    return {ErrorCode::internal,
            "This second factor was sealed with another key; give sign_in.key_file the key it was sealed with, or reset it "
            "with 'user second-factor reset'.",
            ""};
}

}  // namespace

std::string make_seal_key(std::string_view line) {
    require_sodium();
    std::string key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES, '\0');
    crypto_generichash(bytes_of(key), key.size(), bytes_of(line), line.size(), nullptr, 0);
    return key;
}

std::string seal_factor(std::string_view secret, std::string_view account, std::string_view key) {
    if (key.empty()) {
        return std::string(plain_mark) + to_base64(secret);
    }
    require_sodium();
    std::string box(nonce_bytes + secret.size() + tag_bytes, '\0');
    randombytes_buf(box.data(), nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(box) + nonce_bytes, nullptr, bytes_of(secret), secret.size(),
                                               bytes_of(account), account.size(), nullptr, bytes_of(box), bytes_of(key));
    return std::string(sealed_mark) + to_base64(box);
}

Result<std::string> open_factor(std::string_view sealed, std::string_view account, std::string_view key) {
    if (sealed.starts_with(plain_mark)) {
        return from_base64(sealed.substr(plain_mark.size()));
    }
    if (!sealed.starts_with(sealed_mark) || key.empty()) {
        return unreadable();
    }
    const std::string box = from_base64(sealed.substr(sealed_mark.size()));
    if (box.size() < nonce_bytes + tag_bytes) {
        return unreadable();
    }
    std::string secret(box.size() - nonce_bytes - tag_bytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(secret), nullptr, nullptr, bytes_of(box) + nonce_bytes,
                                                   box.size() - nonce_bytes, bytes_of(account), account.size(),
                                                   bytes_of(box), bytes_of(key)) != 0) {
        return unreadable();
    }
    return secret;
}

}  // namespace tillnote::routes
