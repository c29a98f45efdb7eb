#include "server/app/password_pool.hpp"

#include "server/app/password_hash.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace tillnote::app {
namespace {

using namespace std::chrono_literals;

/// Stands where a hashing thread ends its work, and keeps it there until it is opened.
class Gate {
public:
    void pass() {
        std::unique_lock lock(mutex_);
        inside_max_ = std::max(inside_max_, ++inside_);
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
        --inside_;
        ++passed_;
        changed_.notify_all();
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    bool wait_for_inside(int count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 30s, [&] { return inside_ == count; });
    }
    bool wait_for_passed(int count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 60s, [&] { return passed_ == count; });
    }
    int inside_max() {
        const std::lock_guard lock(mutex_);
        return inside_max_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
    int inside_ = 0;
    int inside_max_ = 0;
    int passed_ = 0;
};

TEST(PasswordPool, SaysWhetherAPasswordMatches) {
    PasswordPool pool(1);
    const auto hash = hash_password("correct horse");
    const auto verdict_on = [&](const std::string& password, const std::string& against) {
        Gate gate;
        gate.open();
        bool matches = false;
        EXPECT_TRUE(pool.verify(password, against, [&](bool verdict) {
            matches = verdict;
            gate.pass();
        }));
        EXPECT_TRUE(gate.wait_for_passed(1));
        return matches;
    };
    EXPECT_TRUE(verdict_on("correct horse", hash));
    EXPECT_FALSE(verdict_on("correct horse ", hash));
    EXPECT_FALSE(verdict_on("correct horse", pool.hash_of_nobody()))
        << "an unknown e-mail costs a hash, too, and matches nothing";
    EXPECT_FALSE(verdict_on("correct horse", "no hash at all"));
}

TEST(PasswordPool, HashesTwoAtOnceKeepsThirtyTwoInLineAndRefusesTheNext) {
    constexpr int line = PasswordPool::waiting_max;
    Gate gate;
    PasswordPool pool(2);
    const auto hash = hash_password("p");
    const auto submit = [&] { return pool.verify("p", hash, [&](bool /*matches*/) { gate.pass(); }); };
    ASSERT_TRUE(submit() && submit());
    ASSERT_TRUE(gate.wait_for_inside(2));
    for (int index = 0; index < line; ++index) {
        ASSERT_TRUE(submit()) << index;
    }
    EXPECT_FALSE(submit());
    EXPECT_FALSE(submit()) << "a refusal takes no place either";
    gate.open();
    ASSERT_TRUE(gate.wait_for_passed(2 + line));
    EXPECT_EQ(gate.inside_max(), 2);
    EXPECT_TRUE(submit());
}

TEST(PasswordPool, AnswersWhatWaitsBeforeItStopsAndTakesNoMore) {
    Gate gate;
    gate.open();
    PasswordPool pool(1);
    const auto hash = hash_password("p");
    for (int index = 0; index < 3; ++index) {
        ASSERT_TRUE(pool.verify("p", hash, [&](bool /*matches*/) { gate.pass(); }));
    }
    pool.stop();
    EXPECT_TRUE(gate.wait_for_passed(3));
    EXPECT_FALSE(pool.verify("p", hash, [&](bool /*matches*/) { gate.pass(); }));
}

}  // namespace
}  // namespace tillnote::app
