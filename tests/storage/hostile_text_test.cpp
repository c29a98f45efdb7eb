#include "server/storage/pg_account_store.hpp"
#include "server/storage/pg_goal_store.hpp"
#include "server/storage/pg_message_store.hpp"
#include "server/storage/pg_organisation_store.hpp"
#include "server/storage/pg_recipient_store.hpp"
#include "server/storage/pg_store_data.hpp"
#include "server/storage/pg_user_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using domain::TableCount;
using testing::ElementsAre;
using testing::IsEmpty;

/// Texts that would end a literal, a name or a statement, or be a condition, if they were written into SQL. In lower case,
/// as addresses are.
class HostileText : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        ASSERT_TRUE(organisation.put_district({"north", text}).has_value()) << session.last_failure();
        ASSERT_TRUE(organisation.put_store({"store-1", text, "north", {{today, "Etc/GMT", 240}}, today, {}, false, {}}))
            << session.last_failure();
        ASSERT_TRUE(organisation.put_store({"store-2", "Elm", "north", {{today, "Etc/GMT", 240}}, today, {}, false, {}}));
    }
    domain::Account make_account(const std::string& email) {
        return {make_outbox_id(), email, "x", false, {{domain::Role::manager, "store-1"}}};
    }
    /// Rows of every table, as the database's catalog has them.
    std::string count_rows() {
        return postgres().query(
            database,
            "SELECT string_agg(relname || ' ' || (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM "
            "tillnote.%I', relname), false, true, '')))[1]::text, ',' ORDER BY relname) FROM pg_class "
            "WHERE relnamespace = 'tillnote'::regnamespace AND relkind IN ('r', 'p')");
    }

    const std::string text = GetParam();
    const Day today = day(2026, 11, 20);
    const Instant now = at(today, 15);
    const std::string database = postgres().make_database();
    storage::Session session{all_rows(database, "tillnote_web")};
    storage::PgOrganisationStore organisation{session};
    storage::PgAccountStore accounts{session};
};

TEST_P(HostileText, IsStoredAndFoundLetterByLetter) {
    storage::PgRecipientStore recipients(session);
    storage::PgMessageStore messages(session);
    storage::PgGoalStore goals(session);
    storage::PgUserStore users(session);
    EXPECT_EQ(organisation.list_districts()->front().name, text);
    EXPECT_EQ((*organisation.find_store("store-1"))->name, text);
    ASSERT_TRUE(organisation.close_day("store-1", today, text));
    EXPECT_EQ(organisation.list_closed_days("store-1", today)->front().why, text);
    const domain::StoreMessage message{make_outbox_id(), "store-1", text, text, today, today};
    ASSERT_TRUE(messages.add_message(message, now));
    EXPECT_THAT(*messages.list_messages("store-1"), ElementsAre(message));
    const domain::Event event{make_outbox_id(), "store-1", today, text, {}};
    ASSERT_TRUE(goals.add_event(event, now));
    EXPECT_THAT(*goals.list_events("store-1"), ElementsAre(event));
    domain::Recipient recipient;
    recipient.recipient_id = make_outbox_id();
    recipient.store = "store-1";
    recipient.email = text;
    ASSERT_TRUE(recipients.add_recipient(recipient, text, text, now)) << session.last_failure();
    EXPECT_EQ((*recipients.find_by_token("store-1", text))->email, text);
    ASSERT_TRUE(accounts.add_account(make_account(text), now)) << session.last_failure();
    ASSERT_TRUE(accounts.add_account(make_account("other@shop.example"), now));
    EXPECT_EQ((*accounts.find_account(text))->email, text);
    EXPECT_EQ(users.list_users(text, 9)->size(), 1U) << "a search is for these letters";
}

TEST_P(HostileText, FindsAndChangesNothingAsAnId) {
    storage::PgRecipientStore recipients(session);
    const std::string before = count_rows();
    EXPECT_FALSE(organisation.find_store(text)->has_value());
    EXPECT_THAT(*recipients.list_recipients(text), IsEmpty());
    EXPECT_FALSE(recipients.find_by_token(text, text)->has_value());
    EXPECT_FALSE(accounts.find_account(text)->has_value());
    EXPECT_FALSE(accounts.find_identity(text, true, now)->has_value());
    EXPECT_FALSE(organisation.close_day(text, today, text).has_value());
    EXPECT_FALSE(accounts.add_account({make_outbox_id(), "a", "x", false, {{domain::Role::manager, text}}}, now));
    EXPECT_EQ(count_rows(), before);
}

TEST_P(HostileText, ExportsAndErasesNothingAsAStore) {
    storage::Session owner{all_rows(database, "tillnote_migrate")};
    storage::PgStoreData data(owner);
    const std::string before = count_rows();
    const auto taken = data.export_rows(text, [](std::string_view, std::string_view) { return true; });
    ASSERT_TRUE(taken) << owner.last_failure();
    const auto erased = data.erase_rows(text);
    ASSERT_TRUE(erased) << owner.last_failure();
    for (const auto& counts : {*taken, *erased}) {
        EXPECT_GT(counts.size(), 20U);
        for (const TableCount& count : counts) {
            EXPECT_EQ(count.rows, 0) << count.table;
        }
    }
    EXPECT_EQ(count_rows(), before);
}

TEST_P(HostileText, NamesAConnection) {
    storage::SessionOptions options = all_rows(database, "tillnote_web");
    options.application_name = text;
    storage::Session named(options);
    ASSERT_TRUE(named.connect()) << named.last_failure();
    EXPECT_EQ(postgres().query(database,
                               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                               "application_name = $text$" +
                                   text + "$text$"),
              "1");
}

INSTANTIATE_TEST_SUITE_P(All, HostileText,
                         testing::Values("'; drop table tillnote.store cascade; --", "' or ''='",
                                         "\\'; delete from tillnote.store; --", "\"; select 1/0; --", "$1",
                                         "$$; select 1/0; $$", "*/ or true /*", "store-1' --", "%"));

}  // namespace
}  // namespace tillnote::test
