#include "server/storage/outbox_book.hpp"

#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace tillnote::test {
namespace {

using storage::OutboxBook;
using storage::OutboxKey;
using storage::OutboxRecord;

TEST(OutboxBook, JoinsRunsInAnyOrder) {
    std::mt19937 random(11);
    for (int round = 0; round < 200; ++round) {
        OutboxRecord record;
        std::set<std::int64_t> seqs;
        for (int i = 0; i < 40; ++i) {
            const std::int64_t first = 1 + static_cast<std::int64_t>(random() % 60);
            const std::int64_t last = first + static_cast<std::int64_t>(random() % 4);
            record.add({first, last});
            for (auto seq = first; seq <= last; ++seq) {
                seqs.insert(seq);
            }
            std::int64_t have_seq = 0;
            while (seqs.contains(have_seq + 1)) {
                ++have_seq;
            }
            ASSERT_EQ(record.have_seq, have_seq) << "round " << round;
            std::int64_t before = record.have_seq;
            for (const auto& [run_first, run_last] : record.above) {
                ASSERT_GT(run_first, before + 1) << "runs neither touch nor overlap";
                before = run_last;
            }
            for (std::int64_t seq = 1; seq < 70; ++seq) {
                ASSERT_EQ(record.has(seq), seqs.contains(seq)) << "round " << round << ", seq " << seq;
            }
        }
    }
}

TEST(OutboxBook, NeverTellsATooHighFigureWhenRunsWereCut) {
    OutboxRecord record;
    const auto runs = static_cast<std::int64_t>(OutboxBook::runs_max);
    for (std::int64_t i = 1; i <= runs + 10; ++i) {
        record.add({10 * i, 10 * i + 1});
    }
    EXPECT_TRUE(record.cut);
    EXPECT_EQ(record.above.size(), OutboxBook::runs_max);
    record.add({1, 10 * runs});
    EXPECT_EQ(record.have_seq, 10 * runs + 1) << "the runs behind were forgotten, not made up";
}

TEST(OutboxBook, ForgetsEverythingWithTheEpoch) {
    OutboxBook book;
    const OutboxKey key{"store-1", make_outbox_id()};
    OutboxRecord record;
    record.add({1, 5});
    const auto old = book.epoch();
    EXPECT_TRUE(book.join(old, key, record));
    EXPECT_EQ(book.find(old, key)->have_seq, 5);
    const auto fresh = book.forget_all();
    EXPECT_FALSE(book.find(old, key));
    EXPECT_FALSE(book.find(fresh, key));
    EXPECT_FALSE(book.join(old, key, record)) << "what an old connection saw counts no more";
    EXPECT_FALSE(book.find(fresh, key));
}

TEST(OutboxBook, KeepsTheLatelyUsedWhenFull) {
    OutboxBook book(2);
    const OutboxKey one{"store-1", make_outbox_id()};
    const OutboxKey two{"store-1", make_outbox_id()};
    const OutboxKey three{"store-1", make_outbox_id()};
    const auto epoch = book.epoch();
    book.join(epoch, one, {});
    book.join(epoch, two, {});
    EXPECT_TRUE(book.find(epoch, one));
    book.join(epoch, three, {});
    EXPECT_TRUE(book.find(epoch, one));
    EXPECT_FALSE(book.find(epoch, two));
    EXPECT_TRUE(book.find(epoch, three));
}

}  // namespace
}  // namespace tillnote::test
