#include "server/storage/pg_alert_store.hpp"

#include "tests/storage/loop_fixture.hpp"

#include <gmock/gmock.h>

namespace tillnote::test {
namespace {

using testing::ElementsAre;

class AlertStore : public LoopFixture {
protected:
    std::vector<Uuid> ids() {
        std::vector<Uuid> found;
        const auto listed = alerts.list_alerts("store-1");
        EXPECT_TRUE(listed.has_value()) << web.last_failure();
        for (const auto& alert : *listed) {
            found.push_back(alert.alert_id);
        }
        return found;
    }
    storage::PgAlertStore alerts{web};
};

TEST_F(AlertStore, ListsWhatStandsBeforeWhatIsClosed) {
    const Uuid first = add_alert("401", now);
    const Uuid second = add_alert("705", now + std::chrono::hours(1));
    EXPECT_THAT(ids(), ElementsAre(second, first));
    ASSERT_TRUE(alerts.acknowledge("store-1", second, manager, now).has_value()) << web.last_failure();
    EXPECT_THAT(ids(), ElementsAre(first, second));
    EXPECT_TRUE(alerts.list_alerts("store-2")->empty());
}

TEST_F(AlertStore, CountsWhatStandsByStore) {
    add_alert("401", now);
    add_alert("103", now, 0);  // taken back
    const Uuid done = add_alert("705", now);
    ASSERT_TRUE(alerts.acknowledge("store-1", done, manager, now).has_value()) << web.last_failure();
    const auto counts = alerts.count_standing();
    ASSERT_TRUE(counts.has_value()) << web.last_failure();
    EXPECT_THAT(*counts, ElementsAre(testing::Pair("store-1", 1)));
}

TEST_F(AlertStore, LetsTheFirstAcknowledgementStand) {
    const Uuid id = add_alert("401", now);
    const auto first = alerts.acknowledge("store-1", id, manager, now);
    ASSERT_TRUE(first.has_value()) << web.last_failure();
    EXPECT_EQ(first->acknowledged_at, now);
    const auto again = alerts.acknowledge("store-1", id, make_outbox_id(), now + std::chrono::hours(1));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->acknowledged_at, now);
    EXPECT_EQ(query("SELECT acknowledged_by FROM alert"), manager.to_string());
}

TEST_F(AlertStore, FindsAnAlertInItsOwnStoreOnly) {
    const Uuid id = add_alert("401", now);
    EXPECT_EQ((*alerts.find_alert("store-1", id))->reason.label_en, "Expired");
    EXPECT_FALSE(*alerts.find_alert("store-2", id));
    EXPECT_EQ(alerts.acknowledge("store-2", id, manager, now).error().code, ErrorCode::not_found);
    EXPECT_FALSE((*alerts.find_alert("store-1", id))->acknowledged_at);
}

}  // namespace
}  // namespace tillnote::test
