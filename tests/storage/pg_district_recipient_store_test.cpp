#include "server/storage/pg_district_recipient_store.hpp"

#include "server/storage/pg_organisation_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using domain::DigestRhythm;
using domain::Recipient;
using testing::IsEmpty;
using testing::SizeIs;

class DistrictRecipientStore : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        ASSERT_TRUE(organisation.put_district({"south", "South"}).has_value()) << web.last_failure();
    }
    static Recipient make(const std::string& district, const std::string& email) {
        Recipient recipient;
        recipient.recipient_id = make_outbox_id();
        recipient.kind = domain::DeliveryKind::district;
        recipient.district = district;
        recipient.email = email;
        return recipient;
    }
    Result<Recipient> add(const Recipient& recipient) {
        return recipients.add_recipient(recipient, "token-" + recipient.email, "hash-" + recipient.email, now);
    }

    const Instant now = at(day(2026, 11, 20), 20);
    const std::string database = postgres().make_database();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::PgDistrictRecipientStore recipients{web};
};

TEST_F(DistrictRecipientStore, KeepsAListPerDistrict) {
    const Recipient lead = make("north", "lead@x.example");
    EXPECT_EQ(*add(lead), lead) << web.last_failure();
    const Recipient south = make("south", "lead@x.example");
    EXPECT_TRUE(add(south));
    EXPECT_EQ(*recipients.list_all_recipients(), (std::vector{lead, south}));
    EXPECT_EQ(add(make("north", "lead@x.example")).error().code, ErrorCode::conflict);
    EXPECT_EQ(add(make("west", "lead@x.example")).error().code, ErrorCode::impossible_value);
    EXPECT_EQ(*recipients.list_recipients("north"), std::vector{lead});
    EXPECT_THAT(*recipients.list_recipients("west"), IsEmpty());
    EXPECT_EQ(recipients.find_by_token("north", "hash-lead@x.example")->value().recipient_id, lead.recipient_id);
    EXPECT_FALSE(*recipients.find_by_token("north", "hash-of-another"));
}

TEST_F(DistrictRecipientStore, ChangesEndsAndTakesBackIn) {
    const Recipient lead = make("north", "lead@x.example");
    ASSERT_TRUE(add(lead));
    domain::RecipientChange change;
    change.language = domain::Language::spanish;
    change.active = false;
    const auto left = recipients.change_recipient("north", lead.recipient_id, change, now);
    ASSERT_TRUE(left) << web.last_failure();
    EXPECT_EQ(left->language, domain::Language::spanish);
    EXPECT_EQ(left->unsubscribed_at, now);
    EXPECT_EQ(recipients.change_recipient("south", lead.recipient_id, change, now).error().code, ErrorCode::not_found);
    Recipient again = make("north", "lead@x.example");
    const auto back = add(again);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->recipient_id, lead.recipient_id) << "the same row, so that its link still works";
    EXPECT_EQ(back->unsubscribed_at, std::nullopt);
}

TEST_F(DistrictRecipientStore, HoldsFiftyOnOneList) {
    for (int number = 0; number < domain::recipients_max; ++number) {
        ASSERT_TRUE(add(make("north", std::to_string(number) + "@x.example")));
    }
    EXPECT_EQ(add(make("north", "one-more@x.example")).error().code, ErrorCode::conflict);
    EXPECT_TRUE(add(make("south", "one-more@x.example")));
    EXPECT_THAT(*recipients.list_recipients("north"), SizeIs(domain::recipients_max));
}

TEST_F(DistrictRecipientStore, RemembersSinceWhenItsRhythmIsTheOtherOne) {
    EXPECT_EQ(*recipients.get_rhythm("north"), DigestRhythm::daily);
    ASSERT_TRUE(recipients.set_rhythm("north", DigestRhythm::weekly, now)) << web.last_failure();
    EXPECT_EQ(*recipients.get_rhythm("north"), DigestRhythm::weekly);
    EXPECT_EQ(*recipients.get_rhythm("south"), DigestRhythm::daily);
    ASSERT_TRUE(recipients.set_rhythm("north", DigestRhythm::weekly, now + std::chrono::hours{5}));
    EXPECT_EQ(postgres().query(database,
                               "SELECT digest_rhythm_since = '2026-11-20T20:00:00Z' FROM district WHERE "
                               "district_id = 'north'"),
              "t")
        << "the same again changes nothing";
    EXPECT_EQ(recipients.get_rhythm("west").error().code, ErrorCode::not_found);
    EXPECT_EQ(recipients.set_rhythm("west", DigestRhythm::daily, now).error().code, ErrorCode::not_found);
}

TEST_F(DistrictRecipientStore, NobodyButTheSenderReadsAToken) {
    ASSERT_TRUE(add(make("north", "lead@x.example")));
    for (const auto& [role, may] : {std::pair{"tillnote_digest", true}, {"tillnote_web", false}, {"tillnote_read", false}}) {
        storage::Session session(all_rows(database, role));
        EXPECT_EQ(postgres().query(database, std::string("SELECT has_column_privilege('") + role +
                                                 "', 'district_recipient', 'unsubscribe_token', 'SELECT')"),
                  may ? "t" : "f")
            << role;
    }
}

}  // namespace
}  // namespace tillnote::test
