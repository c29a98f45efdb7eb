#include "server/app/alert_worker.hpp"
#include "tests/support/eventually.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

namespace tillnote::app {
namespace {

using namespace std::chrono_literals;
using domain::RaisedAlert;
using domain::StoreDay;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + 15h;

/// What storage would say, with failures on demand.
struct ScriptedRaiser : domain::AlertRaiser {
    Result<std::vector<StoreDay>> list_urgent(Instant at, std::size_t /*count_max*/) override {
        asked_at = at;
        return urgent;
    }
    Result<void> raise_due(const StoreDay& store_day, Instant /*at*/, const std::function<Uuid()>& make_id) override {
        if (store_day.store == broken) {
            return Error{ErrorCode::busy, "busy", ""};
        }
        raised.push_back(store_day.store);
        waiting.push_back({store_day.store, make_id()});
        return {};
    }
    Result<std::vector<RaisedAlert>> list_unannounced(std::size_t /*count_max*/) override { return waiting; }
    Result<void> note_announced(const RaisedAlert& alert, Instant /*at*/) override {
        std::erase(waiting, alert);
        return {};
    }

    std::vector<StoreDay> urgent;
    std::string broken;
    std::vector<std::string> raised;
    std::vector<RaisedAlert> waiting;
    Instant asked_at;
};

TEST(AlertWorker, RaisesWhatIsDueAndHandsEachAlertOverOnce) {
    ScriptedRaiser raiser;
    raiser.urgent = {{"oak-street", {}}, {"mill-road", {}}};
    std::vector<std::string> handed;
    const auto hand = [&](const std::string& store, const Uuid& /*id*/) {
        handed.push_back(store);
        return true;
    };
    EXPECT_FALSE(raise_alerts(raiser, now, hand)) << "nothing more at once";
    EXPECT_EQ(raiser.asked_at, now);
    EXPECT_THAT(handed, ElementsAre("oak-street", "mill-road"));
    raiser.urgent.clear();
    EXPECT_FALSE(raise_alerts(raiser, now, hand));
    EXPECT_THAT(handed, ElementsAre("oak-street", "mill-road"));
}

TEST(AlertWorker, OffersAnAlertAgainThatDeliveryDidNotTake) {
    ScriptedRaiser raiser;
    raiser.urgent = {{"oak-street", {}}, {"mill-road", {}}};
    EXPECT_FALSE(raise_alerts(raiser, now, [](const std::string& store, const Uuid&) { return store != "oak-street"; }));
    ASSERT_EQ(raiser.waiting.size(), 1u);
    EXPECT_EQ(raiser.waiting[0].store, "oak-street");
    raiser.urgent.clear();
    EXPECT_FALSE(raise_alerts(raiser, now, [](const std::string&, const Uuid&) { return true; }));
    EXPECT_THAT(raiser.waiting, IsEmpty());
}

TEST(AlertWorker, OneStoreThatCannotBeReadKeepsNoOtherWaiting) {
    ScriptedRaiser raiser;
    raiser.urgent = {{"oak-street", {}}, {"mill-road", {}}};
    raiser.broken = "oak-street";
    EXPECT_FALSE(raise_alerts(raiser, now, {}));
    EXPECT_THAT(raiser.raised, ElementsAre("mill-road"));
    EXPECT_THAT(raiser.waiting, IsEmpty()) << "with no delivery configured an alert stands on the page only";
}

TEST(AlertWorker, LooksByItselfUntilItIsStopped) {
    std::atomic<int> looks = 0;
    struct CountingRaiser : ScriptedRaiser {
        explicit CountingRaiser(std::atomic<int>& count) : looks(count) {}
        Result<std::vector<StoreDay>> list_urgent(Instant at, std::size_t count_max) override {
            ++looks;
            return ScriptedRaiser::list_urgent(at, count_max);
        }
        std::atomic<int>& looks;
    };
    AlertWorker worker([&] { return std::make_unique<CountingRaiser>(looks); }, [] { return now; }, {});
    EXPECT_TRUE(test::eventually([&] { return looks >= 2; }));
    worker.stop();
    const int seen = looks;
    worker.stop();
    EXPECT_EQ(looks, seen);
}

}  // namespace
}  // namespace tillnote::app
