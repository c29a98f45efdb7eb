#include "server/storage/pg_delivery_store.hpp"

#include "server/storage/pg_edition_store.hpp"
#include "server/storage/pg_organisation_store.hpp"
#include "server/storage/pg_recipient_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace tillnote::test {
namespace {

using domain::DeliveryKind;
using domain::DeliveryState;
using domain::LeasedDelivery;
using std::chrono::hours;
using std::chrono::minutes;

class DeliveryStore : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        for (const char* id : {"store-1", "store-2"}) {
            ASSERT_TRUE(organisation.put_store({id, "Elm", "north", {{today, "America/Chicago", 240}}, today, {}, false, {}})
                            .has_value())
                << web.last_failure();
        }
    }
    Uuid add_recipient(const std::string& store, const std::string& email, DeliveryKind kind = DeliveryKind::digest) {
        domain::Recipient recipient;
        recipient.recipient_id = make_outbox_id();
        recipient.store = store;
        recipient.email = email;
        recipient.kind = kind;
        storage::PgRecipientStore recipients(web);
        EXPECT_TRUE(recipients.add_recipient(recipient, store + ".secret", "hash", now)) << web.last_failure();
        return recipient.recipient_id;
    }
    domain::OutgoingDelivery queue(const std::string& store, Day of, const Uuid& target, Instant due_at) {
        domain::OutgoingDelivery delivery;
        delivery.delivery_id = make_outbox_id();
        delivery.store = store;
        delivery.target_id = target;
        delivery.day = of;
        delivery.edition = 1;
        delivery.message_id = domain::digest_message_id(store, of, 1, target, "t.example");
        delivery.due_at = due_at;
        storage::PgEditionStore editions(digest);
        const auto frozen = editions.freeze({store, of, {1, now, 1}, 3, "{}", "{}"}, {delivery}, std::nullopt);
        EXPECT_TRUE(frozen && *frozen) << digest.last_failure();
        return delivery;
    }
    std::optional<LeasedDelivery> lease(Instant when) {
        auto leased = deliveries.lease_next(when, when + minutes{5});
        EXPECT_TRUE(leased) << digest.last_failure();
        return leased ? *leased : std::nullopt;
    }
    domain::DeliveryReport report() {
        const auto listed = storage::PgDeliveryStore(web).list_deliveries(std::nullopt, std::nullopt);
        EXPECT_TRUE(listed && listed->size() == 1) << web.last_failure();
        return listed->at(0);
    }

    const Day today = day(2026, 11, 20);
    const Instant now = at(today, 12);
    const std::string database = postgres().make_database();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::Session digest{all_rows(database, "tillnote_digest")};
    storage::PgDeliveryStore deliveries{digest};
};

TEST_F(DeliveryStore, LeasesWhatIsDueWithAllThatSendingNeeds) {
    const Uuid recipient = add_recipient("store-1", "a@x.example");
    const auto queued = queue("store-1", today, recipient, now);
    EXPECT_FALSE(lease(now - minutes{1}).has_value()) << "not due";
    const auto leased = lease(now);
    ASSERT_TRUE(leased.has_value());
    EXPECT_EQ(leased->delivery.message_id, "digest.store-1.2026-11-20.1." + recipient.to_string() + "@t.example");
    EXPECT_EQ(leased->delivery.day, today);
    EXPECT_EQ(leased->delivery.edition, 1);
    EXPECT_EQ(leased->delivery.due_at, now);
    EXPECT_EQ(leased->delivery.delivery_id, queued.delivery_id);
    EXPECT_EQ(leased->target.address, "a@x.example");
    EXPECT_EQ(leased->target.unsubscribe_token, "store-1.secret");
    EXPECT_TRUE(leased->target.active);
    EXPECT_EQ(leased->attempts, 1);
    EXPECT_FALSE(lease(now + minutes{4}).has_value()) << "somebody is at it";
    EXPECT_EQ(lease(now + minutes{5})->attempts, 2) << "whoever was at it is gone";
}

TEST_F(DeliveryStore, GivesEachDeliveryToOneOfManyServers) {
    constexpr int count = 60;
    const Uuid recipient = add_recipient("store-1", "a@x.example");
    for (int n = 0; n < count; ++n) {
        queue("store-1", domain::add_days(today, -n), recipient, now - minutes{n});
    }
    std::vector<std::vector<Uuid>> taken(4);
    std::vector<std::thread> servers;
    for (auto& mine : taken) {
        servers.emplace_back([&] {
            storage::Session session{all_rows(database, "tillnote_digest")};
            storage::PgDeliveryStore store{session};
            for (auto leased = store.lease_next(now, now + minutes{5}); leased && *leased;
                 leased = store.lease_next(now, now + minutes{5})) {
                mine.push_back((*leased)->delivery.delivery_id);
            }
        });
    }
    for (auto& server : servers) {
        server.join();
    }
    std::set<Uuid> distinct;
    std::size_t all = 0;
    for (const auto& mine : taken) {
        distinct.insert(mine.begin(), mine.end());
        all += mine.size();
    }
    EXPECT_EQ(all, static_cast<std::size_t>(count)) << "none twice, and nobody gave up while others waited";
    EXPECT_EQ(distinct.size(), static_cast<std::size_t>(count));
}

TEST_F(DeliveryStore, TakesTheOneThatWaitsLongestFirst) {
    const Uuid recipient = add_recipient("store-1", "a@x.example");
    queue("store-1", today, recipient, now);
    queue("store-2", today, recipient, now - minutes{9});
    EXPECT_EQ(lease(now)->delivery.store, "store-2");
    EXPECT_EQ(lease(now)->delivery.store, "store-1");
}

TEST_F(DeliveryStore, TakesASentMailThatComesBackAsFailed) {
    const auto queued = queue("store-1", today, add_recipient("store-1", "a@x.example"), now);
    EXPECT_FALSE(*deliveries.record_bounce(queued.message_id, "no such user", now)) << "it waits";
    const auto leased = lease(now);
    EXPECT_TRUE(*deliveries.record_sent(*leased, now + minutes{1}));
    EXPECT_FALSE(*deliveries.record_bounce("another" + queued.message_id, "no such user", now + minutes{2}));
    EXPECT_EQ(report().state, DeliveryState::sent);
    EXPECT_TRUE(*deliveries.record_bounce(queued.message_id, "no such user", now + minutes{2}));
    EXPECT_EQ(report().state, DeliveryState::failed);
    EXPECT_EQ(report().last_error, "no such user");
    EXPECT_EQ(report().finished_at, now + minutes{2});
    EXPECT_FALSE(*deliveries.record_bounce(queued.message_id, "again", now + minutes{3})) << "told twice";
    EXPECT_FALSE(lease(now + std::chrono::hours{9}).has_value()) << "given up";
}

TEST_F(DeliveryStore, SettlesASentDeliveryOnceAndForAll) {
    queue("store-1", today, add_recipient("store-1", "a@x.example"), now);
    const auto leased = lease(now);
    EXPECT_TRUE(*deliveries.record_sent(*leased, now + minutes{1}));
    EXPECT_FALSE(*deliveries.record_sent(*leased, now + minutes{2}));
    EXPECT_FALSE(lease(now + std::chrono::hours{9}).has_value());
    EXPECT_EQ(report().state, DeliveryState::sent);
    EXPECT_EQ(report().finished_at, now + minutes{1});
    EXPECT_EQ(report().address, "a@x.example");
}

TEST_F(DeliveryStore, TriesAgainAtItsTimeAndGivesUpWhenTold) {
    queue("store-1", today, add_recipient("store-1", "a@x.example"), now);
    EXPECT_TRUE(*deliveries.record_failure(*lease(now), "451 later", now + minutes{7}, now));
    EXPECT_EQ(report().state, DeliveryState::waiting);
    EXPECT_EQ(report().next_attempt_at, now + minutes{7});
    EXPECT_EQ(report().last_error, "451 later");
    EXPECT_FALSE(lease(now + minutes{6}).has_value());
    EXPECT_EQ(deliveries.count_deliveries(now)->waiting, 0) << "not due";
    EXPECT_EQ(deliveries.count_deliveries(now + minutes{7})->waiting, 1);
    EXPECT_TRUE(*deliveries.record_failure(*lease(now + minutes{7}), "550 no", std::nullopt, now + minutes{8}));
    EXPECT_EQ(report().state, DeliveryState::failed);
    EXPECT_EQ(report().attempts, 2);
    EXPECT_EQ(deliveries.count_deliveries(now)->failed, 1);
    EXPECT_EQ(deliveries.count_deliveries(now + std::chrono::days{8})->failed, 0) << "an old story";
}

TEST_F(DeliveryStore, LetsWhoeverLostTheLeaseChangeNothing) {
    queue("store-1", today, add_recipient("store-1", "a@x.example"), now);
    const auto slow = lease(now);
    const auto other = lease(now + minutes{5});
    ASSERT_TRUE(other.has_value());
    EXPECT_FALSE(*deliveries.record_failure(*slow, "too late", std::nullopt, now + minutes{6}));
    EXPECT_EQ(report().state, DeliveryState::waiting);
    EXPECT_TRUE(*deliveries.record_sent(*other, now + minutes{6}));
}

TEST_F(DeliveryStore, KnowsThatARecipientHasLeftMeanwhile) {
    const Uuid recipient = add_recipient("store-1", "a@x.example");
    queue("store-1", today, recipient, now);
    domain::RecipientChange leave;
    leave.active = false;
    ASSERT_TRUE(storage::PgRecipientStore(web).change_recipient("store-1", recipient, leave, now));
    const auto leased = lease(now);
    EXPECT_FALSE(leased->target.active);
    EXPECT_TRUE(*deliveries.record_cancelled(*leased, now));
    EXPECT_EQ(report().state, DeliveryState::cancelled);
}

TEST_F(DeliveryStore, PutsOneAlertDeliveryPerRecipientHoweverOftenItIsAsked) {
    add_recipient("store-1", "digest@x.example");
    add_recipient("store-1", "alert@x.example", DeliveryKind::alert);
    add_recipient("store-2", "elsewhere@x.example", DeliveryKind::alert);
    storage::Session owner{all_rows(database, "tillnote_migrate")};
    storage::PgRecipientStore webhooks{owner};
    ASSERT_TRUE(webhooks.add_webhook({make_outbox_id(), std::nullopt, DeliveryKind::alert, "https://x/hook", "/s"}, now))
        << owner.last_failure();
    const Uuid alert = make_outbox_id();
    for (int again = 0; again < 2; ++again) {
        ASSERT_TRUE(deliveries.append_alert_deliveries("store-1", alert, "t.example", now)) << digest.last_failure();
    }
    std::set<std::string> addresses;
    for (auto leased = lease(now); leased; leased = lease(now)) {
        EXPECT_EQ(leased->delivery.kind, DeliveryKind::alert);
        EXPECT_EQ(leased->delivery.alert_id, alert);
        EXPECT_TRUE(addresses.insert(leased->target.address).second);
        EXPECT_EQ(leased->target.secret_file, leased->delivery.channel == domain::DeliveryChannel::webhook ? "/s" : "");
    }
    EXPECT_THAT(addresses, testing::ElementsAre("alert@x.example", "https://x/hook"));
}

TEST_F(DeliveryStore, ListsTheLatestAttemptOfEachRecipient) {
    const Uuid one = add_recipient("store-1", "a@x.example");
    const Uuid other = add_recipient("store-1", "b@x.example");
    queue("store-1", domain::add_days(today, -2), one, now - hours{48});
    queue("store-1", domain::add_days(today, -1), one, now - hours{24});
    queue("store-1", today, one, now + hours{1});
    queue("store-1", domain::add_days(today, -3), other, now - hours{23});
    ASSERT_TRUE(deliveries.record_sent(*lease(now - hours{47}), now));
    ASSERT_TRUE(deliveries.record_failure(*lease(now - hours{24}), "550 no such user", std::nullopt, now));
    const auto last = storage::PgDeliveryStore(web).list_last_deliveries(now - hours{24 * 35});
    ASSERT_TRUE(last.has_value()) << web.last_failure();
    ASSERT_EQ(last->size(), 1U) << "what was not attempted yet says nothing";
    EXPECT_EQ(last->front().delivery.target_id, one);
    EXPECT_EQ(last->front().delivery.day, domain::add_days(today, -1));
    EXPECT_EQ(last->front().last_error, "550 no such user");
    EXPECT_EQ(last->front().address, "a@x.example");
    EXPECT_TRUE(storage::PgDeliveryStore(web).list_last_deliveries(now)->empty());
}

TEST_F(DeliveryStore, ListsByStoreAndState) {
    const Uuid recipient = add_recipient("store-1", "a@x.example");
    queue("store-1", today, recipient, now);
    queue("store-2", today, recipient, now);
    ASSERT_TRUE(*deliveries.record_sent(*lease(now), now));
    storage::PgDeliveryStore reader(web);
    EXPECT_EQ(reader.list_deliveries("store-1", std::nullopt)->size(), 1U);
    EXPECT_EQ(reader.list_deliveries(std::nullopt, DeliveryState::waiting)->size(), 1U);
    EXPECT_EQ(reader.list_deliveries(std::nullopt, std::nullopt)->size(), 2U);
}

}  // namespace
}  // namespace tillnote::test
