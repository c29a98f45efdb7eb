#include "tests/lane-client/failing_vfs.hpp"
#include "tests/lane-client/forwarding_fixture.hpp"

#include <set>
#include <vector>

#include <sqlite3.h>

namespace tillnote::lane::test {
namespace {

namespace fs = std::filesystem;

constexpr auto notes_max = static_cast<std::int64_t>(limits::outbox_notes_max);
constexpr int log_pages_max = 1000;

TapRequest plain_tap(const std::string& reason) {
    return {reason, std::nullopt, std::nullopt, Source::script};
}

/// Real taps up to the limit. Where nothing is pulled out, an fsync that is left out changes nothing but the time it takes.
class FullOutbox : public LaneTest {
protected:
    FullOutbox() {
        FailingVfs::register_once();
        FailingVfs::reset();
        FailingVfs::skip_syncs = true;
    }
    ~FullOutbox() override { FailingVfs::reset(); }

    Result<void> tap_there(const std::string& reason) {
        return there_.use([&](Outbox& open) -> Result<void> {
            auto done = tap(open, clock_, plain_tap(reason), rules_);
            return done ? Result<void>{} : Result<void>(done.error());
        });
    }
    OutboxKeeper there_{folder_.path() / "outbox.db", clock_, FailingVfs::name};
};

TEST_F(FullOutbox, HoldsAHundredThousandTapsAndRefusesTheNextVisibly) {
    for (std::int64_t at = 0; at < notes_max; ++at) {
        ASSERT_TRUE(tap_there(std::to_string(101 + at % 9))) << at;
        clock_.pass(1s);
        if (at % 1000 == 0) {
            ASSERT_TRUE(there_.use([](Outbox& open) { return open.tidy(log_pages_max); }));
        }
    }
    const auto refused = tap_there("777");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::outbox_full);
    EXPECT_NE(refused.error().detail.find("100000 notes wait"), std::string::npos) << refused.error().detail;
    ASSERT_TRUE(there_.use([&](Outbox& open) -> Result<void> {
        EXPECT_EQ(open.counts().value().pending, notes_max);
        EXPECT_EQ(open.last_notes(1).value().front().note.seq, notes_max);
        EXPECT_TRUE(open.settle(*open.find_batch(1, {}).value(), NoteState::delivered, clock_.now().wall));
        return open.check();
    }));
    EXPECT_TRUE(tap_there("777")) << "one note delivered makes room for one";
    EXPECT_FALSE(tap_there("778"));
}

/// The file of an earlier version, filled to the limit while the lane had no network.
class FullOutboxOfTheSecondLayout : public ForwardingTest {
protected:
    FullOutboxOfTheSecondLayout() {
        const fs::path file = folder_.path() / "outbox.db";
        fs::copy_file(fs::path(TILLNOTE_LANE_FIXTURES) / "outbox_layout_2.db", file);
        enrolments_.list.front().key = Uuid::parse("a4563d4b-a213-414a-83e0-332a145804e6").value();
        rules_.enrolment = enrolments_.key_in_force();
        // Two of the fixture's five notes are delivered.
        const std::string fill =
            "WITH RECURSIVE n(i) AS (SELECT 6 UNION ALL SELECT i + 1 FROM n WHERE i < 100002) INSERT INTO note SELECT i, "
            "CAST(substr(note_id, 1, 7) || randomblob(1) || substr(note_id, 9, 1) || randomblob(7) AS BLOB), outbox_id, i, "
            "enrolment, reason, tapped_at_ms + i, "
            "utc_offset_minutes, mono_ms + i, boot_id, source, remark_key, with_transaction, comment, 0, NULL FROM n, note "
            "WHERE row = 5; UPDATE lane SET last_seq = 100002";
        sqlite3* handle = nullptr;
        sqlite3_open(file.c_str(), &handle);
        EXPECT_EQ(sqlite3_exec(handle, fill.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
        sqlite3_close(handle);
    }
};

TEST_F(FullOutboxOfTheSecondLayout, RefusesVisiblyAfterAnUpgradeAndDeliversInOrder) {
    EXPECT_EQ(counts().pending, notes_max);
    const auto refused = try_tap(plain_tap("106"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::outbox_full);
    constexpr int batches = 10;
    for (int at = 0; at < batches; ++at) {
        ASSERT_EQ(step().outcome, Outcome::progressed);
    }
    const auto delivered = static_cast<std::int64_t>(server_.stored.size());
    EXPECT_GT(delivered, (batches - 2) * static_cast<std::int64_t>(limits::batch_notes_max));
    for (const NotesRequest& request : server_.requests) {
        EXPECT_TRUE(std::ranges::is_sorted(request.notes, {}, &Note::seq));
    }
    EXPECT_EQ(server_.requests.front().notes.front().seq, 3);
    EXPECT_EQ(counts().pending, notes_max + 2 - delivered) << "this server had lost what the earlier version delivered";
    tap_note("106");
    EXPECT_EQ(notes().back().note.seq, notes_max + 3);
    EXPECT_TRUE(outbox_.use([](Outbox& open) { return open.check(); }));
}

/// The wall clock goes wherever it likes between two taps; what was promised goes by CLOCK_BOOTTIME and by number.
class JumpingClock : public LaneTest {
protected:
    static constexpr std::chrono::milliseconds decades = std::chrono::hours{24} * 365 * 30;
};

TEST_F(JumpingClock, NumbersOnAndRepeatsNoId) {
    std::set<Uuid> ids;
    const std::vector<std::chrono::milliseconds> jumps{decades, -2 * decades, -decades, 2 * decades + 1h, -1h, -5min, 5min};
    for (const auto jump : jumps) {
        clock_.set_wall_on(jump);
        ids.insert(tap_note("101"));
    }
    const auto stored = notes();
    ASSERT_EQ(stored.size(), jumps.size());
    EXPECT_EQ(ids.size(), jumps.size());
    for (std::size_t at = 0; at < stored.size(); ++at) {
        EXPECT_EQ(stored[at].note.seq, static_cast<std::int64_t>(at) + 1);
        EXPECT_EQ(stored[at].outbox_id, stored[0].outbox_id);
    }
}

TEST_F(JumpingClock, NeverTurnsTheOrderOfIdsBySteppingBackAndForth) {
    Uuid last;
    for (int at = 0; at < 50; ++at) {
        clock_.set_wall_on(at % 2 == 0 ? -4min : std::chrono::milliseconds{2min});
        const Uuid id = try_tap(plain_tap(std::to_string(101 + at))).value().note_id;
        EXPECT_LT(last, id) << at;
        last = id;
        clock_.pass(2min);
    }
}

TEST_F(JumpingClock, KeepsTheRepeatFilterAndTheCustomerByBootTime) {
    const auto first = try_tap(plain_tap("101")).value();
    for (const std::chrono::milliseconds jump : {decades, -2 * decades}) {
        clock_.set_wall_on(jump);
        clock_.pass(1s);
        const auto again = try_tap(plain_tap("101")).value();
        EXPECT_TRUE(again.repeat);
        EXPECT_EQ(again.note_id, first.note_id);
        EXPECT_FALSE(try_tap(plain_tap(jump > 0ms ? "102" : "103")).value().repeat);
    }
    clock_.pass(60s);
    EXPECT_FALSE(try_tap(plain_tap("101")).value().repeat);
    const auto stored = notes();
    ASSERT_EQ(stored.size(), 4U);
    EXPECT_EQ(stored[1].note.remark_key, stored[0].note.remark_key);
    EXPECT_EQ(stored[2].note.remark_key, stored[0].note.remark_key);
    EXPECT_NE(stored[3].note.remark_key, stored[0].note.remark_key) << "a minute later it is another customer";
}

TEST_F(JumpingClock, KeepsTheTransactionInForceAndTheReachOfUndoByBootTime) {
    begin("T-1");
    const Uuid first = try_tap(plain_tap("101")).value().note_id;
    clock_.set_wall_on(decades);
    clock_.pass(1min);
    static_cast<void>(try_tap(plain_tap("102")).value());
    clock_.set_wall_on(-2 * decades);
    clock_.pass(1min);
    const auto third = try_tap(plain_tap("103")).value();
    const auto stored = notes();
    for (const StoredNote& note : stored) {
        EXPECT_TRUE(note.with_transaction);
        EXPECT_EQ(note.note.remark_key, stored[0].note.remark_key);
    }
    EXPECT_EQ(try_undo().value(), third.note_id);
    EXPECT_TRUE(try_undo());
    EXPECT_EQ(try_undo().value(), first) << "two minutes ago, whatever the wall clock says";
}

}  // namespace
}  // namespace tillnote::lane::test
