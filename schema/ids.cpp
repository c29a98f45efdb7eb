#include "schema/ids.hpp"

#include "schema/digits.hpp"

#include "schema/limits.hpp"

#include <algorithm>
#include <cstring>

namespace tillnote {
namespace {

constexpr std::size_t uuid_text_size = 36;
constexpr std::int64_t unix_ms_max = (std::int64_t{1} << 48) - 1;

constexpr bool is_hyphen_place(std::size_t index) noexcept {
    return index == 8 || index == 13 || index == 18 || index == 23;
}

/// 0..15, or -1 for anything but a lower-case hexadecimal digit.
constexpr int hex_value(char digit) noexcept {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

Error not_a_uuid() {
    return Error{ErrorCode::invalid_field,
                 "Expected a UUID in lower case with hyphens, for example 0190163d-8694-739b-aea5-966c26f8ad91.", ""};
}

template <typename Allowed>
bool consists_of(std::string_view text, std::size_t size_min, std::size_t size_max, Allowed allowed) noexcept {
    return text.size() >= size_min && text.size() <= size_max && std::all_of(text.begin(), text.end(), allowed);
}

constexpr bool is_lower(char letter) noexcept {
    return letter >= 'a' && letter <= 'z';
}
constexpr bool is_upper(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z';
}

}  // namespace

Result<Uuid> Uuid::parse(std::string_view text) {
    if (text.size() != uuid_text_size) {
        return not_a_uuid();
    }
    std::array<std::uint8_t, 16> bytes{};
    std::size_t next = 0;
    for (std::size_t index = 0; index < uuid_text_size;) {
        if (is_hyphen_place(index)) {
            if (text[index] != '-') {
                return not_a_uuid();
            }
            ++index;
            continue;
        }
        const int high = hex_value(text[index]);
        const int low = hex_value(text[index + 1]);
        if (high < 0 || low < 0) {
            return not_a_uuid();
        }
        bytes[next++] = static_cast<std::uint8_t>(high * 16 + low);
        index += 2;
    }
    return Uuid(bytes);
}

std::string Uuid::to_string() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(uuid_text_size, '-');
    std::size_t place = 0;
    for (const std::uint8_t byte : bytes_) {
        if (is_hyphen_place(place)) {
            ++place;
        }
        text[place++] = digits[byte >> 4];
        text[place++] = digits[byte & 15];
    }
    return text;
}

Uuid make_uuid_v7(std::chrono::milliseconds unix_time, std::span<const std::uint8_t, 10> random) noexcept {
    const auto ms =
        static_cast<std::uint64_t>(std::clamp<std::int64_t>(static_cast<std::int64_t>(unix_time.count()), 0, unix_ms_max));
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t index = 0; index < 6; ++index) {
        bytes[index] = static_cast<std::uint8_t>((ms >> (8 * (5 - index))) & 0xFF);
    }
    std::copy(random.begin(), random.end(), bytes.begin() + 6);
    bytes[6] = static_cast<std::uint8_t>(0x70 | (bytes[6] & 0x0F));
    bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3F));
    return Uuid(bytes);
}

Uuid make_uuid_v4(std::span<const std::uint8_t, 16> random) noexcept {
    std::array<std::uint8_t, 16> bytes{};
    std::copy(random.begin(), random.end(), bytes.begin());
    bytes[6] = static_cast<std::uint8_t>(0x40 | (bytes[6] & 0x0F));
    bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3F));
    return Uuid(bytes);
}

std::chrono::milliseconds uuid_v7_time(const Uuid& id) noexcept {
    std::int64_t ms = 0;
    for (std::size_t index = 0; index < 6; ++index) {
        ms = ms * 256 + id.bytes()[index];
    }
    return std::chrono::milliseconds(ms);
}

std::chrono::sys_days tap_date(const Uuid& note_id) noexcept {
    using namespace std::chrono;
    constexpr sys_days last_date = year{9999} / December / 31;
    const auto date = floor<days>(sys_time<milliseconds>(uuid_v7_time(note_id)));
    return std::min(date, last_date);
}

bool is_store_id(std::string_view text) noexcept {
    return consists_of(text, 1, 32, [](char letter) { return is_lower(letter) || is_ascii_digit(letter) || letter == '-'; });
}

bool is_reason_code(std::string_view text) noexcept {
    return consists_of(text, 1, 20, [](char letter) {
        return is_lower(letter) || is_upper(letter) || is_ascii_digit(letter) || letter == '-';
    });
}

bool is_remark_key(std::string_view text) noexcept {
    return consists_of(text, 16, 64, [](char letter) {
        return is_lower(letter) || is_upper(letter) || is_ascii_digit(letter) || letter == '-' || letter == '_';
    });
}

bool is_lane_number(std::int64_t number) noexcept {
    return number >= 1 && number <= limits::lane_number_max;
}

}  // namespace tillnote

std::size_t std::hash<tillnote::Uuid>::operator()(const tillnote::Uuid& id) const noexcept {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    std::memcpy(&high, id.bytes().data(), sizeof high);
    std::memcpy(&low, id.bytes().data() + sizeof high, sizeof low);
    return static_cast<std::size_t>(high * 0x9E3779B97F4A7C15ULL ^ low);
}
