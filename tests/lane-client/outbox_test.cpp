#include "lane-client/outbox_lock.hpp"
#include "tests/lane-client/failing_vfs.hpp"
#include "tests/lane-client/lane_fixture.hpp"

#include <algorithm>
#include <fstream>
#include <optional>

#include <sqlite3.h>
#include <sys/stat.h>

namespace tillnote::lane::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class OutboxFile : public LaneTest {
protected:
    fs::path file() const { return folder_.path() / "outbox.db"; }

    void empty_log() {
        ASSERT_TRUE(outbox_.use([](Outbox& open) { return open.empty_log(); }));
        outbox_.close();
    }
    std::vector<fs::path> kept_files() const {
        std::vector<fs::path> kept;
        for (const auto& entry : fs::directory_iterator(folder_.path())) {
            if (entry.path().filename().string().starts_with("outbox.corrupt-") && entry.path().extension() == ".db") {
                kept.push_back(entry.path());
            }
        }
        return kept;
    }
    Result<void> run(const std::string& sql) {
        sqlite3* handle = nullptr;
        sqlite3_open(file().c_str(), &handle);
        const int code = sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr);
        const std::string why = sqlite3_errmsg(handle);
        sqlite3_close(handle);
        return code == SQLITE_OK ? Result<void>{} : Result<void>(Error{ErrorCode::internal, why, {}});
    }
    void overwrite(std::streamoff at, std::size_t length) {
        std::fstream damaged(file(), std::ios::in | std::ios::out | std::ios::binary);
        damaged.seekp(at);
        damaged << std::string(length, '\xA5');
    }
};

TEST_F(OutboxFile, HoldsWhatWasTappedAfterItIsOpenedAgain) {
    const Uuid first = tap_note("101");
    outbox_.close();
    const Uuid second = tap_note("102");
    const auto stored = notes();
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_EQ(stored[0].note.note_id, first);
    EXPECT_EQ(stored[1].note.note_id, second);
    EXPECT_EQ(stored[1].note.seq, 2);
    EXPECT_EQ(stored[0].outbox_id, stored[1].outbox_id);
}

TEST_F(OutboxFile, HoldsTickedNotesWhenTheProcessEndsWithoutClosingIt) {
    tap_note("101");
    tap_note("102");
    // What another process would find now: the two files as they are, with this one still open.
    TemporaryFolder copy;
    for (const char* ending : {"outbox.db", "outbox.db-wal"}) {
        fs::copy_file(folder_.path() / ending, copy.path() / ending);
    }
    OutboxKeeper found(copy.path() / "outbox.db", clock_);
    ASSERT_TRUE(found.use([](Outbox& open) -> Result<void> {
        EXPECT_EQ(open.counts().value().pending, 2);
        return open.check();
    }));
}

TEST_F(OutboxFile, RefusesTheNoteOverItsBoundAndSaysSo) {
    tap_note("101");
    ASSERT_TRUE(outbox_.use([](Outbox& open) { return open.empty_log(); }));
    outbox_.close();
    ASSERT_TRUE(
        run("WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
            "INSERT INTO note SELECT i, note_id, outbox_id, i, enrolment, reason, tapped_at_ms, utc_offset_minutes, "
            "mono_ms, boot_id, source, remark_key, with_transaction, comment, 0, NULL FROM n, note WHERE row = 1"));
    const auto refused = try_tap({"102", std::nullopt, std::nullopt, Source::script});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::outbox_full);
    outbox_.close();
    ASSERT_TRUE(run("DELETE FROM note WHERE row = 100000"));
    EXPECT_TRUE(try_tap({"102", std::nullopt, std::nullopt, Source::script}));
}

TEST_F(OutboxFile, FailsWithASentenceWhenItIsAFolder) {
    fs::create_directory(file());
    const auto failed = try_tap({"101", std::nullopt, std::nullopt, Source::script});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::outbox_unusable);
    EXPECT_NE(failed.error().detail.find("Nothing was saved"), std::string::npos) << failed.error().detail;
}

TEST_F(OutboxFile, GoesOnWithANewOutboxWhenItsHeaderIsDestroyed) {
    tap_note("101");
    const Uuid old_outbox = notes().at(0).outbox_id;
    empty_log();
    overwrite(0, 100);
    const Uuid id = tap_note("102");
    EXPECT_EQ(kept_files().size(), 1U) << "the damaged file is kept";
    const auto stored = notes();
    EXPECT_EQ(stored.back().note.note_id, id);
    EXPECT_EQ(stored.back().note.seq, 1);
    EXPECT_NE(stored.back().outbox_id, old_outbox);
}

TEST_F(OutboxFile, SalvagesWhatIsReadableFromADamagedFile) {
    std::vector<Uuid> tapped;
    for (int at = 0; at < 300; ++at) {
        tapped.push_back(tap_note(std::to_string(100 + at % 9)));
    }
    const Uuid old_outbox = notes().at(0).outbox_id;
    empty_log();
    const auto size = static_cast<std::streamoff>(fs::file_size(file()));
    // One page in the middle of the file, somewhere among the notes.
    overwrite(size / 2 / 4096 * 4096, 4096);
    ASSERT_TRUE(outbox_.use([](Outbox& open) { return open.check(); }));
    const Uuid id = tap_note("201");
    const auto stored = notes();
    EXPECT_EQ(kept_files().size(), 1U);
    EXPECT_GE(stored.size(), 230U) << "one damaged page costs at most what it held";
    EXPECT_EQ(stored.back().note.note_id, id);
    EXPECT_NE(stored.back().outbox_id, old_outbox);
    for (std::size_t at = 0; at + 1 < stored.size(); ++at) {
        EXPECT_EQ(stored[at].outbox_id, old_outbox) << "salvaged notes keep the number they were tapped with";
        EXPECT_EQ(stored[at].note.note_id, tapped.at(static_cast<std::size_t>(stored[at].note.seq - 1)));
    }
}

TEST_F(OutboxFile, EndsASalvageThatWasCutOff) {
    const Uuid id = tap_note("101");
    empty_log();
    // The moment after the new file was made and before it took its place, with an old log still there.
    fs::copy_file(file(), folder_.path() / "outbox.next.db");
    overwrite(0, 4096);
    std::ofstream(folder_.path() / "outbox.db-wal") << "an old log";
    const auto stored = notes();
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored[0].note.note_id, id);
    EXPECT_FALSE(fs::exists(folder_.path() / "outbox.next.db"));
}

TEST_F(OutboxFile, OffersRejectedNotesAgainAfterAnUpgrade) {
    tap_note("101");
    ASSERT_TRUE(outbox_.use([&](Outbox& open) -> Result<void> {
        const auto batch = open.find_batch(1, {}).value();
        return open.settle(*batch, NoteState::rejected, clock_.now().wall);
    }));
    outbox_.close();
    EXPECT_EQ(counts().rejected, 1) << "the same version does not try again";
    empty_log();
    ASSERT_TRUE(run("UPDATE lane SET client_version = '0.0.1'"));
    EXPECT_EQ(counts().rejected, 0);
    EXPECT_EQ(counts().pending, 1);
}

TEST_F(OutboxFile, GoesOnWithAFileOfTheFirstLayout) {
    tap_note("101");
    const Uuid outbox_id = notes().at(0).outbox_id;
    empty_log();
    ASSERT_TRUE(run("DROP TABLE outbox_answer; PRAGMA user_version = 1"));
    ASSERT_TRUE(outbox_.use([&](Outbox& open) -> Result<void> {
        EXPECT_FALSE(open.reoffer_behind(outbox_id, 0, clock_.now().wall).value());
        return open.settle(*open.find_batch(1, {}).value(), NoteState::delivered, clock_.now().wall);
    }));
    ASSERT_TRUE(outbox_.use([&](Outbox& open) -> Result<void> {
        EXPECT_TRUE(open.reoffer_behind(outbox_id, 0, clock_.now().wall).value());
        return {};
    }));
    EXPECT_EQ(counts().pending, 1);
    EXPECT_EQ(notes().size(), 1U);
}

TEST_F(OutboxFile, ForgetsDeliveredNotesAfterFourteenDaysButCountsThem) {
    tap_note("101");
    tap_note("102");
    const auto deliver_one = [&](Outbox& open) -> Result<void> {
        return open.settle(*open.find_batch(1, {}).value(), NoteState::delivered, clock_.now().wall);
    };
    ASSERT_TRUE(outbox_.use(deliver_one));
    clock_.pass(24h * 14);
    ASSERT_TRUE(outbox_.use([&](Outbox& open) { return open.prune(clock_.now().wall); }));
    EXPECT_EQ(notes().size(), 2U);
    clock_.pass(1s);
    ASSERT_TRUE(outbox_.use([&](Outbox& open) { return open.prune(clock_.now().wall); }));
    EXPECT_EQ(notes().size(), 1U) << "what waits never expires";
    EXPECT_EQ(counts().delivered, 1);
    EXPECT_EQ(counts().pending, 1);
    tap_note("103");
    EXPECT_EQ(notes().back().note.seq, 3);
}

TEST_F(OutboxFile, BeginsItsLogAnewInsteadOfGrowingItForEver) {
    std::uintmax_t longest = 0;
    for (int at = 0; at < 60; ++at) {
        tap_note(std::to_string(100 + at));
        ASSERT_TRUE(outbox_.use([](Outbox& open) { return open.tidy(20); }));
        outbox_.close();
        longest = std::max(longest, fs::file_size(folder_.path() / "outbox.db-wal"));
    }
    EXPECT_LT(longest, 40U * 4120) << "each process that opens the outbox reads all of its log";
    EXPECT_EQ(notes().size(), 60U);
}

TEST_F(OutboxFile, SetsADamagedRowAsideInsteadOfStoppingTheQueue) {
    tap_note("101");
    const Uuid sound = tap_note("102");
    empty_log();
    ASSERT_TRUE(run("UPDATE note SET source = 'nonsense' WHERE row = 1"));
    ASSERT_TRUE(outbox_.use([&](Outbox& open) -> Result<void> {
        const auto batch = open.find_batch(100, {}).value();
        EXPECT_EQ(batch->notes.size(), 1U);
        EXPECT_EQ(batch->notes.at(0).note.note_id, sound);
        return {};
    }));
    EXPECT_EQ(counts().rejected, 1);
}

TEST_F(OutboxFile, SendsANoteWithoutItsDamagedComment) {
    const Uuid note = tap_note("101");
    empty_log();
    for (const char* damaged : {"x'ff41'", "x'0a'", "''", "printf('%0200d', 1)"}) {
        ASSERT_TRUE(run(std::string("UPDATE note SET comment = CAST(") + damaged + " AS TEXT)"));
        ASSERT_TRUE(outbox_.use([&](Outbox& open) -> Result<void> {
            const auto batch = open.find_batch(100, {}).value();
            EXPECT_EQ(batch->notes.at(0).note.note_id, note);
            EXPECT_EQ(batch->notes.at(0).note.comment, std::nullopt) << damaged;
            return {};
        }));
        outbox_.close();
    }
    EXPECT_EQ(counts().rejected, 0);
}

TEST(OutboxLock, IsHeldByOneAtATime) {
    TemporaryFolder folder;
    const auto file = folder.path() / "outbox.lock";
    {
        const auto first = OutboxLock::try_take(file);
        ASSERT_TRUE(first.value().has_value());
        EXPECT_FALSE(OutboxLock::try_take(file).value().has_value());
    }
    EXPECT_TRUE(OutboxLock::try_take(file).value().has_value());
}

class OutboxOnABadDisk : public LaneTest {
protected:
    OutboxOnABadDisk() {
        FailingVfs::register_once();
        FailingVfs::reset();
        bad_.emplace(folder_.path() / "outbox.db", clock_, FailingVfs::name);
    }
    ~OutboxOnABadDisk() override { FailingVfs::reset(); }

    Result<TapOutcome> tap_there(const std::string& reason) {
        clock_.pass(10s);
        Result<TapOutcome> outcome = Error{};
        auto used = bad_->use([&](Outbox& open) -> Result<void> {
            outcome = tap(open, clock_, {reason, std::nullopt, std::nullopt, Source::script}, rules_);
            return outcome ? Result<void>{} : Result<void>(outcome.error());
        });
        return used ? outcome : Result<TapOutcome>(used.error());
    }
    std::optional<OutboxKeeper> bad_;
};

TEST_F(OutboxOnABadDisk, FsyncsBeforeEachTick) {
    ASSERT_TRUE(tap_there("101"));
    for (int at = 0; at < 5; ++at) {
        FailingVfs::syncs = 0;
        ASSERT_TRUE(tap_there("102"));
        EXPECT_GE(FailingVfs::syncs, 1);
    }
}

TEST_F(OutboxOnABadDisk, NeverTicksWhenTheFsyncFails) {
    ASSERT_TRUE(tap_there("101"));
    FailingVfs::fail_syncs = 1;
    const auto failed = tap_there("102");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::outbox_unusable);
}

TEST_F(OutboxOnABadDisk, WritesTheOutboxAnewAfterAFailedFsyncInsteadOfTrustingIt) {
    const Uuid first = tap_there("101").value().note_id;
    bad_->close();
    const Uuid outbox_id = notes().at(0).outbox_id;
    outbox_.close();
    FailingVfs::fail_syncs = 1;
    ASSERT_FALSE(tap_there("102"));
    EXPECT_TRUE(fs::exists(folder_.path() / "outbox.db.suspect"));
    struct ::stat before{};
    ASSERT_EQ(::stat((folder_.path() / "outbox.db").c_str(), &before), 0);
    const Uuid third = tap_there("103").value().note_id;
    struct ::stat after{};
    ASSERT_EQ(::stat((folder_.path() / "outbox.db").c_str(), &after), 0);
    EXPECT_NE(before.st_ino, after.st_ino) << "a later fsync of the same file may lie";
    EXPECT_FALSE(fs::exists(folder_.path() / "outbox.db.suspect"));
    bad_->close();
    const auto stored = notes();
    EXPECT_EQ(stored.front().note.note_id, first);
    EXPECT_EQ(stored.back().note.note_id, third);
    EXPECT_EQ(stored.back().outbox_id, outbox_id) << "all could be read, so the outbox goes on";
}

TEST_F(OutboxOnABadDisk, FailsAtOnceOnAFullDiskAndGoesOnWhenThereIsRoom) {
    ASSERT_TRUE(tap_there("101"));
    FailingVfs::disk_full = true;
    const auto failed = tap_there("102");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::disk_full);
    FailingVfs::disk_full = false;
    ASSERT_TRUE(tap_there("103"));
    bad_->close();
    const auto stored = notes();
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_EQ(stored[1].note.reason, "103");
    EXPECT_EQ(stored[1].note.seq, 2) << "a tap that was not saved leaves no gap";
}

}  // namespace
}  // namespace tillnote::lane::test
