#include "schema/time_text.hpp"

#include "schema/digits.hpp"

#include <algorithm>
#include <optional>

namespace tillnote {
namespace {

using namespace std::chrono;

constexpr Instant first_instant = sys_days(year{1} / January / 1);
constexpr Instant last_instant = sys_days(year{9999} / December / 31) + days{1} - milliseconds{1};
constexpr std::size_t day_text_size = 10;
constexpr std::size_t clock_end = 19;      ///< of "2026-11-22T01:41:17"
constexpr std::size_t time_size_max = 64;  ///< leaves room for any sensible fraction

/// The `count` digits at `position`, or -1.
int digits_at(std::string_view text, std::size_t position, std::size_t count) noexcept {
    if (position + count > text.size()) {
        return -1;
    }
    int value = 0;
    for (std::size_t index = position; index < position + count; ++index) {
        if (!is_ascii_digit(text[index])) {
            return -1;
        }
        value = value * 10 + (text[index] - '0');
    }
    return value;
}

bool is_at(std::string_view text, std::size_t position, char expected) noexcept {
    return position < text.size() && text[position] == expected;
}

std::optional<year_month_day> read_day(std::string_view text) noexcept {
    const int y = digits_at(text, 0, 4);
    const int m = digits_at(text, 5, 2);
    const int d = digits_at(text, 8, 2);
    if (y < 1 || m < 1 || d < 1 || !is_at(text, 4, '-') || !is_at(text, 7, '-')) {
        return std::nullopt;
    }
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<seconds> read_clock(std::string_view text) noexcept {
    const int hour = digits_at(text, 11, 2);
    const int minute = digits_at(text, 14, 2);
    const int second = digits_at(text, 17, 2);
    const bool separated = (is_at(text, 10, 'T') || is_at(text, 10, 't')) && is_at(text, 13, ':') && is_at(text, 16, ':');
    if (!separated || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return std::nullopt;
    }
    return hours{hour} + minutes{minute} + seconds{second};
}

/// Reads ".250" at `position`, which is moved past it; 0 when there is no fraction. Digits beyond the third are cut.
std::optional<milliseconds> read_fraction(std::string_view text, std::size_t& position) noexcept {
    if (!is_at(text, position, '.')) {
        return milliseconds{0};
    }
    const std::size_t begin = ++position;
    int value = 0;
    for (; position < text.size() && is_ascii_digit(text[position]); ++position) {
        if (position - begin < 3) {
            value = value * 10 + (text[position] - '0');
        }
    }
    const std::size_t count = position - begin;
    if (count == 0) {
        return std::nullopt;
    }
    for (std::size_t digit = count; digit < 3; ++digit) {
        value *= 10;
    }
    return milliseconds{value};
}

/// "Z" or "+05:30", up to 23:59 either way, as the whole rest of the text.
std::optional<minutes> read_offset(std::string_view rest) noexcept {
    if (rest == "Z" || rest == "z") {
        return minutes{0};
    }
    const int hour = digits_at(rest, 1, 2);
    const int minute = digits_at(rest, 4, 2);
    if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':' || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59) {
        return std::nullopt;
    }
    const minutes offset = hours{hour} + minutes{minute};
    return rest[0] == '-' ? -offset : offset;
}

Error not_a_time() {
    return Error{ErrorCode::invalid_field,
                 "Expected a time as RFC 3339 with its offset, for example 2026-11-22T01:41:17.250-06:00.", ""};
}

void append_digits(std::string& text, int value, int count) {
    const std::size_t begin = text.size();
    text.append(static_cast<std::size_t>(count), '0');
    for (std::size_t place = text.size(); place > begin; --place) {
        text[place - 1] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

/// "2026-11-22T01:41:17.250", without offset. What lies outside the years 0001..9999 is clamped to them.
std::string format_local(Instant local) {
    local = std::clamp(local, first_instant, last_instant);
    const auto date = floor<days>(local);
    const hh_mm_ss clock{local - date};
    std::string text = format_day(year_month_day{date});
    text.reserve(29);
    text += 'T';
    append_digits(text, static_cast<int>(clock.hours().count()), 2);
    text += ':';
    append_digits(text, static_cast<int>(clock.minutes().count()), 2);
    text += ':';
    append_digits(text, static_cast<int>(clock.seconds().count()), 2);
    text += '.';
    append_digits(text, static_cast<int>(clock.subseconds().count()), 3);
    return text;
}

}  // namespace

Result<OffsetTime> parse_time(std::string_view text) {
    const auto date = read_day(text);
    const auto clock = read_clock(text);
    if (!date || !clock || text.size() > time_size_max) {
        return not_a_time();
    }
    std::size_t position = clock_end;
    const auto fraction = read_fraction(text, position);
    const auto offset = read_offset(text.substr(position));
    if (!fraction || !offset) {
        return not_a_time();
    }
    const Instant instant = sys_days(*date) + *clock + *fraction - *offset;
    if (instant < first_instant || instant > last_instant) {
        return not_a_time();
    }
    return OffsetTime{instant, static_cast<std::int16_t>(offset->count())};
}

std::string format_time(Instant instant) {
    return format_local(instant) + 'Z';
}

std::string format_time(const OffsetTime& time) {
    const int offset = time.utc_offset_minutes;
    std::string text = format_local(std::clamp(time.instant, first_instant, last_instant) + minutes{offset});
    text += offset < 0 ? '-' : '+';
    const int size = offset < 0 ? -offset : offset;
    append_digits(text, size / 60, 2);
    text += ':';
    append_digits(text, size % 60, 2);
    return text;
}

Result<year_month_day> parse_day(std::string_view text) {
    const auto date = read_day(text);
    if (!date || text.size() != day_text_size) {
        return Error{ErrorCode::invalid_field, "Expected a day that exists as YYYY-MM-DD, for example 2026-11-21.", ""};
    }
    return *date;
}

std::string format_day(year_month_day day) {
    std::string text;
    append_digits(text, static_cast<int>(day.year()), 4);
    text += '-';
    append_digits(text, static_cast<int>(static_cast<unsigned>(day.month())), 2);
    text += '-';
    append_digits(text, static_cast<int>(static_cast<unsigned>(day.day())), 2);
    return text;
}

}  // namespace tillnote
