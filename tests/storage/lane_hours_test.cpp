#include "server/storage/lane_hours.hpp"

#include "server/storage/pg_digest_store.hpp"
#include "server/storage/pg_lane_store.hpp"
#include "server/storage/pg_organisation_store.hpp"
#include "server/storage/pg_rollup_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <thread>

namespace tillnote::test {
namespace {

using namespace std::chrono_literals;

/// A store in Chicago with two lanes, enrolled in the morning of its day.
class LaneHours : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        ASSERT_TRUE(organisation.put_store(store).has_value()) << web.last_failure();
        storage::PgLaneStore by_web(web, book);
        for (int lane = 1; lane <= 2; ++lane) {
            const auto token = "token" + std::to_string(lane);
            ASSERT_TRUE(by_web.add_token({"store-1", lane}, token, at(today, 13, 30)).has_value());
            enrolments.push_back((*by_web.find_by_token(token))->current);
        }
    }

    void report(int lane, const Uuid& outbox, const std::vector<std::pair<int, std::int64_t>>& hours) {
        std::vector<domain::LaneHour> placed;
        for (const auto& [hour, count] : hours) {
            placed.push_back({at(today, hour), at(today, hour) + 1h, today, count});
        }
        ASSERT_TRUE(lanes.record_hours(enrolments.at(static_cast<std::size_t>(lane - 1)), outbox, placed).has_value())
            << ingest.last_failure();
    }

    std::vector<domain::StoreDay> wrong_days() {
        storage::Session session(all_rows(database, "tillnote_migrate"));
        const auto days = storage::PgRollupStore(session).list_days_with_wrong_transactions();
        EXPECT_TRUE(days.has_value()) << session.last_failure();
        return *days;
    }

    void tell_of(int lane, Day business_day) {
        const auto of_lane = static_cast<std::size_t>(lane - 1);
        const std::vector<domain::LaneHour> hours{{at(business_day, 20), at(today, 14), business_day, 9}};
        ASSERT_TRUE(lanes.record_hours(enrolments.at(of_lane), second, hours).has_value()) << ingest.last_failure();
    }

    void contact(int lane, const std::string& business_day, const std::string& last_heard_at) {
        postgres().query(database, "INSERT INTO contact VALUES ('store-1', '" + business_day + "', " + std::to_string(lane) +
                                       ", '" + last_heard_at +
                                       "') ON CONFLICT (store_id, business_day, lane) DO UPDATE SET last_heard_at = "
                                       "excluded.last_heard_at");
    }

    std::optional<std::int64_t> traffic() {
        const auto calendar = *domain::StoreCalendar::make(store);
        storage::PgDigestStore digests(web);
        auto input = digests.load_input(store, calendar, {}, today, at(today, 22));
        EXPECT_TRUE(input.has_value()) << web.last_failure();
        EXPECT_EQ(
            postgres().query(database, "SELECT staffed_transactions FROM day_traffic WHERE business_day = '2026-11-20'"),
            input->traffic ? std::to_string(*input->traffic) : "")
            << "what programs of others read";
        EXPECT_THAT(wrong_days(), testing::IsEmpty());
        return input->traffic;
    }

    const Day today = day(2026, 11, 20);
    const domain::Store store{"store-1",       "Elm Street", "north", {{day(2026, 1, 1), "America/Chicago", 240}},
                              day(2026, 1, 1), {},           false,   {}};
    const std::string database = postgres().make_database();
    const std::shared_ptr<storage::OutboxBook> book = std::make_shared<storage::OutboxBook>();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::Session ingest{all_rows(database, "tillnote_ingest")};
    storage::PgLaneStore lanes{ingest, book};
    std::vector<domain::Enrolment> enrolments;
    const Uuid first = make_outbox_id();
    const Uuid second = make_outbox_id();
};

TEST_F(LaneHours, SumUpToTheTrafficOfTheDay) {
    EXPECT_FALSE(traffic()) << "nobody counted";
    report(1, first, {{14, 20}, {15, 31}});
    report(2, second, {{15, 9}});
    EXPECT_EQ(traffic(), 60);
}

TEST_F(LaneHours, ChangeNothingWhenTheyAreToldAgain) {
    report(1, first, {{14, 20}, {15, 31}});
    report(1, first, {{14, 20}, {15, 31}});
    report(1, first, {{15, 35}});
    report(1, first, {{15, 33}});
    EXPECT_EQ(traffic(), 55) << "an hour grows, and an older heartbeat that comes late does not shrink it";
    report(1, second, {{15, 2}});
    EXPECT_EQ(traffic(), 57) << "a new outbox began to count anew";
}

TEST_F(LaneHours, AreKeptApartWhereNoDayCanBeTold) {
    const auto unplaced = [this] {
        return postgres().query(database, "SELECT coalesce(sum(staffed_transactions), 0) FROM unplaced_hour");
    };
    report(1, first, {{14, 20}});
    const auto tell = [&](std::int64_t count, std::optional<Day> business_day) {
        const std::vector<domain::LaneHour> hours{{at(today, 15), at(today, 16), business_day, count}};
        ASSERT_TRUE(lanes.record_hours(enrolments.at(0), first, hours).has_value()) << ingest.last_failure();
    };
    tell(7, std::nullopt);
    tell(9, std::nullopt);
    tell(8, std::nullopt);
    EXPECT_EQ(unplaced(), "9") << "absolute, and told by an older heartbeat last";
    EXPECT_EQ(traffic(), 20);
    tell(11, today);
    EXPECT_EQ(unplaced(), "0") << "it counts now, and not twice";
    EXPECT_EQ(traffic(), 31);
}

TEST_F(LaneHours, GiveWayToAGivenFigure) {
    report(1, first, {{14, 20}});
    ASSERT_TRUE(storage::PgOrganisationStore(web)
                    .put_traffic(std::vector<domain::TrafficDay>{{"store-1", today, 1834}})
                    .has_value());
    EXPECT_EQ(traffic(), 1834);
}

TEST_F(LaneHours, SayNothingWhileALaneWithNotesHasCountedNone) {
    report(1, first, {{14, 20}});
    Writer writer(database, book);
    auto delivery = make_delivery(make_outbox_id(), today, {make_note(1, today)});
    delivery.lane = 2;
    writer.append(delivery);
    storage::Session digest(all_rows(database, "tillnote_digest"));
    const auto calendar = *domain::StoreCalendar::make(store);
    ASSERT_TRUE(storage::PgRollupStore(digest).recompute({"store-1", today}, calendar.bounds_of(today), false).has_value());
    EXPECT_FALSE(traffic()) << "a sum without lane 2 would be too low";
    report(2, second, {{14, 0}});
    EXPECT_EQ(traffic(), 20);
}

TEST_F(LaneHours, SayNothingWhileALaneInContactHasCountedNoneForAWeek) {
    report(1, first, {{14, 20}});
    contact(2, "2026-11-20", "2026-11-20 18:00Z");
    EXPECT_FALSE(traffic()) << "lane 2 may ring up customers without saying so";
    const std::vector<domain::LaneHour> week_ago{{at(today, 14), at(today, 15), day(2026, 11, 13), 9}};
    ASSERT_TRUE(lanes.record_hours(enrolments.at(1), second, week_ago).has_value()) << ingest.last_failure();
    EXPECT_EQ(traffic(), 20) << "its POS makes the calls, so it stood still today";
}

/// Its terminal is off, or its network is down: it may have sold as much as all others.
TEST_F(LaneHours, SayNothingWhileALaneThatCountedLatelyIsOutOfReach) {
    report(1, first, {{14, 20}});
    tell_of(2, day(2026, 11, 12));
    EXPECT_EQ(traffic(), 20) << "silent for more than a week: nothing is expected of lane 2";
    tell_of(2, day(2026, 11, 13));
    EXPECT_FALSE(traffic()) << "lane 2 may still tell of today";
    contact(2, "2026-11-19", "2026-11-19 23:00Z");
    EXPECT_FALSE(traffic()) << "that was before";
    contact(2, "2026-11-22", "2026-11-22 15:00Z");
    EXPECT_EQ(traffic(), 20) << "it has returned, and had nothing to tell";
}

TEST_F(LaneHours, AreWholeAgainOnceALaneOutOfReachHasTold) {
    report(1, first, {{14, 20}});
    tell_of(2, day(2026, 11, 19));
    EXPECT_FALSE(traffic());
    report(2, second, {{15, 9}});
    EXPECT_EQ(traffic(), 29);
}

TEST_F(LaneHours, ExpectNothingOfALaneThatWasRevokedBeforeTheStoreWasLastHeard) {
    report(1, first, {{14, 20}});
    tell_of(2, day(2026, 11, 19));
    const auto revoke = [&](const std::string& at) {
        postgres().query(database, "UPDATE enrolment SET revoked_at = '" + at + "' WHERE lane = 2");
    };
    revoke("2026-11-20 20:00Z");
    EXPECT_FALSE(traffic()) << "no lane has been in contact: nobody knows when the day was over";
    contact(1, "2026-11-20", "2026-11-20 19:59Z");
    EXPECT_FALSE(traffic()) << "in force to the end";
    contact(1, "2026-11-20", "2026-11-21 02:00Z");
    EXPECT_EQ(traffic(), 20) << "taken away at two in the afternoon";
    revoke("2026-11-21 02:01Z");
    EXPECT_FALSE(traffic());
    ASSERT_TRUE(storage::PgLaneStore(web, book).add_token({"store-1", 2}, "anew", at(today, 14)).has_value());
    EXPECT_FALSE(traffic()) << "the new terminal has not been in contact either";
}

TEST_F(LaneHours, BelongToNobodyBeforeTheEnrolment) {
    report(1, first, {{12, 50}, {13, 7}});
    EXPECT_EQ(traffic(), 7) << "the terminal stood elsewhere until 13:30";
}

TEST_F(LaneHours, OfTwoHeartbeatsAtOnceAreBothInTheSumOfTheDay) {
    pqxx::connection other(postgres().connection_string(database, "tillnote_ingest") +
                           " options='-c search_path=tillnote -c tillnote.reads_stores=* -c tillnote.changes_stores=*'");
    pqxx::work transaction(other);
    transaction.exec("SELECT add_transactions('store-1', '" + second.to_string() + "', '" +
                     enrolments.front().enrolment_id.to_string() +
                     "', 1::smallint, '{2026-11-20 14:00Z}', '{2026-11-20 15:00Z}', '{2026-11-20}', '{5}')");
    std::thread one([this] { report(1, first, {{14, 20}}); });
    EXPECT_EQ(postgres().wait_for(database, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'", "1"),
              "1");
    transaction.commit();
    one.join();
    EXPECT_EQ(traffic(), 25);
}

TEST_F(LaneHours, AreWhatVerifyHoldsTheirDaysAgainst) {
    report(1, first, {{14, 20}});
    EXPECT_THAT(wrong_days(), testing::IsEmpty());
    postgres().query(database, "UPDATE transaction_day SET staffed_transactions = 21");
    EXPECT_THAT(wrong_days(), testing::ElementsAre(domain::StoreDay{"store-1", today}));
    postgres().query(database, "UPDATE transaction_day SET staffed_transactions = 20, lanes = '{1,2}'");
    EXPECT_THAT(wrong_days(), testing::ElementsAre(domain::StoreDay{"store-1", today}));
    postgres().query(database, "DELETE FROM transaction_day");
    EXPECT_THAT(wrong_days(), testing::ElementsAre(domain::StoreDay{"store-1", today}));
}

TEST_F(LaneHours, AreNotForTheRoleOfThePages) {
    EXPECT_THROW(postgres().query(database, "SET ROLE tillnote_web; SELECT lane FROM transaction_hour"), std::runtime_error);
    EXPECT_NO_THROW(postgres().query(
        database, "SET ROLE tillnote_web; SELECT * FROM traffic_by_lanes('{store-1}', '2026-11-01', '2026-11-30')"));
}

}  // namespace
}  // namespace tillnote::test
