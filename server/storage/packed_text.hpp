#pragma once

#include <cstdint>
#include <string_view>

/// Words and numbers parted by single spaces, as statements pack many small rows into one text. Pure, without libpqxx.
namespace tillnote::storage {

class PackedText {
public:
    /// `text` outlives it and the words taken from it.
    explicit PackedText(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

    /// Up to the next space; empty at the end.
    std::string_view take_word();

    /// Throws std::logic_error for anything but a whole number.
    std::int64_t take_number();

private:
    std::string_view rest_;
};

}  // namespace tillnote::storage
