#pragma once

#include "lane-client/catalog_cache.hpp"
#include "lane-client/clock.hpp"
#include "lane-client/outbox_keeper.hpp"
#include "lane-client/state_folder.hpp"
#include "lane-client/tapping.hpp"
#include "lane-client/transactions.hpp"
#include "schema/time_text.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <string>

namespace tillnote::lane::test {

/// A clock a test sets by hand. Starts on 2026-11-21 19:30:00 at -06:00, two hours after boot.
class FakeClock final : public Clock {
public:
    FakeClock() {
        moment_.wall = parse_time("2026-11-21T19:30:00-06:00").value().instant;
        moment_.utc_offset_minutes = -360;
        moment_.mono = std::chrono::hours{2};
        moment_.boot_id = Uuid::parse("00000000-0000-4000-8000-00000000b001").value();
    }
    Moment now() const override {
        const std::lock_guard lock(mutex_);
        return moment_;
    }
    void pass(std::chrono::milliseconds time) {
        const std::lock_guard lock(mutex_);
        moment_.wall += time;
        moment_.mono += time;
    }
    /// Only the wall clock jumps.
    void set_wall_on(std::chrono::milliseconds by) {
        const std::lock_guard lock(mutex_);
        moment_.wall += by;
    }
    void reboot() {
        const std::lock_guard lock(mutex_);
        moment_.boot_id = Uuid::parse("00000000-0000-4000-8000-00000000b002").value();
        moment_.mono = std::chrono::seconds{20};
    }

private:
    mutable std::mutex mutex_;
    Moment moment_;
};

using tillnote::test::TemporaryFolder;

/// A lane with an outbox and a clock of its own, and few words to tap with.
class LaneTest : public ::testing::Test {
protected:
    TemporaryFolder folder_;
    FakeClock clock_;
    OutboxKeeper outbox_{folder_.path() / "outbox.db", clock_};
    LaneRules rules_;

    Result<TapOutcome> try_tap(const TapRequest& request) {
        Result<TapOutcome> outcome = Error{};
        auto used = outbox_.use([&](Outbox& open) -> Result<void> {
            outcome = tap(open, clock_, request, rules_);
            return outcome ? Result<void>{} : Result<void>(outcome.error());
        });
        return used ? outcome : Result<TapOutcome>(used.error());
    }
    /// Taps, and then lets ten seconds pass.
    Uuid tap_note(const std::string& reason) {
        const auto outcome = try_tap({reason, std::nullopt, std::nullopt, Source::script});
        clock_.pass(std::chrono::seconds{10});
        return outcome.value().note_id;
    }
    Result<Uuid> try_undo(const std::optional<Uuid>& note_id = std::nullopt) {
        Result<Uuid> voided = Error{};
        auto used = outbox_.use([&](Outbox& open) -> Result<void> {
            const Uuid undo_id = make_undo_id();
            voided = note_id ? undo_note(open, clock_, undo_id, *note_id) : undo_last(open, clock_, undo_id);
            return voided ? Result<void>{} : Result<void>(voided.error());
        });
        return used ? voided : Result<Uuid>(used.error());
    }
    void begin(const std::string& key) {
        const auto begun = outbox_.use([&](Outbox& open) { return begin_transaction(open, clock_, key, rules_); });
        EXPECT_TRUE(begun) << (begun ? "" : begun.error().detail);
    }
    void end() {
        const auto ended = outbox_.use([&](Outbox& open) { return end_transaction(open, clock_, rules_); });
        EXPECT_TRUE(ended) << (ended ? "" : ended.error().detail);
    }
    std::vector<StaffedHour> unreported(const std::vector<Uuid>& enrolments) {
        std::vector<StaffedHour> found;
        const auto used = outbox_.use([&](Outbox& open) -> Result<void> {
            found = open.find_unreported_hours(enrolments).value();
            return {};
        });
        EXPECT_TRUE(used) << (used ? "" : used.error().detail);
        return found;
    }
    OutboxCounts counts() {
        OutboxCounts found;
        auto used = outbox_.use([&](Outbox& open) -> Result<void> {
            auto counted = open.counts();
            if (!counted) {
                return counted.error();
            }
            found = *counted;
            return {};
        });
        EXPECT_TRUE(used) << (used ? "" : used.error().detail);
        return found;
    }
    std::vector<StoredNote> notes() {
        std::vector<StoredNote> found;
        auto used = outbox_.use([&](Outbox& open) -> Result<void> {
            auto last = open.last_notes(1000);
            if (!last) {
                return last.error();
            }
            found.assign(last->rbegin(), last->rend());
            return {};
        });
        EXPECT_TRUE(used) << (used ? "" : used.error().detail);
        return found;
    }

private:
    Uuid make_undo_id() {
        std::array<std::uint8_t, 16> bytes{};
        bytes[15] = ++undo_count_;
        return make_uuid_v4(bytes);
    }
    std::uint8_t undo_count_ = 0;
};

}  // namespace tillnote::lane::test
