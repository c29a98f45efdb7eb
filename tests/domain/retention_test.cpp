#include "server/domain/retention.hpp"

#include "server/domain/placement.hpp"
#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::day;
using testing::instant;

Directory stores_in(std::initializer_list<const char*> zones) {
    Directory directory;
    for (const char* zone : zones) {
        const Store store{zone, zone, "north", {{day(2020, 1, 1), zone, 240}}, day(2020, 1, 1), {}, false, {}};
        directory.stores.emplace(zone, StoreEntry{store, {"north", "North"}, StoreCalendar::make(store).value()});
    }
    return directory;
}

Day notes_before(const Directory& directory, Instant now) {
    return retention_cut(directory, now).notes_before.value();
}

TEST(RetentionCut, KeepsFreeTextForThirtyDays) {
    EXPECT_EQ(retention_cut({}, instant(2026, 11, 28, 10)).free_text_before, instant(2026, 10, 29, 10));
}

TEST(RetentionCut, KeepsTheAuditLogForThirteenMonthsByTheCalendar) {
    EXPECT_EQ(retention_cut({}, instant(2026, 11, 28, 10)).audit_before, instant(2025, 10, 28, 0));
    EXPECT_EQ(retention_cut({}, instant(2027, 3, 31, 23, 59, 59)).audit_before, instant(2026, 2, 28, 0))
        << "there is no 31 February";
    EXPECT_EQ(retention_cut({}, instant(2026, 1, 1, 0)).audit_before, instant(2024, 12, 1, 0));
}

TEST(RetentionCut, LetsNotesGoByWholeMonthsOnceAllTheirDaysAreSealed) {
    const Directory chicago = stores_in({"America/Chicago"});
    EXPECT_EQ(notes_before(chicago, instant(2026, 11, 28, 18, 0, 0)), day(2025, 10, 2));
    EXPECT_EQ(notes_before(chicago, instant(2026, 12, 1, 18, 0, 0)), day(2025, 10, 2)) << "1 November is not sealed";
    EXPECT_EQ(notes_before(chicago, instant(2026, 12, 2, 9, 59, 59)), day(2025, 10, 2))
        << "before the cut-off it is 1 December";
    EXPECT_EQ(notes_before(chicago, instant(2026, 12, 2, 10, 0, 0)), day(2025, 11, 2));
}

TEST(RetentionCut, WaitsForTheStoreWhoseDaysAreSealedLast) {
    EXPECT_EQ(notes_before(stores_in({"Pacific/Auckland"}), instant(2026, 12, 1, 18, 0, 0)), day(2025, 11, 2));
    EXPECT_EQ(notes_before(stores_in({"Pacific/Auckland", "Pacific/Honolulu"}), instant(2026, 12, 1, 18, 0, 0)),
              day(2025, 10, 2));
}

TEST(SealedBefore, IsOfTheStoreWhoseDayIsFurthestBehind) {
    const Instant now = instant(2026, 12, 1, 18, 0, 0);
    EXPECT_EQ(sealed_before(stores_in({"Pacific/Auckland"}), now), sealing_horizon(day(2026, 12, 2)));
    EXPECT_EQ(sealed_before(stores_in({"Pacific/Auckland", "Pacific/Honolulu"}), now), sealing_horizon(day(2026, 12, 1)));
    EXPECT_EQ(sealed_before({}, now), std::nullopt);
}

TEST(RetentionCut, LetsNothingGoWithoutStores) {
    EXPECT_EQ(retention_cut({}, instant(2026, 11, 28, 10)).notes_before, std::nullopt);
}

TEST(RetentionCut, NeverReachesADayThatIsNotSealed) {
    const Directory chicago = stores_in({"America/Chicago"});
    for (int days = 0; days < 1500; ++days) {
        const Instant now = instant(2026, 1, 1, 18, 0, 0) + std::chrono::days{days};
        const Day today = chicago.find_store("America/Chicago")->calendar.day_of(now);
        const Day before = retention_cut(chicago, now).notes_before.value();
        EXPECT_LE(before, sealing_horizon(today)) << days;
        EXPECT_LT(sealing_horizon(today), add_days(before, 32)) << days;
    }
}

}  // namespace
}  // namespace tillnote::domain
