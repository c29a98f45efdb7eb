#include "server/storage/pg_digest_store.hpp"

#include "server/storage/pg_lane_store.hpp"
#include "server/storage/pg_organisation_store.hpp"
#include "server/storage/pg_rollup_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using domain::LaneFacts;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

/// A store in Chicago with lanes 1, 2 and 3, enrolled on 1 October, and three hand-made weeks in November 2026.
class DigestStore : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        ASSERT_TRUE(organisation.put_store(store).has_value()) << web.last_failure();
        Catalog catalog{{{"produce", "Produce", "Frutas", true, 1}, {"bakery", "Bakery", "Pan", true, 2}}, {}};
        for (const auto& [code, polarity] : {std::pair{"101", Polarity::praise}, std::pair{"501", Polarity::why_here},
                                             std::pair{"601", Polarity::complaint}, std::pair{"901", Polarity::lane_only}}) {
            Reason reason{code, "produce", "x", polarity, "l", "l", "o", false, false, false, std::string(code) == "601"};
            catalog.reasons.push_back(reason);
        }
        ASSERT_TRUE(organisation.import_catalog(catalog, opened).has_value()) << web.last_failure();
        for (int lane = 1; lane <= 3; ++lane) {
            ASSERT_TRUE(lanes.add_token({"store-1", lane}, "token" + std::to_string(lane), at(opened, 12)).has_value());
        }
        calendar.emplace(*domain::StoreCalendar::make(store));
    }

    void tap(int lane, Day of, const std::vector<std::string>& reasons) {
        auto delivery = make_delivery(outboxes.at(static_cast<std::size_t>(lane)), of, {});
        delivery.lane = lane;
        for (const std::string& reason : reasons) {
            auto placed = make_note(++seqs.at(static_cast<std::size_t>(lane)), of, reason);
            placed.tapped_at = at(of, 18);
            delivery.notes.push_back(placed);
        }
        delivery.received_at = at(of, 18, 1);
        writer.append(delivery);
    }

    /// What one customer said: the same remark key.
    void tap_together(int lane, Day of, const std::string& customer, const std::vector<std::string>& reasons) {
        auto delivery = make_delivery(outboxes.at(static_cast<std::size_t>(lane)), of, {});
        delivery.lane = lane;
        for (const std::string& reason : reasons) {
            auto placed = make_note(++seqs.at(static_cast<std::size_t>(lane)), of, reason);
            placed.note.remark_key = "customer-of-the-day-" + customer;
            delivery.notes.push_back(placed);
        }
        delivery.received_at = at(of, 18, 1);
        writer.append(delivery);
    }

    domain::DigestInput load(Day of, Instant now = at(day(2026, 11, 21), 18)) {
        storage::PgRollupStore rollups(digest);
        for (auto stale = rollups.list_stale(500); !stale->empty(); stale = rollups.list_stale(500)) {
            for (const auto& each : *stale) {
                EXPECT_TRUE(rollups.recompute(each, calendar->bounds_of(each.day), false).has_value())
                    << digest.last_failure();
            }
        }
        storage::PgDigestStore digests(web);
        storage::PgOrganisationStore organisation(web);
        auto input = digests.load_input(store, *calendar, *organisation.load_catalog(), of, now);
        EXPECT_TRUE(input.has_value()) << web.last_failure();
        return input.has_value() ? *input : domain::DigestInput{};
    }

    static const LaneFacts* find_lane(const domain::DigestInput& input, int lane) {
        for (const LaneFacts& facts : input.lanes) {
            if (facts.lane == lane) {
                return &facts;
            }
        }
        return nullptr;
    }

    const Day opened = day(2026, 10, 1);
    const Day friday = day(2026, 11, 20);
    const domain::Store store{"store-1", "Elm Street", "north", {{opened, "America/Chicago", 240}},
                              opened,    {},           false,   {"bakery", "produce"}};
    const std::string database = postgres().make_database();
    const std::shared_ptr<storage::OutboxBook> book = std::make_shared<storage::OutboxBook>();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::Session digest{all_rows(database, "tillnote_digest")};
    storage::PgLaneStore lanes{web, book};
    Writer writer{database, book};
    std::optional<domain::StoreCalendar> calendar;
    const std::vector<Uuid> outboxes{make_outbox_id(), make_outbox_id(), make_outbox_id(), make_outbox_id()};
    std::vector<std::int64_t> seqs = std::vector<std::int64_t>(4);
};

TEST_F(DigestStore, CountsTheDayAndTheWindowsWithoutStaffAndLaneOnlyReasons) {
    tap(1, friday, {"101", "101", "501", "601", "901"});
    tap(1, day(2026, 11, 13), {"101"});
    tap(1, day(2026, 10, 24), {"101", "501"});
    tap(1, day(2026, 10, 23), {"101"});
    postgres().query(database, "INSERT INTO traffic VALUES ('store-1', '2026-11-20', 1834)");
    storage::PgOrganisationStore(web).close_day("store-1", day(2026, 11, 1), "flood");

    const auto input = load(friday);
    EXPECT_THAT(input.remarks, UnorderedElementsAre(Pair("101", 2), Pair("501", 1)));
    EXPECT_THAT(input.remarks_28_days, UnorderedElementsAre(Pair("101", 4), Pair("501", 2)))
        << "24 October is the first of the 28 days, 23 October the day before";
    EXPECT_EQ(input.days_28, 27) << "one was closed";
    ASSERT_EQ(input.remarks_by_day_28.size(), 28u);
    EXPECT_EQ(input.remarks_by_day_28.back(), 2);
    EXPECT_EQ(input.remarks_by_day_28.front(), 1);
    EXPECT_EQ(input.remarks_by_day_28[8], std::nullopt) << "1 November: closed";
    EXPECT_EQ(input.remarks_by_day_28[26], std::nullopt) << "19 November: no lane was heard";
    ASSERT_EQ(input.same_weekdays.size(), 7u) << "2 October is the first Friday since opening";
    EXPECT_EQ(input.same_weekdays[0].day, day(2026, 11, 13));
    EXPECT_THAT(input.same_weekdays[0].remarks, ElementsAre(Pair("101", 1)));
    EXPECT_EQ(input.traffic, 1834);
    EXPECT_EQ(input.district.name, "North");
    EXPECT_EQ(input.zone, "America/Chicago");
    EXPECT_EQ(input.bounds.starts_at, at(friday, 10));
    EXPECT_EQ(input.state, domain::DayState::ended);
    EXPECT_EQ(input.catalog.departments[0].code, "bakery") << "this store's walking order";
    EXPECT_EQ(load(day(2026, 11, 1)).state, domain::DayState::closed);
    EXPECT_EQ(load(friday, at(friday, 18)).state, domain::DayState::open);
    EXPECT_EQ(load(friday, at(day(2028, 1, 1), 18)).state, domain::DayState::sealed);
}

TEST_F(DigestStore, LeavesNotesAboutStaffOutOfTheNotesItShows) {
    tap(1, friday, {"101", "601", "601"});
    ++seqs[1];
    tap(1, friday, {"101"});
    const auto input = load(friday);
    EXPECT_EQ(find_lane(input, 1)->notes_received, 4);
    EXPECT_EQ(find_lane(input, 1)->staff_notes, 2);
    const auto completeness = domain::assess_completeness(input.lanes);
    EXPECT_EQ(completeness.notes_received, 2);
    EXPECT_EQ(completeness.percent, 66) << "2 of 3; 80, 4 of 5, would say that there are two more";
}

TEST_F(DigestStore, CountsTheRemarksOfManyStoreDaysInTheOrderAskedFor) {
    tap(1, friday, {"101", "101", "501", "601", "901"});
    tap(1, day(2026, 11, 13), {"101"});
    const auto input = load(friday);
    storage::PgDigestStore digests(web);
    const std::vector<domain::StoreDay> asked{
        {"store-1", day(2026, 11, 13)}, {"store-2", friday}, {"store-1", friday}, {"store-1", day(2026, 11, 1)}};
    const auto counts = digests.count_remarks(asked);
    ASSERT_TRUE(counts.has_value()) << web.last_failure();
    EXPECT_THAT(*counts, ElementsAre(1, 0, 2, 0));
    EXPECT_EQ(counts->at(2), domain::build_digest(input, *calendar).remarks);
    EXPECT_TRUE(digests.count_remarks({})->empty());
}

TEST_F(DigestStore, KnowsWhichLanesWereHeardAndWhichShouldHaveBeen) {
    tap(1, friday, {"101"});
    tap(2, day(2026, 11, 14), {"101"});
    const auto input = load(friday);
    EXPECT_TRUE(find_lane(input, 1)->heard);
    EXPECT_TRUE(find_lane(input, 1)->expected);
    ASSERT_NE(find_lane(input, 2), nullptr);
    EXPECT_FALSE(find_lane(input, 2)->heard);
    EXPECT_TRUE(find_lane(input, 2)->expected) << "heard within the last seven days";
    EXPECT_EQ(find_lane(input, 2)->last_heard_at, at(day(2026, 11, 14), 18, 1));
    EXPECT_EQ(find_lane(input, 3), nullptr) << "never heard";
    const auto next_day = load(day(2026, 11, 21));
    EXPECT_EQ(find_lane(next_day, 2), nullptr) << "the eighth day";
    EXPECT_TRUE(find_lane(next_day, 1)->expected);

    ASSERT_TRUE(lanes.revoke({"store-1", 2}, at(day(2026, 11, 15), 12)).has_value());
    EXPECT_EQ(find_lane(load(friday), 2), nullptr) << "revoked before the day began";
    EXPECT_TRUE(find_lane(load(day(2026, 11, 14)), 2)->expected) << "but not before that day";
}

TEST_F(DigestStore, ExpectsALaneKnownToHoldSomething) {
    auto held = make_delivery(outboxes[3], day(2026, 11, 2), {});
    held.lane = 3;
    held.pending = 4;
    writer.append(held);
    const auto input = load(friday);
    ASSERT_NE(find_lane(input, 3), nullptr);
    EXPECT_TRUE(find_lane(input, 3)->expected);
    EXPECT_EQ(find_lane(input, 3)->notes_missing, 0) << "they belong to the day of the last contact";
    EXPECT_EQ(find_lane(load(day(2026, 11, 2)), 3)->notes_missing, 4);
    EXPECT_EQ(find_lane(load(day(2026, 11, 1)), 3), nullptr);
}

TEST_F(DigestStore, LeavesIncompleteAndClosedDaysOutOfTheBaseline) {
    for (int week = 4; week >= 1; --week) {
        tap(1, domain::add_days(friday, -7 * week), {"101"});
    }
    tap(2, day(2026, 11, 12), {"101"});  // so lane 2 is expected and silent on the 13th
    ++seqs[1];                           // a note is missing after 13 November
    tap(1, friday, {"101"});
    storage::PgOrganisationStore(web).close_day("store-1", day(2026, 10, 30), "flood");
    const auto input = load(friday);
    ASSERT_GE(input.same_weekdays.size(), 4u);
    EXPECT_FALSE(input.same_weekdays[0].usable) << "13 November: a lane is silent and a note is missing";
    EXPECT_TRUE(input.same_weekdays[1].usable) << "6 November";
    EXPECT_FALSE(input.same_weekdays[2].usable) << "30 October: closed";
    EXPECT_TRUE(input.same_weekdays[3].usable) << "23 October";
    EXPECT_EQ(find_lane(load(day(2026, 11, 13)), 1)->notes_missing, 1);
}

TEST_F(DigestStore, ComparesWithNoDayOnWhichNoLaneWasExpected) {
    tap(1, day(2026, 10, 16), {"101"});  // then an unmarked closure
    tap(1, day(2026, 11, 13), {"101"});
    tap(1, friday, {"101"});
    const auto input = load(friday);
    ASSERT_EQ(input.same_weekdays.size(), 7u);
    EXPECT_TRUE(input.same_weekdays[0].usable) << "13 November";
    EXPECT_FALSE(input.same_weekdays[1].usable) << "6 November: nothing is expected any more";
    EXPECT_FALSE(input.same_weekdays[2].usable);
    EXPECT_FALSE(input.same_weekdays[3].usable) << "23 October: a week after the lane was heard last";
    EXPECT_TRUE(input.same_weekdays[4].usable) << "16 October";
    EXPECT_FALSE(input.same_weekdays[5].usable) << "9 October: before the first lane";
    EXPECT_FALSE(input.windows.days.front().usable);
    const auto built = domain::build_digest(input, *calendar);
    EXPECT_EQ(built.usual_days, 2);
    EXPECT_EQ(built.usual, std::nullopt) << "the first weeks, still";
    EXPECT_FALSE(built.known.enough);
}

TEST_F(DigestStore, ChartsNoDayBeforeTheStoreOpened) {
    tap(1, day(2026, 10, 4), {"101"});
    EXPECT_THAT(load(day(2026, 10, 4)).remarks_by_day_28, ElementsAre(std::nullopt, std::nullopt, std::nullopt, 1));
}

TEST_F(DigestStore, CountsNotesOfAnUnknownDayByReception) {
    auto delivery = make_delivery(outboxes[1], friday, {make_quarantined(1, friday)});
    delivery.received_at = at(day(2026, 10, 25), 18);
    writer.append(delivery);
    EXPECT_EQ(load(friday).notes_unplaced, 1);
    EXPECT_EQ(load(day(2026, 11, 22)).notes_unplaced, 0) << "received more than 28 days before";
    EXPECT_EQ(load(day(2026, 10, 20)).notes_unplaced, 0) << "received later";
}

TEST_F(DigestStore, TakesContactsOfPastDaysForHeard) {
    ASSERT_TRUE(lanes.seed_contacts("store-1", {{3, friday, at(friday, 20)}}).has_value()) << web.last_failure();
    const auto input = load(friday);
    ASSERT_NE(find_lane(input, 3), nullptr);
    EXPECT_TRUE(find_lane(input, 3)->heard);
    EXPECT_EQ(find_lane(input, 3)->notes_received, 0);
}

TEST_F(DigestStore, TakesContactsForHeardOnTheDaysOfTheWindowsToo) {
    const Day before = domain::add_days(friday, -1);
    tap(1, domain::add_days(friday, -2), {"101"});
    ASSERT_TRUE(lanes.seed_contacts("store-1", {{1, before, at(before, 20)}}).has_value()) << web.last_failure();
    tap(1, friday, {"101"});
    const auto& days = load(friday).windows.days;
    EXPECT_EQ(days[days.size() - 2].lanes_heard, 1);
    EXPECT_TRUE(days[days.size() - 2].usable);
}

TEST_F(DigestStore, SaysWhenALaneThatHoldsSomethingWasLastHeardHoweverLongAgo) {
    auto held = make_delivery(outboxes[3], day(2026, 11, 2), {});
    held.lane = 3;
    held.pending = 4;
    writer.append(held);
    ASSERT_TRUE(lanes.seed_contacts("store-1", {{3, day(2026, 11, 2), at(day(2026, 11, 2), 20)}}).has_value());
    EXPECT_EQ(find_lane(load(friday), 3)->last_heard_at, at(day(2026, 11, 2), 20));
}

TEST_F(DigestStore, LoadsTheDaysThatTheTestsNeed) {
    tap(1, friday, {"101", "101", "601", "901"});
    tap(2, friday, {"101"});
    tap(1, day(2026, 11, 10), {"101", "501"});
    tap(1, opened, {"101"});
    postgres().query(database, "INSERT INTO traffic VALUES ('store-1', '2026-11-20', 1834), ('store-1', '2026-10-01', 7)");
    storage::PgOrganisationStore(web).close_day("store-1", day(2026, 11, 12), "flood");
    const auto input = load(friday);
    const auto& days = input.windows.days;
    ASSERT_EQ(days.size(), 51u) << "since the store opened on 1 October";
    EXPECT_EQ(days.front().day, opened);
    EXPECT_EQ(days.front().traffic, 7);
    EXPECT_EQ(days.front().reasons.at("101").remarks, 1);
    EXPECT_EQ(days.back().day, friday);
    EXPECT_EQ(days.back().traffic, 1834);
    EXPECT_EQ(days.back().lanes_heard, 2);
    ASSERT_EQ(days.back().reasons.size(), 1u) << "nothing about staff, nothing lane-only";
    EXPECT_EQ(days.back().reasons.at("101").remarks, 3);
    EXPECT_EQ(days.back().reasons.at("101").breadth, 2) << "two lanes within two hours";
    const auto& flooded = days[days.size() - 9];
    EXPECT_EQ(flooded.day, day(2026, 11, 12));
    EXPECT_FALSE(flooded.open);
    EXPECT_FALSE(flooded.usable);
    EXPECT_TRUE(days[days.size() - 11].usable) << "10 November: its one lane was heard";
    EXPECT_FALSE(days[days.size() - 8].usable) << "13 November: the lane of the 10th is silent";
    EXPECT_FALSE(days[days.size() - 8].traffic);
    ASSERT_EQ(input.windows.hours.size(), 1u);
    EXPECT_EQ(input.windows.hours[0].hour, 8) << "18:00 UTC is noon in Chicago, eight hours after four";
    EXPECT_EQ(input.windows.hours[0].remarks, 3);
    EXPECT_EQ(input.windows.hours[0].lanes_open, 2);
    EXPECT_EQ(load(day(2027, 1, 15)).windows.days.size(), static_cast<std::size_t>(domain::digest_window_days));
}

TEST_F(DigestStore, TakesNoHolidayForABaseline) {
    for (const Day each : {day(2026, 11, 19), day(2026, 11, 25), day(2026, 11, 26)}) {
        tap(1, each, {"101"});
    }
    const auto input = load(day(2026, 11, 27), at(day(2026, 11, 28), 18));
    const auto& days = input.windows.days;
    EXPECT_FALSE(days[days.size() - 2].usable) << "Thanksgiving";
    EXPECT_TRUE(days[days.size() - 2].open);
    EXPECT_TRUE(days[days.size() - 9].usable);
}

TEST_F(DigestStore, HearsReasonsTogetherOfOneCustomerFromFivePairsUp) {
    for (int customer = 0; customer < 5; ++customer) {
        tap_together(1, domain::add_days(friday, -customer), "a", {"101", "501", "601"});
        tap_together(2, domain::add_days(friday, -customer), "a", {"101", "501"});
    }
    for (int customer = 0; customer < 4; ++customer) {
        tap_together(1, domain::add_days(friday, -27), std::to_string(customer) + "b", {"101", "501"});
        tap_together(1, domain::add_days(friday, -28), std::to_string(customer) + "c", {"101", "501"});
    }
    const auto pairs = load(friday).windows.pairs;
    ASSERT_EQ(pairs.size(), 1u) << "none about staff";
    EXPECT_EQ(pairs[0].first, "101");
    EXPECT_EQ(pairs[0].second, "501");
    EXPECT_EQ(pairs[0].pairs, 14) << "the same key on two lanes is two customers; 23 October is before the 28 days";
    EXPECT_TRUE(load(domain::add_days(friday, -28)).windows.pairs.empty()) << "four are too few";
    ASSERT_EQ(domain::build_digest(load(friday), *calendar).together.size(), 1u);
}

}  // namespace
}  // namespace tillnote::test
