#include "server/storage/pg_district_edition_store.hpp"

#include "server/storage/pg_delivery_store.hpp"
#include "server/storage/pg_district_recipient_store.hpp"
#include "server/storage/pg_edition_store.hpp"
#include "server/storage/pg_organisation_store.hpp"
#include "server/storage/pg_recipient_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using domain::DeliveryChannel;
using domain::DeliveryKind;
using domain::DistrictEditionRecord;
using domain::RunOutcome;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class DistrictEditionStore : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        ASSERT_TRUE(organisation.put_district({"south", "South"}).has_value()) << web.last_failure();
        for (const char* id : {"store-1", "store-2"}) {
            ASSERT_TRUE(organisation.put_store({id, "Elm", "north", {{today, "America/Chicago", 240}}, today, {}, false, {}})
                            .has_value())
                << web.last_failure();
        }
    }
    Uuid add_recipient(const std::string& email, const std::string& district = "north") {
        domain::Recipient recipient;
        recipient.recipient_id = make_outbox_id();
        recipient.kind = DeliveryKind::district;
        recipient.district = district;
        recipient.email = email;
        recipient.language = domain::Language::spanish;
        EXPECT_TRUE(recipients.add_recipient(recipient, "D." + district + "." + email, "hash-" + email, now))
            << web.last_failure();
        return recipient.recipient_id;
    }
    domain::OutgoingDelivery delivery_to(const Uuid& target, DeliveryChannel channel = DeliveryChannel::mail) const {
        domain::OutgoingDelivery delivery;
        delivery.delivery_id = make_outbox_id();
        delivery.district = "north";
        delivery.kind = DeliveryKind::district;
        delivery.channel = channel;
        delivery.target_id = target;
        delivery.day = today;
        delivery.edition = 1;
        delivery.message_id = domain::district_message_id("north", today, 1, target, "x.example");
        delivery.due_at = now;
        return delivery;
    }
    DistrictEditionRecord record() const { return {"north", today, {1, now, 1}, "{\"in\":1}", "{\"out\":1}"}; }

    const Day today = day(2026, 11, 20);
    const Instant now = at(today, 20);
    const std::string database = postgres().make_database();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::Session digest{all_rows(database, "tillnote_digest")};
    storage::PgDistrictRecipientStore recipients{web};
    storage::PgDistrictEditionStore editions{digest};
    storage::PgDeliveryStore deliveries{digest};
};

TEST_F(DistrictEditionStore, ListsEveryDistrictWithWhomItIsSentTo) {
    add_recipient("lead@x.example");
    storage::Session owner{all_rows(database, "tillnote_migrate")};
    storage::PgRecipientStore webhooks(owner);
    ASSERT_TRUE(webhooks.add_webhook({make_outbox_id(), {}, DeliveryKind::district, "https://x/all", "/s"}, now));
    ASSERT_TRUE(webhooks.add_webhook({make_outbox_id(), {}, DeliveryKind::district, "https://x/south", "/s", "south"}, now));
    ASSERT_TRUE(webhooks.add_webhook({make_outbox_id(), {}, DeliveryKind::digest, "https://x/stores", "/s"}, now));
    EXPECT_EQ(
        webhooks.add_webhook({make_outbox_id(), {}, DeliveryKind::district, "https://x", "/s", "west"}, now).error().code,
        ErrorCode::impossible_value);
    const auto schedules = editions.list_schedules();
    ASSERT_TRUE(schedules && schedules->size() == 2) << digest.last_failure();
    EXPECT_EQ((*schedules)[0].district, "north");
    EXPECT_EQ((*schedules)[0].rhythm, domain::DigestRhythm::daily);
    EXPECT_EQ((*schedules)[0].rhythm_since, std::nullopt);
    EXPECT_EQ((*schedules)[0].last_decided, std::nullopt);
    EXPECT_THAT((*schedules)[0].targets, SizeIs(2));
    EXPECT_THAT((*schedules)[1].targets, SizeIs(2));
    ASSERT_TRUE(recipients.set_rhythm("north", domain::DigestRhythm::weekly, now));
    ASSERT_TRUE(editions.record_run("north", today, RunOutcome::begun, now));
    const auto changed = editions.list_schedules();
    EXPECT_EQ((*changed)[0].rhythm, domain::DigestRhythm::weekly);
    EXPECT_EQ((*changed)[0].rhythm_since, now);
    EXPECT_EQ((*changed)[0].last_decided, today);
}

TEST_F(DistrictEditionStore, FreezesOnceWithADeliveryForEach) {
    const Uuid lead = add_recipient("lead@x.example");
    EXPECT_EQ(*editions.find_edition("north", today, std::nullopt), std::nullopt);
    EXPECT_EQ(*editions.find_last_day("north"), std::nullopt);
    ASSERT_TRUE(*editions.freeze(record(), {delivery_to(lead)})) << digest.last_failure();
    DistrictEditionRecord second = record();
    second.input = "other";
    EXPECT_FALSE(*editions.freeze(second, {delivery_to(lead)})) << "another server was first";
    storage::PgDistrictEditionStore reader(web);
    const auto kept = reader.find_edition("north", today, 1);
    ASSERT_TRUE(kept && *kept) << web.last_failure();
    EXPECT_EQ((*kept)->input, "{\"in\":1}");
    EXPECT_EQ((*kept)->digest, "{\"out\":1}");
    EXPECT_EQ((*kept)->edition.frozen_at, now);
    EXPECT_EQ(*reader.find_last_day("north"), std::optional(today));
    EXPECT_EQ(*reader.find_edition("north", today, 2), std::nullopt);

    const auto leased = deliveries.lease_next(now, now + std::chrono::minutes{5});
    ASSERT_TRUE(leased && *leased) << digest.last_failure();
    EXPECT_EQ((*leased)->delivery.kind, DeliveryKind::district);
    EXPECT_EQ((*leased)->delivery.district, "north");
    EXPECT_EQ((*leased)->delivery.store, "");
    EXPECT_EQ((*leased)->delivery.day, today);
    EXPECT_EQ((*leased)->target.address, "lead@x.example");
    EXPECT_EQ((*leased)->target.language, domain::Language::spanish);
    EXPECT_EQ((*leased)->target.unsubscribe_token, "D.north.lead@x.example");
    EXPECT_TRUE((*leased)->target.active);
    EXPECT_FALSE(*deliveries.lease_next(now, now)) << "one server holds it";
    ASSERT_TRUE(*deliveries.record_sent(**leased, now));
    storage::PgDeliveryStore reading(web);
    const auto reports = reading.list_district_deliveries("north");
    ASSERT_TRUE(reports && reports->size() == 1) << web.last_failure();
    EXPECT_EQ((*reports)[0].state, domain::DeliveryState::sent);
    EXPECT_EQ((*reports)[0].address, "lead@x.example");
    EXPECT_THAT(*reading.list_district_deliveries("south"), IsEmpty());
    EXPECT_THAT(*reading.list_deliveries("store-1", std::nullopt), IsEmpty());
}

TEST_F(DistrictEditionStore, SendsNothingToWhoHasLeft) {
    const Uuid lead = add_recipient("lead@x.example");
    ASSERT_TRUE(*editions.freeze(record(), {delivery_to(lead)}));
    domain::RecipientChange leave;
    leave.active = false;
    ASSERT_TRUE(recipients.change_recipient("north", lead, leave, now));
    const auto leased = deliveries.lease_next(now, now);
    ASSERT_TRUE(leased && *leased);
    EXPECT_FALSE((*leased)->target.active);
    EXPECT_THAT((*editions.list_schedules())[0].targets, IsEmpty());
}

TEST_F(DistrictEditionStore, KnowsWhichStoresWereToldOfAndWhen) {
    storage::PgEditionStore of_stores(digest);
    const std::vector<std::string> both{"store-1", "store-2"};
    EXPECT_THAT(*editions.list_told(both, today), IsEmpty());
    ASSERT_TRUE(of_stores.record_run("store-2", today, RunOutcome::closed, now));
    ASSERT_TRUE(of_stores.record_run("store-1", today, RunOutcome::missed, now));
    EXPECT_THAT(*editions.list_told(both, today), ElementsAre("store-2")) << "what was missed was not told of";
    EXPECT_TRUE(editions.list_digest_times()->empty());
    storage::PgRecipientStore of_store(web);
    for (const int minutes : {420, 390}) {
        domain::Recipient recipient;
        recipient.recipient_id = make_outbox_id();
        recipient.store = "store-1";
        recipient.email = std::to_string(minutes) + "@x.example";
        recipient.local_time = std::chrono::minutes{minutes};
        ASSERT_TRUE(of_store.add_recipient(recipient, "t", "hash-" + recipient.email, now));
    }
    EXPECT_EQ(editions.list_digest_times()->at("store-1"), std::chrono::minutes{390}) << "the earliest freezes it";
}

TEST_F(DistrictEditionStore, SeesNotesThatWaitToBeCounted) {
    const std::vector<std::string> one{"store-1"};
    EXPECT_TRUE(*editions.is_counted(one, today)) << digest.last_failure();
    postgres().query(database,
                     "INSERT INTO stale_batch (stores, business_days) VALUES ('{store-2,store-1}', "
                     "'{2026-11-20,2026-11-19}')");
    EXPECT_FALSE(*editions.is_counted(one, today));
    EXPECT_TRUE(*editions.is_counted(one, domain::add_days(today, 1)));
    EXPECT_TRUE(*editions.is_counted({"store-3"}, today));
    postgres().query(database, "DELETE FROM stale_batch");
    postgres().query(database, "INSERT INTO stale_mark (store_id, business_day) VALUES ('store-1', '2026-11-20')");
    EXPECT_FALSE(*editions.is_counted(one, today));
    EXPECT_TRUE(*editions.is_counted({"store-2"}, today));
}

}  // namespace
}  // namespace tillnote::test
