#include "server/storage/pg_recipient_store.hpp"

#include "server/storage/pg_organisation_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using domain::DeliveryKind;
using domain::Recipient;
using testing::ElementsAre;
using testing::IsEmpty;

class RecipientStore : public testing::Test {
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
    static Recipient make(const std::string& store, const std::string& email, DeliveryKind kind = DeliveryKind::digest) {
        Recipient recipient;
        recipient.recipient_id = make_outbox_id();
        recipient.store = store;
        recipient.email = email;
        recipient.kind = kind;
        recipient.language = domain::Language::spanish;
        recipient.local_time = std::chrono::minutes{400};
        return recipient;
    }
    Result<Recipient> add(const Recipient& recipient) {
        return recipients.add_recipient(recipient, recipient.store + ".token-" + recipient.email, "hash-" + recipient.email,
                                        now);
    }

    const Day today = day(2026, 11, 20);
    const Instant now = at(today, 20);
    const std::string database = postgres().make_database();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::PgRecipientStore recipients{web};
};

TEST_F(RecipientStore, KeepsWhatWasAddedByStoreAddressAndKind) {
    const Recipient digest = make("store-1", "b@x.example");
    const Recipient alert = make("store-1", "b@x.example", DeliveryKind::alert);
    const Recipient first = make("store-1", "a@x.example");
    const Recipient elsewhere = make("store-2", "a@x.example");
    for (const Recipient& each : {digest, alert, first, elsewhere}) {
        const auto added = add(each);
        ASSERT_TRUE(added) << web.last_failure();
        EXPECT_EQ(*added, each);
    }
    EXPECT_THAT(*recipients.list_recipients("store-1"), ElementsAre(first, digest, alert));
    EXPECT_THAT(*recipients.list_all_recipients(), ElementsAre(first, digest, alert, elsewhere));
    EXPECT_EQ(add(make("store-1", "a@x.example")).error().code, ErrorCode::conflict);
    EXPECT_EQ(add(make("store-9", "a@x.example")).error().code, ErrorCode::impossible_value);
}

TEST_F(RecipientStore, FindsWhoseMailALinkEndsInItsOwnStoreOnly) {
    const Recipient recipient = make("store-1", "a@x.example");
    ASSERT_TRUE(add(recipient));
    EXPECT_EQ(*recipients.find_by_token("store-1", "hash-a@x.example"), recipient);
    EXPECT_EQ(*recipients.find_by_token("store-2", "hash-a@x.example"), std::nullopt);
    EXPECT_EQ(*recipients.find_by_token("store-1", "hash-b@x.example"), std::nullopt);
}

TEST_F(RecipientStore, EndsAndTakesBackInWithoutForgettingWhen) {
    const Recipient recipient = make("store-1", "a@x.example");
    ASSERT_TRUE(add(recipient));
    domain::RecipientChange leave;
    leave.active = false;
    const auto left = recipients.change_recipient("store-1", recipient.recipient_id, leave, now);
    ASSERT_TRUE(left) << web.last_failure();
    EXPECT_EQ(left->unsubscribed_at, now);
    const auto again = recipients.change_recipient("store-1", recipient.recipient_id, leave, now + std::chrono::hours{1});
    EXPECT_EQ(again->unsubscribed_at, now) << "the first time counts";
    const auto back = add(make("store-1", "a@x.example"));
    ASSERT_TRUE(back) << web.last_failure();
    EXPECT_EQ(*back, recipient) << "the same row, so that the links of old mail still end it";
    domain::RecipientChange later;
    later.local_time = std::chrono::minutes{600};
    later.language = domain::Language::english;
    const auto changed = recipients.change_recipient("store-1", recipient.recipient_id, later, now);
    EXPECT_EQ(changed->local_time, std::chrono::minutes{600});
    EXPECT_EQ(changed->language, domain::Language::english);
    EXPECT_EQ(recipients.change_recipient("store-2", recipient.recipient_id, later, now).error().code, ErrorCode::not_found);
}

TEST_F(RecipientStore, TellsTheIdBeforeItIsCommitted) {
    const Recipient recipient = make("store-1", "a@x.example");
    ASSERT_TRUE(add(recipient));
    domain::RecipientChange leave;
    leave.active = false;
    ASSERT_TRUE(recipients.change_recipient("store-1", recipient.recipient_id, leave, now));
    std::optional<Uuid> told;
    ASSERT_TRUE(recipients.add_recipient(make("store-1", "a@x.example"), "t", "h", now, [&](const Uuid& id) {
        told = id;
        EXPECT_EQ(postgres().query(database, "SELECT unsubscribed_at IS NOT NULL FROM recipient"), "t");
    }));
    EXPECT_EQ(told, recipient.recipient_id);
}

TEST_F(RecipientStore, TakesNoMoreThanItsLimit) {
    for (int n = 0; n < domain::recipients_max; ++n) {
        ASSERT_TRUE(add(make("store-1", std::to_string(n) + "@x.example"))) << web.last_failure();
    }
    EXPECT_EQ(add(make("store-1", "more@x.example")).error().code, ErrorCode::conflict);
    EXPECT_TRUE(add(make("store-1", "more@x.example", DeliveryKind::alert)));
}

TEST_F(RecipientStore, ShowsTokensToTheSenderAlone) {
    ASSERT_TRUE(add(make("store-1", "a@x.example")));
    for (const char* role : {"tillnote_web", "tillnote_read", "tillnote_ingest"}) {
        EXPECT_THROW(
            postgres().query(database, std::string("SET ROLE ") + role + "; SELECT unsubscribe_token FROM recipient"),
            std::runtime_error)
            << role;
    }
    EXPECT_EQ(postgres().query(database, "SET ROLE tillnote_digest; SELECT unsubscribe_token FROM recipient"),
              "store-1.token-a@x.example");
    EXPECT_THROW(postgres().query(database, "SET ROLE tillnote_web; SELECT * FROM webhook"), std::runtime_error);
}

TEST_F(RecipientStore, KeepsWebhooksUntilTheyAreRemoved) {
    storage::Session owner{all_rows(database, "tillnote_migrate")};
    storage::PgRecipientStore webhooks{owner};
    const domain::Webhook hook{make_outbox_id(), "store-1", DeliveryKind::alert, "https://x.example/hook", "/etc/secret"};
    ASSERT_TRUE(webhooks.add_webhook(hook, now)) << owner.last_failure();
    const auto listed = webhooks.list_webhooks();
    ASSERT_EQ(listed->size(), 1U);
    EXPECT_EQ(listed->front().store, "store-1");
    EXPECT_EQ(listed->front().secret_file, "/etc/secret");
    EXPECT_EQ(webhooks.add_webhook({make_outbox_id(), "store-9", DeliveryKind::digest, "https://x", "f"}, now).error().code,
              ErrorCode::impossible_value);
    EXPECT_TRUE(webhooks.remove_webhook(hook.webhook_id, now));
    EXPECT_EQ(webhooks.remove_webhook(hook.webhook_id, now).error().code, ErrorCode::not_found);
    EXPECT_THAT(*webhooks.list_webhooks(), IsEmpty());
}

}  // namespace
}  // namespace tillnote::test
