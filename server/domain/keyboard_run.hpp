#pragma once

#include <cstddef>
#include <string_view>

namespace tillnote::domain {

/// How many characters from the beginning of a text go on from one to the next as fingers or counting do: the same key, the
/// next letter or digit up or down, a neighbour in one direction on an English keyboard or on a number pad.
struct KeyboardRuns {
    std::size_t straight = 0;  ///< all steps of one kind: "qwert", "1qaz", "cba", "aaa", "159"
    std::size_t zigzag = 0;    ///< all steps of two kinds: "1q2w3e", "aabbcc"; never shorter than straight
};

/// Of `text` in lower case; a sign counts as the digit on its key. 0 for an empty text, else at least 1. Pure; any thread.
[[nodiscard]] KeyboardRuns keyboard_runs(std::string_view text) noexcept;

}  // namespace tillnote::domain
