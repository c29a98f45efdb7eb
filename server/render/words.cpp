#include "server/render/words.hpp"

#include <cmath>

namespace tillnote::render {
namespace {

std::string fill_date(std::string_view pattern, domain::Day day, const std::array<std::string_view, 7>& weekdays,
                      const std::array<std::string_view, 12>& months) {
    const auto weekday = std::chrono::weekday{std::chrono::sys_days{day}}.c_encoding();
    const auto month = static_cast<unsigned>(day.month()) - 1;
    return fill(pattern, {weekdays[weekday], std::to_string(static_cast<unsigned>(day.day())), months[month],
                          std::to_string(static_cast<int>(day.year()))});
}

}  // namespace

std::string fill(std::string_view pattern, std::initializer_list<std::string_view> arguments) {
    std::string filled;
    filled.reserve(pattern.size() + 32);
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const bool placeholder = pattern[at] == '{' && at + 2 < pattern.size() && pattern[at + 2] == '}' &&
                                 pattern[at + 1] >= '0' && pattern[at + 1] <= '9';
        if (!placeholder) {
            filled += pattern[at];
            continue;
        }
        const auto index = static_cast<std::size_t>(pattern[at + 1] - '0');
        if (index < arguments.size()) {
            filled += arguments.begin()[index];
        }
        at += 2;
    }
    return filled;
}

std::string number_words(const Words& words, std::int64_t number) {
    std::string digits = std::to_string(number);
    const std::ptrdiff_t first = number < 0 ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > first; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), 1, words.thousands);
    }
    return digits;
}

std::string count_words(const Words& words, const Plural& plural, std::int64_t count,
                        std::initializer_list<std::string_view> more) {
    const std::string number = number_words(words, count);
    const auto second = more.size() > 0 ? more.begin()[0] : std::string_view{};
    const auto third = more.size() > 1 ? more.begin()[1] : std::string_view{};
    return fill(count == 1 ? plural.one : plural.other, {number, second, third});
}

std::string decimal_words(const Words& words, double number) {
    const auto tenths = static_cast<std::int64_t>(std::llround(number * 10));
    std::string text = number_words(words, tenths / 10);
    if (tenths % 10 != 0) {
        text += words.decimal_point;
        text += std::to_string(std::abs(tenths % 10));
    }
    return text;
}

std::string percent_words(double share) {
    return std::to_string(std::llround(share * 100));
}

std::string date_words(const Words& words, std::string_view pattern, domain::Day day) {
    return fill_date(pattern, day, words.weekdays, words.months);
}

std::string brief_date_words(const Words& words, std::string_view pattern, domain::Day day) {
    return fill_date(pattern, day, words.weekdays_short, words.months_short);
}

std::string_view weekday_words(const Words& words, domain::Day day) {
    return words.weekdays[std::chrono::weekday{std::chrono::sys_days{day}}.c_encoding()];
}

std::string clock_words(std::chrono::minutes after_midnight) {
    const auto minutes = after_midnight.count();
    std::string text = "00:00";
    text[0] = static_cast<char>('0' + minutes / 600 % 10);
    text[1] = static_cast<char>('0' + minutes / 60 % 10);
    text[3] = static_cast<char>('0' + minutes % 60 / 10);
    text[4] = static_cast<char>('0' + minutes % 10);
    return text;
}

}  // namespace tillnote::render
