#include "server/domain/tap_time.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tillnote::domain {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using testing::instant;
using testing::uuid;

const Instant received = instant(2026, 11, 20, 18);

struct TimeCase {
    const char* name;
    Instant tapped_at;
    std::optional<std::uint8_t> note_boot;
    std::optional<milliseconds> mono;
    Instant sent_at;
    std::optional<std::uint8_t> sent_boot;
    std::optional<milliseconds> sent_mono;
    std::optional<Instant> expected;
};

std::optional<Uuid> boot(std::optional<std::uint8_t> last) {
    return last ? std::optional{uuid(*last)} : std::nullopt;
}

std::optional<Instant> correct(const TimeCase& one) {
    Note note;
    note.tapped_at = one.tapped_at;
    note.boot_id = boot(one.note_boot);
    note.mono = one.mono;
    return correct_tap_time(note, {received, one.sent_at, boot(one.sent_boot), one.sent_mono});
}

constexpr std::nullopt_t none = std::nullopt;

TEST(TapTime, IsCorrectedByTheMonotonicClockOfTheSameBoot) {
    const std::vector<TimeCase> cases{
        {"clocks agree", received - minutes{5}, 1, hours{1}, received, 1, hours{1} + minutes{5}, received - minutes{5}},
        {"wall clock decades off", instant(1970, 1, 1), 1, hours{1}, instant(1970, 1, 2), 1, hours{4}, received - hours{3}},
        {"wall clock set between tap and sending", received + hours{9}, 1, hours{1}, received, 1, hours{2},
         received - hours{1}},
        {"three days asleep in one boot", received - hours{72}, 1, hours{1}, received, 1, hours{73}, received - hours{72}},
        {"sent in the same millisecond", received, 1, hours{1}, received, 1, hours{1}, received},
        {"a note without a boot id means the attempt's", received - hours{72}, none, hours{1}, received, 1, hours{3},
         received - hours{2}},
        {"a wait in nanoseconds is no wait", received, 1, hours{0}, received, 1, milliseconds{2'068'116'406'272'000}, none},
        {"tapped after it was sent cannot be", received - minutes{5}, 1, hours{2}, received, 1, hours{1}, none},
    };
    for (const TimeCase& one : cases) {
        EXPECT_EQ(correct(one), one.expected) << one.name;
    }
}

TEST(TapTime, IsShiftedByTheWallClockWhenTheBootIsAnotherOrUnknown) {
    const Instant tapped = received - hours{2};
    const std::vector<TimeCase> cases{
        {"rebooted since", tapped, 1, hours{90}, received, 2, minutes{3}, tapped},
        {"note without monotonic reading", tapped, 1, none, received, 1, hours{3}, tapped},
        {"attempt without boot", tapped, 1, hours{1}, received, none, hours{9}, tapped},
        {"attempt without monotonic reading", tapped, 1, hours{1}, received, 1, none, tapped},
        {"no clock but the wall's", tapped, none, none, received, none, none, tapped},
        {"lane an hour slow", tapped - hours{1}, none, none, received - hours{1}, none, none, tapped},
        {"lane an hour fast", tapped + hours{1}, none, none, received + hours{1}, none, none, tapped},
        {"nine days late", received - hours{216}, none, none, received, none, none, received - hours{216}},
    };
    for (const TimeCase& one : cases) {
        EXPECT_EQ(correct(one), one.expected) << one.name;
    }
}

TEST(TapTime, IsUnknownWhereNoClockCanBeTrusted) {
    const Instant tapped = received - hours{48};
    const milliseconds one_ms{1};
    const std::vector<TimeCase> cases{
        {"a shift of exactly 24 h is trusted", tapped, none, none, received - hours{24}, none, none, tapped + hours{24}},
        {"a longer shift forward is not", tapped, none, none, received - hours{24} - one_ms, none, none, none},
        {"a shift of exactly 24 h back is trusted", tapped, none, none, received + hours{24}, none, none,
         tapped - hours{24}},
        {"a longer shift back is not", tapped, none, none, received + hours{24} + one_ms, none, none, none},
        {"a tap in the future", received + one_ms, none, none, received, none, none, none},
        {"a tap later than its sending", received - minutes{10}, none, none, received - hours{1}, none, none, none},
        {"a dead clock after a reboot", instant(1970, 1, 1), 1, hours{1}, instant(1970, 1, 1), 2, hours{2}, none},
    };
    for (const TimeCase& one : cases) {
        EXPECT_EQ(correct(one), one.expected) << one.name;
    }
}

}  // namespace
}  // namespace tillnote::domain
