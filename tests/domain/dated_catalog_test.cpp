#include "server/domain/dated_catalog.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::day;

DatedReason dated(std::string code, Day from, std::optional<Day> to) {
    Reason reason;
    reason.code = std::move(code);
    return {reason, from, to};
}

TEST(DatedCatalog, FindsAReasonOnlyWithinItsValidity) {
    const DatedCatalog catalog{
        "1", {}, {dated("101", day(2026, 1, 1), day(2026, 6, 30)), dated("102", day(2026, 3, 1), {})}};
    EXPECT_EQ(catalog.find_reason("101", day(2025, 12, 31)), nullptr);
    ASSERT_NE(catalog.find_reason("101", day(2026, 1, 1)), nullptr);
    EXPECT_EQ(catalog.find_reason("101", day(2026, 6, 30))->code, "101");
    EXPECT_EQ(catalog.find_reason("101", day(2026, 7, 1)), nullptr);
    EXPECT_NE(catalog.find_reason("102", day(2099, 1, 1)), nullptr);
    EXPECT_EQ(catalog.find_reason("103", day(2026, 4, 1)), nullptr);
}

TEST(DatedCatalog, StandsOnADayWithTheReasonsValidThen) {
    const DatedCatalog catalog{"1",
                               {{"produce", "Produce", "Frutas", true, 10}},
                               {dated("101", day(2026, 1, 1), day(2026, 6, 30)), dated("102", day(2026, 3, 1), {})}};
    EXPECT_EQ(catalog.on(day(2026, 2, 1)).reasons.size(), 1U);
    EXPECT_EQ(catalog.on(day(2026, 4, 1)).reasons.size(), 2U);
    EXPECT_EQ(catalog.on(day(2026, 8, 1)).reasons.at(0).code, "102");
    EXPECT_EQ(catalog.on(day(2026, 8, 1)).departments, catalog.departments);
}

TEST(DatedCatalog, IsWordedAndOrderedAsOnTheDay) {
    DatedReason first = dated("101", day(2026, 1, 1), day(2026, 6, 30));
    first.position = 1;
    Reason later = first.reason;
    later.label_en = "Better";
    first.changes = {{day(2026, 3, 1), later, 3}};
    DatedReason second = dated("102", day(2026, 1, 1), {});
    second.position = 2;
    const DatedCatalog catalog{"1", {}, {first, second}};
    EXPECT_EQ(catalog.on(day(2026, 2, 28)).reasons.at(0).code, "101");
    EXPECT_EQ(catalog.on(day(2026, 3, 1)).reasons.at(0).code, "102");
    EXPECT_EQ(catalog.on(day(2026, 3, 1)).reasons.at(1).label_en, "Better");
    EXPECT_EQ(catalog.find_reason("101", day(2026, 2, 28))->label_en, "");
    EXPECT_EQ(catalog.find_reason("101", day(2026, 3, 1))->label_en, "Better");
    const DatedCatalog now = catalog.worded_on(day(2026, 8, 1));
    ASSERT_EQ(now.reasons.size(), 2U) << "those that have ended, too";
    EXPECT_EQ(now.reasons[1].reason.label_en, "Better");
    EXPECT_EQ(now.reasons[1].valid_to, day(2026, 6, 30));
}

}  // namespace
}  // namespace tillnote::domain
