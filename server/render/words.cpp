#include "server/render/words.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tillnote::render {
namespace {

std::string fill_date(std::string_view pattern, domain::Day day, const std::array<std::string_view, 7>& weekdays,
                      const std::array<std::string_view, 12>& months) {
    const auto weekday = std::chrono::weekday{std::chrono::sys_days{day}}.c_encoding();
    const auto month = static_cast<unsigned>(day.month()) - 1;
    return fill(pattern, {weekdays[weekday], std::to_string(static_cast<unsigned>(day.day())), months[month],
                          std::to_string(static_cast<int>(day.year()))});
}

bool is_small(char letter) noexcept {
    return letter >= 'a' && letter <= 'z';
}

/// "es-419;q=0.8" as its language and weight in thousandths; a weight that is none counts as 0.
std::pair<std::string_view, int> weighed(std::string_view part) {
    while (part.starts_with(' ')) {
        part.remove_prefix(1);
    }
    const std::string_view name = part.substr(0, part.find_first_of(";, -"));
    const auto at = part.find("q=");
    if (at == std::string_view::npos) {
        return {name, 1000};
    }
    const std::string_view digits = part.substr(at + 2);
    int weight = 0;
    int step = 1000;
    for (const char digit : digits) {
        if (digit >= '0' && digit <= '9') {
            weight += (digit - '0') * step;
            step /= 10;
        } else if (digit != '.') {
            break;
        }
    }
    return {name, weight};
}

}  // namespace

const Words& words_of(Language language) noexcept {
    return language == Language::spanish ? spanish : english;
}

Language choose_language(std::string_view accept_language) {
    Language chosen = Language::english;
    int best = 0;
    while (!accept_language.empty()) {
        const auto comma = accept_language.find(',');
        const auto [name, weight] = weighed(accept_language.substr(0, comma));
        if (const auto language = domain::find_language(name); language && weight > best) {
            chosen = *language;
            best = weight;
        }
        accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size() : comma + 1);
    }
    return chosen;
}

std::string_view label_in(const Words& words, std::string_view english_label, std::string_view spanish_label) {
    return words.reads == Language::spanish && !spanish_label.empty() ? spanish_label : english_label;
}

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

std::string weekdays_words(const Words& words, domain::Day day) {
    const auto weekday = std::chrono::weekday{std::chrono::sys_days{day}}.c_encoding();
    const std::string counted = fill(words.weekdays_counted[weekday].other, {});
    return counted.substr(counted.find_first_not_of(' '));
}

std::string begin_sentence(std::string text) {
    if (!text.empty() && is_small(text[0])) {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text;
}

std::string inside_sentence(std::string text) {
    const bool capital = !text.empty() && text[0] >= 'A' && text[0] <= 'Z';
    if (capital && text.size() > 1 && is_small(text[1])) {
        text[0] = static_cast<char>(text[0] - 'A' + 'a');
    }
    return text;
}

std::string chance_words(const Words& words, double p_value) {
    constexpr double rarest = 10'000;
    const double times = p_value > 0 ? std::min(1 / p_value, rarest) : rarest;
    const double figure = std::pow(10, std::floor(std::log10(times)));
    return number_words(words, static_cast<std::int64_t>(std::llround(std::round(times / figure) * figure)));
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
