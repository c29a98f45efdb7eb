#include "server/domain/password_worth.hpp"

#include "server/domain/common_words.hpp"
#include "server/domain/keyboard_run.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace tillnote::domain {
namespace {

constexpr std::size_t bytes_looked_at = 64;
constexpr std::size_t straight_characters_min = 3;
constexpr std::size_t zigzag_characters_min = 4;
constexpr std::size_t word_bytes_min = 3;
constexpr std::size_t year_digits = 4;
constexpr int word_worth = 4;
constexpr int straight_worth = 2;
constexpr int zigzag_worth = 3;
constexpr int year_worth = 2;
constexpr int letter_worth = 2;
constexpr int sign_worth = 1;

/// "p4$$w0rd" as "password", with `one` for the digit that is written for two letters.
std::string with_letters(std::string_view text, char one) {
    constexpr std::string_view digits = "034578@$!+";
    constexpr std::string_view letters = "oeastbasit";
    std::string spelled(text);
    for (char& letter : spelled) {
        const std::size_t at = digits.find(letter);
        letter = letter == '1' ? one : at == std::string_view::npos ? letter : letters[at];
    }
    return spelled;
}

/// The shortest text that gives `text` when it is written again and again.
std::string_view period_of(std::string_view text) {
    for (std::size_t size = 1; size <= text.size() / 2; ++size) {
        if (text.substr(size) == text.substr(0, text.size() - size)) {
            return text.substr(0, size);
        }
    }
    return text;
}

bool is_year(std::string_view text) {
    const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    return (text.starts_with("19") || text.starts_with("20")) && text.size() == year_digits &&
           std::ranges::all_of(text, is_digit);
}

int worth_of_one(char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool goes_on = (byte & 0xc0U) == 0x80U;  // the rest of a character was counted with its first byte
    if (letter == ' ' || goes_on) {
        return 0;
    }
    return (letter >= 'a' && letter <= 'z') || byte >= 0x80U ? letter_worth : sign_worth;
}

/// One password and the readings of it; the cheapest way to each place is found from left to right.
class Reading {
public:
    Reading(std::string_view text, std::span<const std::string> names)
        : text_(text),
          names_(names),
          with_i_(with_letters(text, 'i')),
          with_l_(with_letters(text, 'l')),
          worth_(text.size() + 1, std::numeric_limits<int>::max()) {
        for (const auto& name : names) {
            longest_ = std::max(longest_, name.size());
        }
    }

    int cheapest() {
        worth_.front() = 0;
        for (std::size_t at = 0; at < text_.size(); ++at) {
            offer(at, 1, worth_of_one(text_[at]));
            offer_runs(at);
            if (is_year(text_.substr(at, year_digits))) {
                offer(at, year_digits, year_worth);
            }
            offer_words(at);
        }
        return worth_.back();
    }

private:
    void offer(std::size_t at, std::size_t size, int worth) {
        worth_[at + size] = std::min(worth_[at + size], worth_[at] + worth);
    }

    /// A run may end early, where a word begins: "1234love".
    void offer_runs(std::size_t at) {
        const KeyboardRuns runs = keyboard_runs(text_.substr(at));
        for (std::size_t size = straight_characters_min; size <= runs.straight; ++size) {
            offer(at, size, straight_worth);
        }
        for (std::size_t size = zigzag_characters_min; size <= runs.zigzag; ++size) {
            offer(at, size, zigzag_worth);
        }
    }

    [[nodiscard]] bool is_word(std::string_view word) const {
        return is_common_word(word) || std::ranges::find(names_, word) != names_.end();
    }

    void offer_words(std::size_t at) {
        const std::size_t most = std::min(longest_, text_.size() - at);
        for (std::size_t size = word_bytes_min; size <= most; ++size) {
            if (is_word(text_.substr(at, size)) || is_word(std::string_view(with_i_).substr(at, size)) ||
                is_word(std::string_view(with_l_).substr(at, size))) {
                offer(at, size, word_worth);
            }
        }
    }

    std::string_view text_;
    std::span<const std::string> names_;
    std::string with_i_;
    std::string with_l_;
    std::vector<int> worth_;
    std::size_t longest_ = longest_common_word();
};

}  // namespace

int password_worth(std::string_view password, std::span<const std::string> names) {
    return Reading(period_of(password.substr(0, bytes_looked_at)), names).cheapest();
}

}  // namespace tillnote::domain
