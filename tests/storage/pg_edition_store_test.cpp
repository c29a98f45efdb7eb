#include "server/storage/pg_edition_store.hpp"

#include "server/storage/pg_delivery_store.hpp"
#include "server/storage/pg_organisation_store.hpp"
#include "server/storage/pg_recipient_store.hpp"
#include "server/storage/pg_rollup_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using domain::DayChange;
using domain::EditionRecord;
using domain::RunOutcome;
using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;

class EditionStore : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        for (const char* id : {"store-1", "store-2"}) {
            ASSERT_TRUE(
                organisation.put_store({id, "Elm", "north", {{friday, "America/Chicago", 240}}, friday, {}, false, {}})
                    .has_value())
                << web.last_failure();
        }
    }
    EditionRecord record(Day of, int number, Instant frozen_at, int remarks = 3) {
        return {"store-1", of, {number, frozen_at, number}, remarks, "{\"input\": 1 }", "{\"edition\":null}"};
    }
    void freeze(Day of, Instant frozen_at, int remarks = 3) {
        const auto frozen = editions.freeze(record(of, 1, frozen_at, remarks), {}, std::nullopt);
        ASSERT_TRUE(frozen && *frozen) << digest.last_failure();
    }
    void amend(Day of, int number, Instant frozen_at, int remarks) {
        const auto amended = editions.amend(record(of, number, frozen_at, remarks), {of, 0, frozen_at});
        ASSERT_TRUE(amended && *amended) << digest.last_failure();
    }
    void recount(Day of, bool sealed = false) {
        storage::PgRollupStore rollups(digest);
        ASSERT_TRUE(rollups.recompute({"store-1", of}, {at(of, 10), at(domain::add_days(of, 1), 10)}, sealed))
            << digest.last_failure();
    }

    const Day friday = day(2025, 11, 21);
    const Instant morning = at(day(2025, 11, 22), 11, 45);
    const std::string database = postgres().make_database();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::Session digest{all_rows(database, "tillnote_digest")};
    storage::PgEditionStore editions{digest};
};

TEST_F(EditionStore, KeepsAnEditionByteForByteForReaders) {
    freeze(friday, morning);
    storage::PgEditionStore reader(web);
    const auto found = reader.find_edition("store-1", friday, std::nullopt);
    ASSERT_TRUE(found && *found) << web.last_failure();
    EXPECT_EQ((*found)->input, "{\"input\": 1 }");
    EXPECT_EQ((*found)->digest, "{\"edition\":null}");
    EXPECT_EQ((*found)->edition.frozen_at, morning);
    EXPECT_EQ((*found)->edition.of, 1);
    EXPECT_EQ(*reader.find_run("store-1", friday), RunOutcome::frozen);
    EXPECT_FALSE((*reader.find_edition("store-1", friday, 2)).has_value());
    EXPECT_FALSE((*reader.find_edition("store-2", friday, std::nullopt)).has_value());
    EXPECT_EQ(*reader.find_run("store-2", friday), std::nullopt);
    EXPECT_THROW(postgres().query(database, "SET ROLE tillnote_digest; UPDATE edition SET digest = ''"), std::runtime_error);
    EXPECT_THROW(postgres().query(database, "SET ROLE tillnote_web; DELETE FROM edition"), std::runtime_error);
}

TEST_F(EditionStore, FreezesADayOnceHoweverManyServersTry) {
    domain::OutgoingDelivery delivery;
    delivery.delivery_id = make_outbox_id();
    delivery.store = "store-1";
    delivery.target_id = make_outbox_id();
    delivery.day = friday;
    delivery.edition = 1;
    delivery.message_id = "one@t.example";
    delivery.due_at = morning;
    EXPECT_TRUE(*editions.freeze(record(friday, 1, morning), {delivery}, std::nullopt)) << digest.last_failure();
    delivery.delivery_id = make_outbox_id();
    const auto second = editions.freeze(record(friday, 1, morning + minutes{1}), {delivery}, std::nullopt);
    ASSERT_TRUE(second) << digest.last_failure();
    EXPECT_FALSE(*second);
    EXPECT_EQ((*editions.find_edition("store-1", friday, 1))->edition.frozen_at, morning);
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM delivery"), "1");
}

TEST_F(EditionStore, ReadsBothEditionsOfAnAmendedDay) {
    freeze(friday, morning, 3);
    amend(friday, 2, morning + hours{4}, 8);
    EXPECT_EQ((*editions.find_edition("store-1", friday, std::nullopt))->edition.number, 2);
    EXPECT_EQ((*editions.find_edition("store-1", friday, std::nullopt))->remarks, 8);
    EXPECT_EQ((*editions.find_edition("store-1", friday, 1))->remarks, 3);
    EXPECT_EQ((*editions.find_edition("store-1", friday, 1))->edition.of, 2);
    EXPECT_FALSE(*editions.amend(record(friday, 2, morning, 9), {friday, 0, morning})) << "another server has";
}

TEST_F(EditionStore, SaysWhatAmendmentsChangedSinceTheDigestBefore) {
    const Day saturday = domain::add_days(friday, 1);
    const Day sunday = domain::add_days(friday, 2);
    freeze(friday, morning, 3);
    amend(friday, 2, morning + hours{4}, 8);
    EXPECT_THAT(*editions.list_amended("store-1", friday), IsEmpty());
    const auto then = editions.list_amended("store-1", saturday);
    ASSERT_EQ(then->size(), 1U) << digest.last_failure();
    EXPECT_EQ(then->at(0).day, friday);
    EXPECT_EQ(then->at(0).remarks_before, 3);
    EXPECT_EQ(then->at(0).remarks_now, 8);
    EXPECT_EQ(then->at(0).edition, 2);
    freeze(saturday, morning + hours{24});
    EXPECT_THAT(*editions.list_amended("store-1", sunday), IsEmpty()) << "was told on Saturday";
    amend(friday, 3, morning + hours{30}, 9);
    amend(friday, 4, morning + hours{31}, 10);
    const auto later = editions.list_amended("store-1", sunday);
    ASSERT_EQ(later->size(), 1U);
    EXPECT_EQ(later->at(0).remarks_before, 8) << "as Saturday's digest knew it";
    EXPECT_EQ(later->at(0).remarks_now, 10);
    EXPECT_EQ(later->at(0).edition, 4);
}

TEST_F(EditionStore, RemembersThatAnEndedDayWasRecountedUntilAnEditionTookItIn) {
    recount(friday);
    auto changes = editions.list_changes("store-1");
    ASSERT_EQ(changes->size(), 1U) << digest.last_failure();
    const DayChange seen = changes->at(0);
    EXPECT_EQ(seen.day, friday);
    recount(friday);
    EXPECT_TRUE(*editions.freeze(record(friday, 1, morning), {}, seen));
    EXPECT_EQ(editions.list_changes("store-1")->size(), 1U) << "a recount the edition may not have seen";
    ASSERT_TRUE(editions.drop_change("store-1", editions.list_changes("store-1")->at(0)));
    EXPECT_THAT(*editions.list_changes("store-1"), IsEmpty());
    recount(friday, true);
    EXPECT_THAT(*editions.list_changes("store-1"), IsEmpty()) << "sealed";
    recount(day(2099, 1, 1));
    EXPECT_THAT(*editions.list_changes("store-1"), IsEmpty()) << "has not ended";
}

TEST_F(EditionStore, ListsEveryStoresScheduleWithWhoIsSentIt) {
    domain::Recipient recipient;
    recipient.recipient_id = make_outbox_id();
    recipient.store = "store-1";
    recipient.email = "a@x.example";
    recipient.local_time = minutes{300};
    ASSERT_TRUE(storage::PgRecipientStore(web).add_recipient(recipient, "t", "h", morning)) << web.last_failure();
    recipient.recipient_id = make_outbox_id();
    recipient.kind = domain::DeliveryKind::alert;
    ASSERT_TRUE(storage::PgRecipientStore(web).add_recipient(recipient, "t", "h", morning)) << web.last_failure();
    storage::Session owner{all_rows(database, "tillnote_migrate")};
    ASSERT_TRUE(storage::PgRecipientStore(owner).add_webhook(
        {make_outbox_id(), std::nullopt, domain::DeliveryKind::digest, "https://x", "/s"}, morning));
    recount(friday);
    ASSERT_TRUE(editions.record_run("store-1", friday, RunOutcome::closed, morning));

    const auto schedules = editions.list_schedules();
    ASSERT_TRUE(schedules && schedules->size() == 2) << digest.last_failure();
    const auto& first = schedules->at(0);
    EXPECT_EQ(first.last_decided, friday);
    EXPECT_THAT(first.changed_days, ElementsAre(friday));
    ASSERT_EQ(first.targets.size(), 2U) << "alerts are no digests";
    EXPECT_EQ(first.targets[first.targets[0].local_time ? 0 : 1].local_time, minutes{300});
    EXPECT_EQ(schedules->at(1).last_decided, std::nullopt);
    EXPECT_EQ(schedules->at(1).targets.size(), 1U) << "the chain's webhook";
}

TEST_F(EditionStore, LetsAChainWithAHistoryBeginEarlierUntilSomethingWasSent) {
    storage::Session owner{all_rows(database, "tillnote_migrate")};
    storage::PgEditionStore operators{owner};
    ASSERT_TRUE(editions.record_run("store-1", friday, RunOutcome::begun, morning));
    ASSERT_TRUE(operators.begin_after("store-1", domain::add_days(friday, -1), morning)) << owner.last_failure();
    EXPECT_EQ(editions.list_schedules()->at(0).last_decided, domain::add_days(friday, -1));
    freeze(friday, morning);
    ASSERT_TRUE(operators.begin_after("store-1", domain::add_days(friday, -9), morning));
    EXPECT_EQ(editions.list_schedules()->at(0).last_decided, friday);
}

}  // namespace
}  // namespace tillnote::test
