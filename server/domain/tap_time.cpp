#include "server/domain/tap_time.hpp"

#include "schema/limits.hpp"

#include <chrono>

namespace tillnote::domain {
namespace {

/// No terminal runs that long without a reboot; a longer wait is a wrong unit or a broken clock, and could move a tap to
/// a year that no calendar holds.
constexpr std::chrono::years wait_max{10};

/// Time between the tap and its sending where one boot's clock has seen both.
std::optional<std::chrono::milliseconds> waited(const Note& note, const Attempt& attempt) {
    const bool same_boot = attempt.boot_id && note.boot_id.value_or(*attempt.boot_id) == *attempt.boot_id;
    if (!same_boot || !note.mono || !attempt.sent_mono) {
        return std::nullopt;
    }
    return *attempt.sent_mono - *note.mono;
}

}  // namespace

std::optional<Instant> correct_tap_time(const Note& note, const Attempt& attempt) {
    Instant tapped_at;
    if (const auto wait = waited(note, attempt)) {
        if (*wait > wait_max) {
            return std::nullopt;
        }
        tapped_at = attempt.received_at - *wait;
    } else {
        const std::chrono::milliseconds shift = attempt.received_at - attempt.sent_at;
        if (std::chrono::abs(shift) > limits::clock_shift_max) {
            return std::nullopt;
        }
        tapped_at = note.tapped_at + shift;
    }
    if (tapped_at > attempt.received_at) {
        return std::nullopt;
    }
    return tapped_at;
}

}  // namespace tillnote::domain
