#include "server/domain/keyboard_run.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

namespace tillnote::domain {
namespace {

/// Kinds of steps from one key to another, one bit each: the same, up, down, nine directions on each of the two sets of
/// keys.
using Kinds = std::uint32_t;
constexpr Kinds same = 1;
constexpr Kinds up = 2;
constexpr Kinds down = 4;
constexpr int first_direction = 3;
constexpr int directions = 9;
constexpr int all_kinds = first_direction + 2 * directions;

/// A row of keys; `left` is where its first key begins, in quarters of a key.
struct KeyRow {
    std::string_view keys;
    int left;
};

constexpr int key_width = 4;
constexpr std::array<KeyRow, 4> keyboard{
    {{"`1234567890-=", 0}, {"qwertyuiop[]\\", 6}, {"asdfghjkl;'", 7}, {"zxcvbnm,./", 9}}};
constexpr std::array<KeyRow, 4> number_pad{{{"789", 0}, {"456", 0}, {"123", 0}, {"0", 0}}};

struct Place {
    int row = -1;  // not on these keys
    int left = 0;
};

Place find_key(const std::array<KeyRow, 4>& rows, char key) noexcept {
    int number = 0;
    for (const KeyRow& row : rows) {
        if (const std::size_t at = row.keys.find(key); at != std::string_view::npos) {
            return {number, row.left + static_cast<int>(at) * key_width};
        }
        ++number;
    }
    return {};
}

int sign_of(int number) noexcept {
    return (number > 0 ? 1 : 0) - (number < 0 ? 1 : 0);
}

/// The direction from one key to another that touches it, 0 to 8; -1 where they are not neighbours.
int direction(const std::array<KeyRow, 4>& rows, char from, char to) noexcept {
    const Place first = find_key(rows, from);
    const Place second = find_key(rows, to);
    const int across = second.left - first.left;
    const int along = second.row - first.row;
    const bool neighbours =
        first.row >= 0 && second.row >= 0 && from != to && std::abs(along) <= 1 && std::abs(across) <= key_width;
    return neighbours ? (along + 1) * 3 + sign_of(across) + 1 : -1;
}

/// The digit on the same key: guessers hold Shift down, too.
char without_shift(char sign) noexcept {
    constexpr std::string_view signs = "!@#$%^&*()_+";
    constexpr std::string_view keys = "1234567890-=";
    const std::size_t at = signs.find(sign);
    return at == std::string_view::npos ? sign : keys[at];
}

bool is_digit(char key) noexcept {
    return key >= '0' && key <= '9';
}

bool is_letter(char key) noexcept {
    return key >= 'a' && key <= 'z';
}

Kinds counting_kinds(char from, char to) noexcept {
    if (from == to) {
        return same;
    }
    const int step = to - from;
    if (is_digit(from) && is_digit(to)) {
        // 0 follows 9.
        return (step == 1 || step == -9 ? up : 0U) | (step == -1 || step == 9 ? down : 0U);
    }
    return is_letter(from) && is_letter(to) ? (step == 1 ? up : 0U) | (step == -1 ? down : 0U) : 0U;
}

Kinds kinds_of(char from, char to) noexcept {
    Kinds kinds = counting_kinds(from, to);
    if (const int way = direction(keyboard, from, to); way >= 0) {
        kinds |= Kinds{1} << (first_direction + way);
    }
    if (const int way = direction(number_pad, from, to); way >= 0) {
        kinds |= Kinds{1} << (first_direction + directions + way);
    }
    return kinds;
}

/// Characters of `text` whose steps are all of one of `kinds`.
std::size_t run_of(std::string_view text, Kinds kinds) noexcept {
    std::size_t length = 1;
    while (length < text.size() && (kinds_of(without_shift(text[length - 1]), without_shift(text[length])) & kinds) != 0) {
        ++length;
    }
    return length;
}

}  // namespace

KeyboardRuns keyboard_runs(std::string_view text) noexcept {
    if (text.size() < 2) {
        return {text.size(), text.size()};
    }
    KeyboardRuns runs{1, 1};
    const Kinds first = kinds_of(without_shift(text[0]), without_shift(text[1]));
    for (int kind = 0; kind < all_kinds; ++kind) {
        const Kinds one = Kinds{1} << kind;
        if ((first & one) == 0) {
            continue;
        }
        runs.straight = std::max(runs.straight, run_of(text, one));
        for (int other = 0; other < all_kinds; ++other) {
            runs.zigzag = std::max(runs.zigzag, run_of(text, one | Kinds{1} << other));
        }
    }
    return runs;
}

}  // namespace tillnote::domain
