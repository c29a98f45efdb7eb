#include "lane-client/ask_draw.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace tillnote::lane {
namespace {

constexpr std::string_view purpose = "tillnote ask draw 1";

using Digest = std::array<unsigned char, 32>;

Digest hash(std::string_view key, std::string_view text) {
    Digest digest{};
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
         text.size(), digest.data(), &length);
    return digest;
}

}  // namespace

std::string make_draw_key(const std::string& token) {
    const Digest digest = hash(token, purpose);
    return {digest.begin(), digest.end()};
}

bool is_drawn(const std::string& draw_key, const Uuid& ask_id, std::string_view remark_key, std::int64_t one_in) {
    std::string text(ask_id.bytes().begin(), ask_id.bytes().end());
    text.append(remark_key);
    const Digest digest = hash(draw_key, text);
    std::uint64_t number = 0;
    for (std::size_t at = 0; at < sizeof number; ++at) {
        number = (number << 8) | digest[at];
    }
    const auto share = static_cast<std::uint64_t>(std::max<std::int64_t>(one_in, 1));
    return number <= std::numeric_limits<std::uint64_t>::max() / share;
}

bool runs_at(const LaneAsk& ask, Instant now, std::string_view terminal_day) {
    if (ask.starts_at && ask.ends_at) {
        return *ask.starts_at <= now && now < *ask.ends_at;
    }
    // Days of this form sort as they follow each other.
    return ask.from <= terminal_day && terminal_day <= ask.to;
}

}  // namespace tillnote::lane
