#include "tests/lane-client/lane_fixture.hpp"

namespace tillnote::lane::test {
namespace {

class OutboxMessages : public LaneTest {
protected:
    std::size_t count_seen(const std::string& day) {
        std::size_t count = 0;
        EXPECT_TRUE(outbox_.use([&](Outbox& open) -> Result<void> {
            count = open.find_seen(day).value().size();
            return {};
        }));
        return count;
    }
    void note_seen(const Uuid& id, const std::string& day) {
        ASSERT_TRUE(outbox_.use([&](Outbox& open) { return open.note_seen(id, day); }));
        outbox_.close();
    }
};

TEST_F(OutboxMessages, AreRememberedForTheirBusinessDayOnly) {
    const Uuid first = Uuid::parse("00000000-0000-4000-8000-0000000000f1").value();
    const Uuid second = Uuid::parse("00000000-0000-4000-8000-0000000000f2").value();
    note_seen(first, "2026-11-21");
    note_seen(first, "2026-11-21");
    EXPECT_EQ(count_seen("2026-11-21"), 1U);
    EXPECT_EQ(count_seen("2026-11-22"), 0U) << "the next shift sees it again";
    note_seen(second, "2026-11-22");
    EXPECT_EQ(count_seen("2026-11-22"), 1U);
    EXPECT_EQ(count_seen("2026-11-21"), 0U);
}

}  // namespace
}  // namespace tillnote::lane::test
