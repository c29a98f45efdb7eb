#include "server/storage/pg_message_store.hpp"

#include "server/storage/pg_organisation_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using domain::StoreMessage;
using testing::ElementsAre;

class MessageStore : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        for (const char* id : {"store-1", "store-2"}) {
            const domain::Store store{
                id, "Elm Street", "north", {{day(2026, 1, 1), "America/Chicago", 240}}, day(2026, 1, 1), {}, false, {}};
            ASSERT_TRUE(organisation.put_store(store).has_value()) << web.last_failure();
        }
    }
    StoreMessage add(const std::string& store, Day first, Day last) {
        now += std::chrono::seconds{1};
        const StoreMessage message{make_outbox_id(), store, "Yogurt \"pulled\"", "¡Yogur {retirado}!", first, last};
        EXPECT_TRUE(messages.add_message(message, now).has_value()) << web.last_failure();
        return message;
    }

    const Day today = day(2026, 11, 20);
    Instant now = at(today, 20);
    const std::string database = postgres().make_database();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::PgMessageStore messages{web};
};

TEST_F(MessageStore, ListsWhatWasAddedLatestFirst) {
    const auto first = add("store-1", today, today);
    const auto second = add("store-1", today, day(2026, 11, 22));
    const auto other = add("store-2", today, day(2026, 11, 21));
    EXPECT_THAT(*messages.list_messages("store-1"), ElementsAre(second, first));
    EXPECT_THAT(*messages.list_current_messages(today), ElementsAre(first, second, other));
    EXPECT_THAT(*messages.list_current_messages(day(2026, 11, 21)), ElementsAre(second, other));
}

TEST_F(MessageStore, TakesNoMoreThanALaneCanShow) {
    for (int n = 0; n < domain::messages_valid_max; ++n) {
        add("store-1", today, today);
    }
    const StoreMessage one_more{make_outbox_id(), "store-1", "x", "x", today, day(2026, 11, 21)};
    EXPECT_EQ(messages.add_message(one_more, now).error().code, ErrorCode::conflict);
    add("store-1", day(2026, 11, 21), day(2026, 11, 21));
    add("store-2", today, today);
    const StoreMessage nowhere{make_outbox_id(), "store-9", "x", "x", today, today};
    EXPECT_EQ(messages.add_message(nowhere, now).error().code, ErrorCode::impossible_value);
}

TEST_F(MessageStore, IsWrittenByTheRoleOfThePagesAlone) {
    EXPECT_THROW(postgres().query(database, "SET ROLE tillnote_ingest; DELETE FROM lane_message"), std::runtime_error);
    EXPECT_NO_THROW(postgres().query(database, "SET ROLE tillnote_ingest; SELECT * FROM lane_message"));
}

}  // namespace
}  // namespace tillnote::test
