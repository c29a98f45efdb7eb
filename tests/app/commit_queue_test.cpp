#include "server/app/commit_queue.hpp"

#include "server/app/log.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>

namespace tillnote::app {
namespace {

/// Stores nothing; remembers what it was given, and can be held at the door.
class WatchedStore : public domain::NoteStore {
public:
    struct Watch {
        std::mutex door;
        std::atomic<int> calls{0};
        std::atomic<std::size_t> largest{0};
        std::atomic<std::size_t> deliveries{0};
        std::atomic<bool> failing{false};
        std::atomic<std::int64_t> refused_pending{-1};
    };

    explicit WatchedStore(Watch& watch) : watch_(watch) {}

    Result<std::vector<domain::DeliveryOutcome>> append(std::span<const domain::Delivery> deliveries) override {
        ++watch_.calls;
        const std::lock_guard lock(watch_.door);
        watch_.deliveries += deliveries.size();
        watch_.largest = std::max<std::size_t>(watch_.largest, deliveries.size());
        if (watch_.failing) {
            return Error{ErrorCode::unavailable, "the database is away", ""};
        }
        std::vector<domain::DeliveryOutcome> outcomes;
        for (const auto& delivery : deliveries) {
            if (delivery.pending == watch_.refused_pending) {
                return Error{ErrorCode::internal, "the database refused a statement", ""};
            }
            outcomes.push_back({.have_seq = delivery.pending, .results = {}});
        }
        return outcomes;
    }

private:
    Watch& watch_;
};

domain::Delivery delivery_number(std::int64_t number) {
    domain::Delivery delivery;
    delivery.pending = number;  // comes back as have_seq, so that answers can be told apart
    return delivery;
}

class Queue : public ::testing::Test {
protected:
    Queue() { start_log("error"); }
    WatchedStore::Watch watch;
};

TEST_F(Queue, EachDeliveryGetsItsOwnAnswer) {
    std::vector<std::promise<std::int64_t>> answers(500);
    {
        CommitQueue queue(2, 10'000, [this] { return std::make_unique<WatchedStore>(watch); }, [](auto, auto, auto) {});
        for (std::size_t index = 0; index < answers.size(); ++index) {
            ASSERT_TRUE(queue.submit(delivery_number(static_cast<std::int64_t>(index)),
                                     [&answers, index](auto outcome) { answers[index].set_value(outcome->have_seq); }));
        }
    }
    for (std::size_t index = 0; index < answers.size(); ++index) {
        EXPECT_EQ(answers[index].get_future().get(), static_cast<std::int64_t>(index));
    }
}

TEST_F(Queue, WhatWaitsIsTakenTogether) {
    CommitQueue queue(1, 10'000, [this] { return std::make_unique<WatchedStore>(watch); }, [](auto, auto, auto) {});
    std::latch answered(101);
    const auto done = [&](auto /*outcome*/) { answered.count_down(); };
    {
        const std::lock_guard held(watch.door);
        ASSERT_TRUE(queue.submit(delivery_number(0), done));
        while (watch.calls == 0) {  // the writer is at the door with the first one
            std::this_thread::yield();
        }
        for (int count = 0; count < 100; ++count) {
            ASSERT_TRUE(queue.submit(delivery_number(0), done));
        }
    }
    answered.wait();
    EXPECT_EQ(watch.calls, 2);
    EXPECT_EQ(watch.largest, 100U);
}

TEST_F(Queue, AFullQueueRefusesAtOnceAndKeepsWhatItHas) {
    CommitQueue queue(1, 10, [this] { return std::make_unique<WatchedStore>(watch); }, [](auto, auto, auto) {});
    int accepted = 0;
    std::atomic<int> answered{0};
    {
        const std::lock_guard held(watch.door);
        for (int count = 0; count < 100; ++count) {
            accepted += queue.submit(delivery_number(0), [&](auto /*outcome*/) { ++answered; }) ? 1 : 0;
        }
        EXPECT_LT(accepted, 100);
        EXPECT_LE(queue.waiting_notes(), 10U);
    }
    queue.stop();
    EXPECT_EQ(answered, accepted);
}

TEST_F(Queue, AFailedCommitFailsEveryDeliveryInIt) {
    watch.failing = true;
    std::promise<ErrorCode> answer;
    CommitQueue queue(1, 10, [this] { return std::make_unique<WatchedStore>(watch); }, [](auto, auto, auto) {});
    ASSERT_TRUE(queue.submit(delivery_number(0), [&](auto outcome) { answer.set_value(outcome.error().code); }));
    EXPECT_EQ(answer.get_future().get(), ErrorCode::unavailable);
}

TEST_F(Queue, ADeliveryTheDatabaseWillNotHaveDoesNotTakeTheOthersWithIt) {
    watch.refused_pending = 7;
    CommitQueue queue(1, 10'000, [this] { return std::make_unique<WatchedStore>(watch); }, [](auto, auto, auto) {});
    std::vector<std::promise<bool>> answers(10);
    {
        const std::lock_guard held(watch.door);
        for (std::size_t index = 0; index < answers.size(); ++index) {
            ASSERT_TRUE(queue.submit(delivery_number(static_cast<std::int64_t>(index)),
                                     [&answers, index](auto outcome) { answers[index].set_value(outcome.has_value()); }));
        }
    }
    for (std::size_t index = 0; index < answers.size(); ++index) {
        EXPECT_EQ(answers[index].get_future().get(), index != 7) << index;
    }
}

TEST_F(Queue, ASecondWriterStartsOnlyWhenEnoughWaits) {
    CommitQueue queue(2, 10'000, [this] { return std::make_unique<WatchedStore>(watch); }, [](auto, auto, auto) {});
    std::atomic<int> answered{0};
    {
        const std::lock_guard held(watch.door);
        const auto submit = [&] { ASSERT_TRUE(queue.submit(delivery_number(0), [&](auto /*outcome*/) { ++answered; })); };
        submit();
        while (watch.calls == 0) {
            std::this_thread::yield();
        }
        for (std::size_t weight = 0; weight < CommitQueue::company_weight_min; ++weight) {
            EXPECT_EQ(watch.calls, 1) << weight;
            submit();
        }
        while (watch.calls == 1) {
            std::this_thread::yield();
        }
    }
    queue.stop();
    EXPECT_EQ(answered, 1 + static_cast<int>(CommitQueue::company_weight_min));
}

TEST_F(Queue, StoppingCommitsWhatWaitsAndRefusesTheRest) {
    CommitQueue queue(2, 10'000, [this] { return std::make_unique<WatchedStore>(watch); }, [](auto, auto, auto) {});
    std::atomic<int> answered{0};
    for (int count = 0; count < 50; ++count) {
        ASSERT_TRUE(queue.submit(delivery_number(0), [&](auto /*outcome*/) { ++answered; }));
    }
    queue.stop();
    EXPECT_EQ(answered, 50);
    EXPECT_FALSE(queue.submit(delivery_number(0), [](auto /*outcome*/) {}));
}

}  // namespace
}  // namespace tillnote::app
