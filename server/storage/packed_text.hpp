#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

/// Words and numbers parted by single spaces, as statements pack many small rows into one text. Pure, without libpqxx.
namespace tillnote::storage {

/// All of it inline: a comparison of many stores takes a million of them.
class PackedText {
public:
    /// `text` outlives it and the words taken from it.
    explicit PackedText(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

    [[nodiscard]] bool at_end() const noexcept { return at_ == end_; }

    /// Up to the next space; empty at the end.
    std::string_view take_word() {
        const char* const first = at_;
        while (at_ != end_ && *at_ != ' ') {
            ++at_;
        }
        const std::string_view word(first, static_cast<std::size_t>(at_ - first));
        pass_space();
        return word;
    }

    /// Throws std::logic_error for anything but a whole number of at most 18 digits.
    std::int64_t take_number() {
        const bool negative = at_ != end_ && *at_ == '-';
        at_ += negative ? 1 : 0;
        const char* const first = at_;
        std::int64_t number = 0;
        while (at_ != end_ && *at_ >= '0' && *at_ <= '9' && at_ - first < digits_max) {
            number = 10 * number + (*at_++ - '0');
        }
        if (at_ == first || (at_ != end_ && *at_ != ' ')) {
            throw std::logic_error("a packed text holds something other than a number");
        }
        pass_space();
        return negative ? -number : number;
    }

private:
    static constexpr std::ptrdiff_t digits_max = 18;  ///< of those that always fit

    void pass_space() { at_ += at_ != end_ ? 1 : 0; }

    const char* at_;
    const char* end_;
};

}  // namespace tillnote::storage
