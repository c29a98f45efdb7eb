#include "lane-client/remark_key.hpp"

#include "lane-client/randomness.hpp"
#include "schema/limits.hpp"
#include "schema/time_text.hpp"

#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace tillnote::lane {
namespace {

constexpr std::size_t key_characters = 32;

std::string make_random_key() {
    std::array<std::uint8_t, 24> bytes{};
    fill_random(bytes);
    return to_base64url(bytes);
}

std::string make_salt() {
    std::array<std::uint8_t, 32> bytes{};
    fill_random(bytes);
    return to_base64url(bytes);
}

std::string key_of_transaction(const std::string& salt, const std::string& transaction) {
    std::array<std::uint8_t, 32> digest{};
    unsigned int length = 0;
    HMAC(EVP_sha256(), salt.data(), static_cast<int>(salt.size()),
         reinterpret_cast<const unsigned char*>(transaction.data()), transaction.size(), digest.data(), &length);
    return to_base64url(digest).substr(0, key_characters);
}

}  // namespace

std::string terminal_business_day(const Moment& now, std::int64_t cutoff_minutes) {
    const auto local = now.wall + std::chrono::minutes{now.utc_offset_minutes} - std::chrono::minutes{cutoff_minutes};
    return format_day(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(local)});
}

std::string take_remark_key(LaneMemory& memory, const std::optional<std::string>& transaction, const Moment& now,
                            std::int64_t cutoff_minutes) {
    if (transaction) {
        const std::string day = terminal_business_day(now, cutoff_minutes);
        if (memory.salt_day != day || memory.salt.empty()) {
            memory.salt_day = day;
            memory.salt = make_salt();
        }
        return key_of_transaction(memory.salt, *transaction);
    }
    const bool alive = !memory.remark_key.empty() && memory.remark_boot_id == now.boot_id &&
                       now.mono >= memory.remark_began && now.mono - memory.remark_began < limits::remark_key_life;
    if (!alive) {
        memory.remark_key = make_random_key();
        memory.remark_began = now.mono;
        memory.remark_boot_id = now.boot_id;
    }
    return memory.remark_key;
}

}  // namespace tillnote::lane
