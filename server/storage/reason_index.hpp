#pragma once

#include "schema/catalog.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tillnote::storage {

/// The place of each reason in a list, by its code. A comparison of many stores asks a quarter of a million times.
/// Immutable; any thread.
class ReasonIndex {
public:
    /// The codes outlive it. Of two equal ones the first counts.
    explicit ReasonIndex(const std::vector<Reason>& reasons);

    [[nodiscard]] std::optional<std::uint16_t> find(std::string_view code) const noexcept;

private:
    /// A code's letters in two numbers; what is longer is told apart by its text.
    struct Key {
        std::uint64_t first = 0;
        std::uint64_t second = 0;
        bool operator==(const Key& other) const noexcept { return first == other.first && second == other.second; }
    };
    struct Slot {
        Key key;
        std::string_view code;  ///< empty: free
        std::uint16_t index = 0;
    };

    static Key key_of(std::string_view code) noexcept;
    [[nodiscard]] std::size_t home_of(const Key& key) const noexcept;
    /// Where the code is, or the free slot where it would be.
    [[nodiscard]] std::size_t slot_of(std::string_view code) const noexcept;

    std::vector<Slot> slots_;  ///< a power of two of them, at most half taken
};

}  // namespace tillnote::storage
