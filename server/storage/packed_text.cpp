#include "server/storage/packed_text.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace tillnote::storage {

std::string_view PackedText::take_word() {
    const std::size_t end = std::min(rest_.find(' '), rest_.size());
    const std::string_view taken = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return taken;
}

std::int64_t PackedText::take_number() {
    const std::string_view word = take_word();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size()) {
        throw std::logic_error("a packed text holds something other than a number");
    }
    return value;
}

}  // namespace tillnote::storage
