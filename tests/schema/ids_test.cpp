#include "schema/ids.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

#include <unordered_set>

namespace tillnote {
namespace {

using namespace std::chrono_literals;
using std::chrono::December;
using std::chrono::February;
using std::chrono::January;
using std::chrono::milliseconds;
using std::chrono::November;
using std::chrono::sys_days;
using std::chrono::year;

constexpr std::array<std::uint8_t, 10> random_bytes{0xFF, 0x01, 0xFF, 2, 3, 4, 5, 6, 7, 8};
constexpr milliseconds time_max{(std::int64_t{1} << 48) - 1};

TEST(Uuid, ComesBackFromItsText) {
    for (const std::string_view text :
         {samples::note_id, samples::any_id, std::string_view("00000000-0000-0000-0000-000000000000"),
          std::string_view("ffffffff-ffff-ffff-ffff-ffffffffffff")}) {
        EXPECT_EQ(samples::uuid(text).to_string(), text);
    }
}

TEST(Uuid, HoldsTheBytesInTheOrderOfTheText) {
    const Uuid id = samples::uuid("00010203-0405-0607-0809-0a0b0c0d0e0f");
    for (std::size_t index = 0; index < 16; ++index) {
        EXPECT_EQ(id.bytes()[index], index);
    }
}

TEST(Uuid, RefusesEveryTextThatIsNotLowerCaseWithHyphens) {
    for (const std::string_view text : {"", "0190163d", "0190163D-8694-739B-AEA5-966C26F8AD91",
                                        "0190163d8694739baea5966c26f8ad91", "{0190163d-8694-739b-aea5-966c26f8ad91}",
                                        "0190163d-8694-739b-aea5-966c26f8ad9", "0190163d-8694-739b-aea5-966c26f8ad911",
                                        "0190163d-8694-739b-aea5_966c26f8ad91", "0190163g-8694-739b-aea5-966c26f8ad91",
                                        " 190163d-8694-739b-aea5-966c26f8ad91", "0190163d-8694-739b-aea5-966c26f8ad9-",
                                        "0190163d-8694-739baea-5-966c26f8ad91", "urn:uuid:0190163d-8694-739b-aea5-966c2"}) {
        const auto parsed = Uuid::parse(text);
        ASSERT_TRUE(parsed.has_error()) << text;
        EXPECT_EQ(parsed.error().code, ErrorCode::invalid_field);
        EXPECT_EQ(parsed.error().field, "");
    }
}

TEST(Uuid, SortsAsItsTextDoes) {
    EXPECT_LT(samples::uuid(samples::note_id), samples::uuid(samples::other_note_id));
    EXPECT_LT(samples::uuid("7fffffff-0000-4000-8000-000000000000"), samples::uuid("80000000-0000-4000-8000-000000000000"));
}

TEST(Uuid, IsNilOnlyWhenEveryByteIsZero) {
    EXPECT_TRUE(Uuid{}.is_nil());
    EXPECT_FALSE(samples::uuid("00000000-0000-0000-0000-000000000001").is_nil());
}

TEST(Uuid, HashesDifferentIdsDifferently) {
    std::unordered_set<Uuid> seen;
    std::unordered_set<std::size_t> hashes;
    for (int ms = 0; ms < 1000; ++ms) {
        const Uuid id = make_uuid_v7(milliseconds(ms), random_bytes);
        EXPECT_TRUE(seen.insert(id).second);
        hashes.insert(std::hash<Uuid>{}(id));
    }
    EXPECT_EQ(hashes.size(), 1000U);
}

TEST(UuidV7, CarriesVersionAndVariantWhateverTheRandomBytes) {
    for (const int byte : {0x00, 0x5A, 0xFF}) {
        std::array<std::uint8_t, 10> bytes{};
        bytes.fill(static_cast<std::uint8_t>(byte));
        const Uuid id = make_uuid_v7(1'700'000'000'000ms, bytes);
        EXPECT_EQ(id.version(), 7);
        EXPECT_EQ(id.bytes()[8] & 0xC0, 0x80);
        EXPECT_EQ(uuid_v7_time(id), 1'700'000'000'000ms);
    }
}

TEST(UuidV7, MatchesTheExampleOfRfc9562) {
    constexpr std::array<std::uint8_t, 10> bytes{0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F};
    EXPECT_EQ(make_uuid_v7(0x017F22E279B0ms, bytes).to_string(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(UuidV7, SortsByTimeBeforeAnythingRandom) {
    constexpr std::array<std::uint8_t, 10> high{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    constexpr std::array<std::uint8_t, 10> low{};
    for (const std::int64_t ms :
         {std::int64_t{0}, std::int64_t{255}, std::int64_t{65535}, std::int64_t{1'700'000'000'000}}) {
        EXPECT_LT(make_uuid_v7(milliseconds(ms), high), make_uuid_v7(milliseconds(ms + 1), low)) << ms;
    }
}

TEST(UuidV7, ClampsATimeBefore1970AndBeyond48Bits) {
    EXPECT_EQ(uuid_v7_time(make_uuid_v7(-1ms, random_bytes)), 0ms);
    EXPECT_EQ(uuid_v7_time(make_uuid_v7(milliseconds::min(), random_bytes)), 0ms);
    EXPECT_EQ(uuid_v7_time(make_uuid_v7(time_max, random_bytes)), time_max);
    EXPECT_EQ(uuid_v7_time(make_uuid_v7(time_max + 1ms, random_bytes)), time_max);
    EXPECT_EQ(uuid_v7_time(make_uuid_v7(milliseconds::max(), random_bytes)), time_max);
}

TEST(UuidV4, CarriesVersionAndVariantAndTheRest) {
    std::array<std::uint8_t, 16> bytes{};
    bytes.fill(0xFF);
    EXPECT_EQ(make_uuid_v4(bytes).to_string(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST(TapDate, IsTheUtcDateInsideTheId) {
    const auto date_at = [](std::string_view time) {
        return tap_date(make_uuid_v7(samples::at(time).time_since_epoch(), random_bytes));
    };
    EXPECT_EQ(date_at("2026-11-21T23:59:59.999Z"), sys_days(year{2026} / November / 21));
    EXPECT_EQ(date_at("2026-11-22T00:00:00.000Z"), sys_days(year{2026} / November / 22));
    EXPECT_EQ(date_at("2026-11-21T23:00:00-06:00"), sys_days(year{2026} / November / 22));
    EXPECT_EQ(date_at("2028-02-29T12:00:00Z"), sys_days(year{2028} / February / 29));
}

TEST(TapDate, IsClampedToWhatADateColumnHolds) {
    EXPECT_EQ(tap_date(make_uuid_v7(-5ms, random_bytes)), sys_days(year{1970} / January / 1));
    EXPECT_EQ(tap_date(make_uuid_v7(time_max, random_bytes)), sys_days(year{9999} / December / 31));
}

TEST(Ids, StoreIdIsLowerCaseDigitsAndHyphens) {
    for (const std::string_view good : {"a", "store-12", "0", "-", "abcdefghijklmnopqrstuvwxyz012345"}) {
        EXPECT_TRUE(is_store_id(good)) << good;
    }
    for (const std::string_view bad :
         {"", "Store", "a b", "a_b", "a.b", "a/b", "\xC3\xA9", "abcdefghijklmnopqrstuvwxyz0123456"}) {
        EXPECT_FALSE(is_store_id(bad)) << bad;
    }
    EXPECT_FALSE(is_store_id(std::string_view("a\0b", 3)));
}

TEST(Ids, ReasonCodeIsLettersDigitsAndHyphens) {
    for (const std::string_view good : {"101", "A", "z-9", "abcdefghijKLMNOPQRST"}) {
        EXPECT_TRUE(is_reason_code(good)) << good;
    }
    for (const std::string_view bad : {"", "10 1", "10_1", "101\n", "abcdefghijKLMNOPQRSTu"}) {
        EXPECT_FALSE(is_reason_code(bad)) << bad;
    }
}

TEST(Ids, RemarkKeyIsSixteenToSixtyFourSafeLetters) {
    EXPECT_TRUE(is_remark_key("abcdefgh_-ABCDE1"));
    EXPECT_TRUE(is_remark_key(std::string(64, 'x')));
    EXPECT_FALSE(is_remark_key(std::string(15, 'x')));
    EXPECT_FALSE(is_remark_key(std::string(65, 'x')));
    EXPECT_FALSE(is_remark_key("abcdefgh+/ABCDE="));
}

TEST(Ids, LaneNumberIsOneToNineHundredNinetyNine) {
    EXPECT_FALSE(is_lane_number(0));
    EXPECT_TRUE(is_lane_number(1));
    EXPECT_TRUE(is_lane_number(999));
    EXPECT_FALSE(is_lane_number(1000));
    EXPECT_FALSE(is_lane_number(-1));
}

}  // namespace
}  // namespace tillnote
