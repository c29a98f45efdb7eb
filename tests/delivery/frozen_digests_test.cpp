#include "server/delivery/frozen_digests.hpp"

#include <gtest/gtest.h>

namespace tillnote::delivery {
namespace {

using namespace std::chrono_literals;

domain::Digest make_digest(const std::string& store) {
    domain::Digest digest;
    digest.store.id = store;
    digest.day = 2026y / 11 / 20;
    digest.edition = domain::Edition{1, {}, 1};
    return digest;
}

TEST(FrozenDigests, FindsByStoreDayAndEdition) {
    FrozenDigests frozen;
    frozen.keep(make_digest("store-1"));
    const domain::Day friday = 2026y / 11 / 20;
    ASSERT_NE(frozen.find("store-1", friday, 1), nullptr);
    EXPECT_EQ(frozen.find("store-1", friday, 1)->store.id, "store-1");
    EXPECT_EQ(frozen.find("store-2", friday, 1), nullptr);
    EXPECT_EQ(frozen.find("store-1", domain::add_days(friday, 1), 1), nullptr);
    EXPECT_EQ(frozen.find("store-1", friday, 2), nullptr);
}

TEST(FrozenDigests, ForgetsTheOldestBeyondItsLimit) {
    FrozenDigests frozen;
    for (std::size_t n = 0; n <= FrozenDigests::digests_max; ++n) {
        frozen.keep(make_digest("store-" + std::to_string(n)));
    }
    const domain::Day friday = 2026y / 11 / 20;
    EXPECT_EQ(frozen.find("store-0", friday, 1), nullptr);
    EXPECT_NE(frozen.find("store-1", friday, 1), nullptr);
    EXPECT_NE(frozen.find("store-" + std::to_string(FrozenDigests::digests_max), friday, 1), nullptr);
}

}  // namespace
}  // namespace tillnote::delivery
