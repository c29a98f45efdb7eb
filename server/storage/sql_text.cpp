#include "server/storage/sql_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace tillnote::storage {
namespace {

void append_digits(std::string& out, unsigned number, int width) {
    std::array<char, 10> digits{};
    for (int i = width - 1; i >= 0; --i) {
        digits[static_cast<std::size_t>(i)] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
    out.append(digits.data(), static_cast<std::size_t>(width));
}

// PostgreSQL's dates begin long before the year 1, and end long after 9999: four digits always suffice here.
void append_day(std::string& out, Day day) {
    append_digits(out, static_cast<unsigned>(static_cast<int>(day.year())), 4);
    out += '-';
    append_digits(out, static_cast<unsigned>(day.month()), 2);
    out += '-';
    append_digits(out, static_cast<unsigned>(day.day()), 2);
}

// An offset can push the first and last instants of RFC 3339 out of the four-digit years, which a lane with a dead clock
// may well send; such a note must be kept, not stop its batch.
constexpr Instant instant_min = std::chrono::sys_days{std::chrono::year{1} / 1 / 1};
constexpr Instant instant_max = std::chrono::sys_days{std::chrono::year{10000} / 1 / 1} - std::chrono::milliseconds{1};

}  // namespace

Instant clamp_to_sql(Instant instant) {
    return std::clamp(instant, instant_min, instant_max);
}

namespace {

void append_instant(std::string& out, Instant instant) {
    instant = clamp_to_sql(instant);
    const auto days = std::chrono::floor<std::chrono::days>(instant);
    append_day(out, Day{days});
    const auto ms = static_cast<unsigned>((instant - days).count());
    out += 'T';
    append_digits(out, ms / 3'600'000, 2);
    out += ':';
    append_digits(out, ms / 60'000 % 60, 2);
    out += ':';
    append_digits(out, ms / 1000 % 60, 2);
    out += '.';
    append_digits(out, ms % 1000, 3);
    out += 'Z';
}

}  // namespace

std::string to_sql(Instant instant) {
    std::string out;
    append_instant(out, instant);
    return out;
}

std::string to_sql(Day day) {
    std::string out;
    append_day(out, day);
    return out;
}

std::optional<std::string> to_sql(const std::optional<Instant>& instant) {
    return instant ? std::optional(to_sql(*instant)) : std::nullopt;
}

std::optional<std::string> to_sql(const std::optional<Day>& day) {
    return day ? std::optional(to_sql(*day)) : std::nullopt;
}

Instant instant_of(std::int64_t unix_ms) {
    return Instant{std::chrono::milliseconds{unix_ms}};
}

Day day_of(std::int64_t unix_days) {
    return Day{std::chrono::sys_days{std::chrono::days{unix_days}}};
}

Uuid uuid_of(std::string_view text) {
    const auto parsed = Uuid::parse(text);
    if (parsed.has_error()) {
        throw std::logic_error("a uuid column held something else");
    }
    return *parsed;
}

void ArrayText::separate() {
    text_ += text_.empty() ? '{' : ',';
}

void ArrayText::append(std::string_view text) {
    separate();
    text_ += '"';
    if (text.find_first_of("\"\\") == std::string_view::npos) {
        text_ += text;
    } else {
        for (const char c : text) {
            if (c == '"' || c == '\\') {
                text_ += '\\';
            }
            text_ += c;
        }
    }
    text_ += '"';
}

void ArrayText::append(std::int64_t number) {
    separate();
    std::array<char, 20> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    text_.append(digits.data(), written.ptr);
}

void ArrayText::append(Instant instant) {
    separate();
    append_instant(text_, instant);
}

void ArrayText::append(Day day) {
    separate();
    append_day(text_, day);
}

void ArrayText::append(const Uuid& id) {
    static constexpr char hex[] = "0123456789abcdef";
    separate();
    std::array<char, 36> out{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            out[at++] = '-';
        }
        out[at++] = hex[id.bytes()[i] >> 4];
        out[at++] = hex[id.bytes()[i] & 15];
    }
    text_.append(out.data(), out.size());
}

void ArrayText::append_null() {
    separate();
    text_ += "NULL";
}

const std::string& ArrayText::text() {
    if (!closed_) {
        text_ += text_.empty() ? "{}" : "}";
        closed_ = true;
    }
    return text_;
}

}  // namespace tillnote::storage
