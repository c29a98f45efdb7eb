#include "server/storage/pg_account_link_store.hpp"

#include "server/domain/user_store.hpp"
#include "server/storage/pg_account_store.hpp"
#include "server/storage/pg_audit_log.hpp"
#include "server/storage/pg_delivery_store.hpp"
#include "tests/storage/building.hpp"

#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <thread>
#include <vector>

namespace tillnote::test {
namespace {

using domain::Language;
using domain::LinkPurpose;
using namespace std::chrono_literals;

class AccountLinkStore : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(accounts.add_account(chief, now).has_value()) << web_session.last_failure(); }
    /// What the sender takes next.
    std::optional<domain::LeasedDelivery> lease(Instant when) {
        const auto leased = deliveries.lease_next(when, when + 5min);
        EXPECT_TRUE(leased.has_value()) << sender_session.last_failure();
        return leased ? *leased : std::nullopt;
    }
    Uuid ask() {
        EXPECT_TRUE(links.request_reset(chief.email, Language::english, "shop.example", now).has_value())
            << web_session.last_failure();
        const auto leased = lease(now);
        EXPECT_TRUE(leased);
        return leased ? leased->delivery.target_id : Uuid{};
    }

    const Instant now = at(day(2026, 11, 20), 15);
    const std::string database = postgres().make_database();
    storage::Session web_session{{postgres().connection_string(database, "tillnote_web")}};
    storage::Session sender_session{{postgres().connection_string(database, "tillnote_digest")}};
    storage::PgAccountStore accounts{web_session};
    storage::PgAccountLinkStore links{web_session};
    storage::PgAccountLinkStore sender_links{sender_session};
    storage::PgDeliveryStore deliveries{sender_session};
    const domain::Account chief{make_outbox_id(), "chief@example.com", "$argon2id$x", false, {{domain::Role::admin, ""}}};
};

TEST_F(AccountLinkStore, AResetIsADeliveryToTheAccountsAddress) {
    ASSERT_TRUE(links.request_reset("chief@example.com", Language::spanish, "shop.example", now).has_value());
    const auto leased = lease(now);
    ASSERT_TRUE(leased);
    EXPECT_EQ(leased->delivery.kind, domain::DeliveryKind::account);
    EXPECT_EQ(leased->target.address, "chief@example.com");
    EXPECT_EQ(leased->target.language, Language::spanish);
    EXPECT_TRUE(leased->target.active);
    EXPECT_TRUE(leased->target.unsubscribe_token.empty());
    EXPECT_EQ(leased->delivery.message_id, "account." + leased->delivery.target_id.to_string() + "@shop.example");
    const auto link = sender_links.find_link(leased->delivery.target_id, now);
    ASSERT_TRUE(link.has_value() && *link) << sender_session.last_failure();
    EXPECT_EQ((*link)->purpose, LinkPurpose::reset);
    EXPECT_EQ((*link)->expires_at, now + 1h);
    EXPECT_EQ(deliveries.list_deliveries(std::nullopt, std::nullopt)->at(0).address, "chief@example.com");
}

TEST_F(AccountLinkStore, EveryTokenOfALinkOpensItAndOneUseEndsItAndTheOthers) {
    const auto first = ask();
    const auto second = ask();
    for (const auto& [link, token] : {std::pair{first, "a"}, std::pair{first, "b"}, std::pair{second, "c"}}) {
        ASSERT_TRUE(sender_links.add_token(link, token).has_value()) << sender_session.last_failure();
    }
    ASSERT_TRUE(accounts.add_session({make_outbox_id(), "hash", "csrf", chief.account_id, true, now, now, now + 12h, 0s})
                    .has_value());
    EXPECT_EQ((*links.find_link_by_token("a", now))->email, chief.email);
    EXPECT_TRUE(links.find_link_by_token("b", now)->has_value());
    EXPECT_FALSE(links.find_link_by_token("d", now)->has_value());
    EXPECT_TRUE(*links.use_link("b", "$argon2id$new", now));
    EXPECT_EQ((*accounts.find_account(chief.email))->password_hash, "$argon2id$new");
    EXPECT_FALSE(accounts.find_identity("hash", true, now)->has_value());
    for (const char* token : {"a", "b", "c"}) {
        EXPECT_FALSE(*links.use_link(token, "$argon2id$other", now)) << token;
    }
}

TEST_F(AccountLinkStore, ALinkIsOverInTimeAndWithTheAccount) {
    const auto link = ask();
    ASSERT_TRUE(sender_links.add_token(link, "a").has_value());
    EXPECT_TRUE(links.find_link_by_token("a", now + 59min)->has_value());
    EXPECT_FALSE(links.find_link_by_token("a", now + 1h)->has_value());
    EXPECT_FALSE(*links.use_link("a", "x", now + 1h));
    postgres().query(database, "UPDATE account SET disabled_at = now() WHERE email = 'chief@example.com'");
    EXPECT_FALSE(*links.use_link("a", "x", now));
    const auto leased = lease(now + 6min);
    ASSERT_TRUE(leased);
    EXPECT_FALSE(leased->target.active) << "its mail is not sent any more";
}

TEST_F(AccountLinkStore, SendsNothingToNobodyAndAtMostThreeToOne) {
    const auto of_nobody = links.request_reset("nobody@example.com", Language::english, "x", now);
    ASSERT_TRUE(of_nobody.has_value());
    EXPECT_FALSE(of_nobody->sent || of_nobody->free_at);
    EXPECT_FALSE(lease(now));
    for (int request = 0; request < 5; ++request) {
        const auto asked = links.request_reset(chief.email, Language::english, "x", now + std::chrono::minutes(request));
        ASSERT_TRUE(asked.has_value());
        EXPECT_EQ(asked->sent, request < 3);
        EXPECT_EQ(asked->free_at, request < 3 ? std::nullopt : std::optional(now + 1h)) << "when the first one ends";
    }
    EXPECT_EQ(deliveries.list_deliveries(std::nullopt, std::nullopt)->size(), 3u);
    ASSERT_TRUE(links.request_reset(chief.email, Language::english, "x", now + 1h).has_value());
    EXPECT_EQ(deliveries.list_deliveries(std::nullopt, std::nullopt)->size(), 4u);
}

TEST_F(AccountLinkStore, RequestsAtOnceDoNotGetMoreThanThreeBetweenThem) {
    pqxx::connection holder(postgres().connection_string(database, "postgres"));
    pqxx::work held(holder);
    held.exec("SELECT FROM tillnote.account FOR UPDATE");
    std::vector<std::thread> requests;
    for (int request = 0; request < 5; ++request) {
        requests.emplace_back([&] {
            storage::Session session{{postgres().connection_string(database, "tillnote_web")}};
            EXPECT_TRUE(storage::PgAccountLinkStore(session)
                            .request_reset(chief.email, Language::english, "shop.example", now)
                            .has_value());
        });
    }
    EXPECT_EQ(postgres().wait_for(database, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'", "5"),
              "5");
    held.commit();
    for (auto& request : requests) {
        request.join();
    }
    EXPECT_EQ(deliveries.list_deliveries(std::nullopt, std::nullopt)->size(), 3u);
}

TEST_F(AccountLinkStore, AResetThatSendsNothingLeavesNoEntry) {
    storage::PgAuditLog log(web_session);
    for (int request = 0; request < 5; ++request) {
        const domain::AuditedChange change(
            log, {.actor = {}, .action = domain::AuditAction::asked_for, .object = domain::AuditObject::password});
        ASSERT_TRUE(links.request_reset(chief.email, Language::english, "x", now).has_value());
    }
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM audit_entry"), "3");
}

TEST_F(AccountLinkStore, AnAccountIsThereWithItsInvitationAndItsEntryOrNotAtAll) {
    storage::PgAuditLog log(web_session);
    const auto invite = [&](const std::string& email) {
        const domain::AuditedChange change(
            log, {.actor = {}, .action = domain::AuditAction::invited, .object = domain::AuditObject::user});
        const domain::Invitation invitation{email, domain::Grant{domain::Role::chain, ""}, Language::english};
        return domain::invite_user(accounts, links, invitation, make_outbox_id(), "x", now).has_value();
    };
    ASSERT_TRUE(invite("new@example.com")) << web_session.last_failure();
    EXPECT_EQ(postgres().query(database,
                               "SELECT count(DISTINCT made) FROM (SELECT xmin::text AS made FROM account WHERE email LIKE "
                               "'new@%' UNION ALL SELECT xmin::text FROM account_link UNION ALL SELECT xmin::text FROM "
                               "delivery UNION ALL SELECT xmin::text FROM audit_entry) AS rows"),
              "1")
        << "one transaction";
    postgres().query(database, "ALTER TABLE delivery ADD CONSTRAINT no_more CHECK (false) NOT VALID");
    EXPECT_FALSE(invite("other@example.com"));
    EXPECT_FALSE(accounts.find_account("other@example.com")->has_value()) << "no account without its link";
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM audit_entry"), "1");
}

TEST_F(AccountLinkStore, AnInvitationEndsTheOneBefore) {
    ASSERT_TRUE(links.invite(chief.email, Language::english, "x", now).has_value());
    const auto first = lease(now)->delivery.target_id;
    EXPECT_EQ((*sender_links.find_link(first, now))->purpose, LinkPurpose::invitation);
    EXPECT_TRUE(sender_links.find_link(first, now + 24h * 7 - 1min)->has_value());
    ASSERT_TRUE(links.invite(chief.email, Language::english, "x", now).has_value());
    EXPECT_FALSE(sender_links.find_link(first, now)->has_value());
    EXPECT_EQ(links.invite("nobody@example.com", Language::english, "x", now).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace tillnote::test
