#include "server/storage/pg_lane_store.hpp"

#include "server/storage/pg_organisation_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using namespace std::chrono_literals;

class LaneStore : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(session);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << session.last_failure();
        const domain::Store store{"store-1",       "Elm Street", "north", {{day(2026, 1, 1), "America/Chicago", 240}},
                                  day(2026, 1, 1), {},           false,   {}};
        ASSERT_TRUE(organisation.put_store(store).has_value()) << session.last_failure();
    }

    Uuid start(const std::string& code, std::optional<std::string> previous = {}) {
        const Uuid id = make_outbox_id();
        EXPECT_TRUE(
            lanes.start_enrolment(id, code, "secret-hash", "till 5", std::move(previous), now, now + 10min).has_value())
            << session.last_failure();
        return id;
    }
    Result<EnrolmentAnswer> poll(const Uuid& id, const std::string& token = "token-hash") {
        now += 2s;
        return lanes.poll_enrolment(id, "secret-hash", token, now);
    }
    std::string query(const std::string& sql) { return postgres().query(database, sql); }

    Instant now = at(day(2026, 11, 20), 15);
    const std::string database = postgres().make_database();
    const std::shared_ptr<storage::OutboxBook> book = std::make_shared<storage::OutboxBook>();
    storage::Session session{all_rows(database, "tillnote_web")};
    storage::PgLaneStore lanes{session, book};
    storage::Session ingest_session{all_rows(database, "tillnote_ingest")};
    storage::PgLaneStore ingest{ingest_session, book};
};

TEST_F(LaneStore, EnrolsALaneFromCodeToToken) {
    const Uuid id = start("ABCD-EFGH");
    EXPECT_EQ(poll(id)->state, EnrolmentState::pending);
    EXPECT_EQ(lanes.poll_enrolment(id, "secret-hash", "t", now)->state, EnrolmentState::slow_down);
    const auto pending = lanes.list_pending(now);
    ASSERT_EQ(pending->size(), 1u);
    EXPECT_EQ(pending->front().code, "ABCD-EFGH");
    EXPECT_EQ(pending->front().device, "till 5");
    EXPECT_EQ(pending->front().enrolment_id, id);

    ASSERT_TRUE(lanes.approve("ABCD-EFGH", {"store-1", 5}, now).has_value()) << session.last_failure();
    EXPECT_TRUE(lanes.list_pending(now)->empty());
    const auto first = poll(id, "lost-token");
    ASSERT_TRUE(first.has_value()) << session.last_failure();
    EXPECT_EQ(first->state, EnrolmentState::approved);
    EXPECT_EQ(first->store, "store-1");
    EXPECT_EQ(first->lane, 5);
    EXPECT_EQ(poll(id, "kept-token")->state, EnrolmentState::approved) << "a lost answer must not lose the lane";

    const auto identity = ingest.find_by_token("kept-token");
    ASSERT_TRUE(identity.has_value() && identity->has_value()) << ingest_session.last_failure();
    EXPECT_EQ((*identity)->current.enrolment_id, id);
    EXPECT_EQ((*identity)->current.lane, 5);
    EXPECT_FALSE((*identity)->revoked);
    EXPECT_EQ(poll(id, "third").error().code, ErrorCode::enrolment_over) << "a token has been used";
    EXPECT_FALSE(ingest.find_by_token("third")->has_value());
}

TEST_F(LaneStore, RefusesWrongCodesSecretsAndStores) {
    const Uuid id = start("ABCD-EFGH");
    EXPECT_EQ(lanes.poll_enrolment(id, "other-secret", "t", now).error().code, ErrorCode::not_found);
    EXPECT_EQ(lanes.poll_enrolment(make_outbox_id(), "secret-hash", "t", now).error().code, ErrorCode::not_found);
    EXPECT_EQ(lanes.approve("WRNG-CODE", {"store-1", 5}, now).error().code, ErrorCode::not_found);
    EXPECT_EQ(lanes.approve("ABCD-EFGH", {"store-9", 5}, now).error().code, ErrorCode::impossible_value);
    EXPECT_EQ(lanes.start_enrolment(make_outbox_id(), "ABCD-EFGH", "s", "d", {}, now, now + 10min).error().code,
              ErrorCode::conflict);
    EXPECT_EQ(lanes.approve("ABCD-EFGH", {"store-1", 5}, now + 11min).error().code, ErrorCode::not_found) << "expired";
    EXPECT_EQ(lanes.poll_enrolment(id, "secret-hash", "t", now + 11min)->state, EnrolmentState::expired);
    ASSERT_TRUE(lanes.deny("ABCD-EFGH", now).has_value());
    EXPECT_EQ(poll(id)->state, EnrolmentState::denied);
    EXPECT_EQ(lanes.approve("ABCD-EFGH", {"store-1", 5}, now).error().code, ErrorCode::enrolment_over);
}

TEST_F(LaneStore, LetsTheNewTokenDeliverTheOldNotesOfTheSameTerminal) {
    const Uuid first = start("AAAA-AAAA");
    ASSERT_TRUE(lanes.approve("AAAA-AAAA", {"store-1", 5}, now).has_value());
    poll(first, "first-token");
    ingest.find_by_token("first-token");
    ASSERT_TRUE(lanes.revoke({"store-1", 5}, now).has_value());
    EXPECT_TRUE((*ingest.find_by_token("first-token"))->revoked);

    const Uuid second = start("BBBB-BBBB", "first-token");
    ASSERT_TRUE(lanes.approve("BBBB-BBBB", {"store-1", 6}, now + 1min).has_value()) << session.last_failure();
    poll(second, "second-token");
    const Uuid third = start("CCCC-CCCC", "second-token");
    ASSERT_TRUE(lanes.approve("CCCC-CCCC", {"store-1", 7}, now + 2min).has_value());
    poll(third, "third-token");

    const auto identity = ingest.find_by_token("third-token");
    ASSERT_TRUE(identity.has_value() && identity->has_value());
    EXPECT_EQ((*identity)->current.lane, 7);
    ASSERT_EQ((*identity)->earlier.size(), 2u);
    EXPECT_EQ((*identity)->find_enrolment(first)->lane, 5);
    EXPECT_EQ((*identity)->find_enrolment(second)->lane, 6);
    EXPECT_EQ((*identity)->find_enrolment(make_outbox_id()), nullptr);
}

TEST_F(LaneStore, GivesFurtherTokensToTheSameEnrolment) {
    ASSERT_TRUE(lanes.add_token({"store-1", 9}, "one", now).has_value()) << session.last_failure();
    ASSERT_TRUE(lanes.add_token({"store-1", 9}, "two", now).has_value());
    EXPECT_EQ((*lanes.find_by_token("one"))->current.enrolment_id, (*lanes.find_by_token("two"))->current.enrolment_id);
    EXPECT_EQ(lanes.add_token({"nowhere", 9}, "three", now).error().code, ErrorCode::impossible_value);
    EXPECT_EQ(lanes.revoke({"store-1", 8}, now).error().code, ErrorCode::not_found);
    ASSERT_TRUE(lanes.revoke({"store-1", 9}, now).has_value());
    EXPECT_EQ(lanes.revoke({"store-1", 9}, now).error().code, ErrorCode::not_found) << "none in force";
    EXPECT_FALSE(lanes.find_by_token("unknown")->has_value());
}

TEST_F(LaneStore, ListsTheNewestPendingEnrolmentsFirst) {
    start("AAAA-AAAA");
    now += 1s;
    start("BBBB-BBBB");
    const auto pending = lanes.list_pending(now);
    ASSERT_EQ(pending->size(), 2u);
    EXPECT_EQ(pending->front().code, "BBBB-BBBB");
    query(
        "INSERT INTO enrolment_request SELECT gen_random_uuid(), 'N' || n, 's', NULL, 'd', 'pending', NULL, NULL,"
        " '2026-11-19 12:00Z', '2026-11-21 12:00Z' FROM generate_series(1, 1100) AS n");
    EXPECT_EQ(lanes.list_pending(now)->front().code, "BBBB-BBBB") << "a flood of old ones hides none";
    EXPECT_EQ(lanes.list_pending(now)->size(), 1'000u);
}

TEST_F(LaneStore, KeepsAFewUnusedTokensOfATerminalThatPollsForEver) {
    const Uuid id = start("ABCD-EFGH");
    ASSERT_TRUE(lanes.approve("ABCD-EFGH", {"store-1", 5}, now).has_value());
    ASSERT_TRUE(lanes.add_token({"store-1", 5}, "of-the-operator", now).has_value());
    for (int i = 1; i <= 12; ++i) {
        EXPECT_EQ(poll(id, "token-" + std::to_string(i))->state, EnrolmentState::approved) << session.last_failure();
    }
    EXPECT_EQ(query("SELECT count(*) FROM lane_token WHERE by_poll"), "5");
    EXPECT_FALSE(lanes.find_by_token("token-7")->has_value());
    EXPECT_TRUE(lanes.find_by_token("token-8")->has_value());
    EXPECT_TRUE(lanes.find_by_token("of-the-operator")->has_value()) << "older ones stay valid";
}

TEST_F(LaneStore, ShowsBothLanesOfAClonedOutboxUntilAWeekHasPassed) {
    for (const int lane : {3, 4, 5}) {
        ASSERT_TRUE(lanes.add_token({"store-1", lane}, "token-" + std::to_string(lane), now).has_value());
    }
    HeartbeatRequest heartbeat;
    heartbeat.outbox_id = make_outbox_id();
    const auto beat = [&](int lane) {
        const auto identity = **ingest.find_by_token("token-" + std::to_string(lane));
        EXPECT_TRUE(ingest.record_heartbeat(identity.current, heartbeat, day(2026, 11, 20), now).has_value())
            << ingest_session.last_failure();
    };
    const auto cloned = [&] {
        std::vector<int> list;
        const auto statuses_now = lanes.list_lanes("store-1");
        for (const auto& status : *statuses_now) {
            if (status.cloned) {
                list.push_back(status.lane);
            }
        }
        return list;
    };
    beat(3);
    beat(3);
    EXPECT_THAT(cloned(), testing::ElementsAre());
    beat(4);
    EXPECT_THAT(cloned(), testing::ElementsAre(3, 4));
    now += std::chrono::days{8};
    beat(4);
    EXPECT_THAT(cloned(), testing::ElementsAre());
}

TEST_F(LaneStore, TellsAClonedImageThatEnrolledAgainFromATerminalThatMoved) {
    const Uuid first = start("AAAA-AAAA");
    ASSERT_TRUE(lanes.approve("AAAA-AAAA", {"store-1", 5}, now).has_value());
    poll(first, "first-token");
    const Uuid second = start("BBBB-BBBB", "first-token");
    ASSERT_TRUE(lanes.approve("BBBB-BBBB", {"store-1", 6}, now).has_value());
    poll(second, "second-token");
    HeartbeatRequest heartbeat;
    heartbeat.outbox_id = make_outbox_id();
    const auto beat = [&](const std::string& token) {
        EXPECT_TRUE(
            ingest.record_heartbeat((*ingest.find_by_token(token))->current, heartbeat, day(2026, 11, 20), now).has_value())
            << ingest_session.last_failure();
    };
    beat("first-token");
    beat("second-token");
    EXPECT_FALSE(lanes.list_lanes({})->front().cloned) << "it has moved";
    beat("first-token");
    EXPECT_TRUE(lanes.list_lanes({})->front().cloned) << "it has not: both are there";
}

TEST_F(LaneStore, RecordsAHeartbeatAndAnswersHaveSeq) {
    ASSERT_TRUE(lanes.add_token({"store-1", 3}, "token", now).has_value());
    const auto identity = **ingest.find_by_token("token");
    Writer writer(database, book);
    const Uuid outbox = make_outbox_id();
    const Day today = day(2026, 11, 20);
    writer.append(make_delivery(outbox, today, {make_note(1, today), make_note(2, today)}));

    HeartbeatRequest heartbeat;
    heartbeat.outbox_id = outbox;
    heartbeat.last_seq = 9;
    heartbeat.pending = 7;
    heartbeat.rejected = 1;
    heartbeat.version = "0.1.0";
    const auto have_seq = ingest.record_heartbeat(identity.current, heartbeat, today, now);
    ASSERT_TRUE(have_seq.has_value()) << ingest_session.last_failure();
    EXPECT_EQ(*have_seq, 2);
    EXPECT_EQ(query("SELECT have_seq, pending, rejected, last_seq, version, contact_day FROM outbox"),
              "2|7|1|9|0.1.0|2026-11-20");

    const auto list = lanes.list_lanes("store-1");
    ASSERT_TRUE(list.has_value()) << session.last_failure();
    ASSERT_EQ(list->size(), 1u);
    EXPECT_EQ(list->front().pending, 7);
    EXPECT_EQ(list->front().version, "0.1.0");
    EXPECT_EQ(list->front().enrolment_id, identity.current.enrolment_id);
    EXPECT_EQ(list->front().last_heard_at, at(today, 20)) << "the delivery came later than the heartbeat";
    EXPECT_TRUE(lanes.list_lanes("store-2")->empty());
    EXPECT_EQ(lanes.list_lanes({})->size(), 1u);
}

}  // namespace
}  // namespace tillnote::test
