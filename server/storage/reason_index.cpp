#include "server/storage/reason_index.hpp"

#include <algorithm>
#include <bit>

namespace tillnote::storage {
namespace {

constexpr std::size_t letters_of_word = sizeof(std::uint64_t);
constexpr std::size_t letters_of_key = 2 * letters_of_word;

}  // namespace

ReasonIndex::ReasonIndex(const std::vector<Reason>& reasons) : slots_(std::bit_ceil(2 * reasons.size() + 2)) {
    for (std::size_t index = 0; index < reasons.size(); ++index) {
        const std::string_view code = reasons[index].code;
        Slot& slot = slots_[slot_of(code)];
        if (slot.code.empty()) {
            slot = {key_of(code), code, static_cast<std::uint16_t>(index)};
        }
    }
}

std::optional<std::uint16_t> ReasonIndex::find(std::string_view code) const noexcept {
    const Slot& slot = slots_[slot_of(code)];
    return slot.code.empty() ? std::nullopt : std::optional{slot.index};
}

ReasonIndex::Key ReasonIndex::key_of(std::string_view code) noexcept {
    Key key;
    for (std::size_t at = 0; at < std::min(code.size(), letters_of_key); ++at) {
        std::uint64_t& word = at < letters_of_word ? key.first : key.second;
        word = word << 8U | static_cast<unsigned char>(code[at]);
    }
    return key;
}

std::size_t ReasonIndex::home_of(const Key& key) const noexcept {
    const std::uint64_t mixed = (key.first ^ key.second * 3) * 0x9E37'79B9'7F4A'7C15U;  // the golden ratio, after Knuth
    return static_cast<std::size_t>(mixed >> 32U) & (slots_.size() - 1);
}

std::size_t ReasonIndex::slot_of(std::string_view code) const noexcept {
    const Key key = key_of(code);
    std::size_t at = home_of(key);
    const auto is_here = [&](const Slot& slot) {
        return slot.code.empty() || (slot.key == key && (code.size() <= letters_of_key || slot.code == code));
    };
    while (!is_here(slots_[at])) {
        at = (at + 1) & (slots_.size() - 1);
    }
    return at;
}

}  // namespace tillnote::storage
