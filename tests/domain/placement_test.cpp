#include "server/domain/placement.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using std::chrono::hours;
using testing::day;
using testing::instant;

class Placing : public ::testing::Test {
protected:
    Placing() : store(testing::store_in("America/Chicago")), calendar(StoreCalendar::make(store).value()) {
        store.opened_on = day(2026, 3, 1);
        Reason reason;
        reason.code = "101";
        catalog.reasons.push_back({reason, day(2026, 1, 1), day(2026, 11, 30)});
    }

    Placement place(Instant tapped_at, Instant received_at, const std::string& code = "101") {
        Note note;
        note.reason = code;
        note.tapped_at = tapped_at;
        return place_note(note, {received_at, received_at, std::nullopt, std::nullopt}, store, calendar, catalog,
                          day(2026, 6, 1));
    }

    Store store;
    StoreCalendar calendar;
    DatedCatalog catalog;
};

TEST_F(Placing, ANoteBelongsToTheBusinessDayOfItsTap) {
    const Placement placement = place(instant(2026, 11, 21, 7), instant(2026, 11, 22));
    EXPECT_EQ(placement.problem, "");
    EXPECT_EQ(placement.business_day, day(2026, 11, 20));
    EXPECT_EQ(placement.tapped_at, instant(2026, 11, 21, 7));
}

TEST_F(Placing, ALateNoteLandsOnItsOwnDay) {
    EXPECT_EQ(place(instant(2026, 11, 12, 18), instant(2026, 11, 21, 18)).business_day, day(2026, 11, 12));
}

TEST_F(Placing, ATapInTheFutureHasNoDay) {
    const Placement placement = place(instant(2026, 11, 21, 7), instant(2026, 11, 21, 6));
    EXPECT_EQ(placement.problem, "day_unknown");
    EXPECT_EQ(placement.business_day, std::nullopt);
    EXPECT_EQ(placement.tapped_at, std::nullopt);
}

TEST_F(Placing, ATapBeforeTheStoreOpenedHasNoDayEvenWhereTheDayIsSealed) {
    EXPECT_EQ(place(instant(2026, 2, 28, 18), instant(2026, 11, 21)).problem, "day_unknown");
    EXPECT_EQ(place(instant(2026, 3, 1, 18), instant(2026, 11, 21)).problem, "day_sealed");
}

TEST_F(Placing, ASealedDayTakesNoNoteWhateverItsReason) {
    EXPECT_EQ(place(instant(2026, 5, 31, 18), instant(2026, 11, 21)).problem, "day_sealed");
    EXPECT_EQ(place(instant(2026, 5, 31, 18), instant(2026, 11, 21), "777").problem, "day_sealed");
    EXPECT_EQ(place(instant(2026, 6, 1, 18), instant(2026, 11, 21)).problem, "");
}

TEST_F(Placing, AReasonMustBeInTheCatalogOnTheDayOfTheTap) {
    EXPECT_EQ(place(instant(2026, 11, 20, 18), instant(2026, 11, 21), "777").problem, "unknown_reason");
    EXPECT_EQ(place(instant(2026, 11, 30, 18), instant(2026, 12, 9)).problem, "");
    EXPECT_EQ(place(instant(2026, 12, 1, 18), instant(2026, 12, 9)).problem, "unknown_reason");
}

TEST(SealingHorizon, IsThirteenCalendarMonthsBack) {
    EXPECT_EQ(sealing_horizon(day(2026, 11, 22)), day(2025, 10, 22));
    EXPECT_EQ(sealing_horizon(day(2026, 1, 15)), day(2024, 12, 15));
    EXPECT_EQ(sealing_horizon(day(2026, 3, 31)), day(2025, 2, 28));
    EXPECT_EQ(sealing_horizon(day(2025, 3, 31)), day(2024, 2, 29));
}

}  // namespace
}  // namespace tillnote::domain
