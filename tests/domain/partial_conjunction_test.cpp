#include "server/domain/partial_conjunction.hpp"

#include <gmock/gmock.h>

#include <random>
#include <vector>

namespace tillnote::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PartialConjunction, SaysAsMuchAsCanBeSaid) {
    const std::vector<double> p_values{0.30, 0.001, 0.9, 0.012, 0.004, 0.5};
    EXPECT_THAT(find_conjunction(p_values, 3, 0.05), ElementsAre(1, 4, 3)) << "4 * 0.012 is 0.048";
    EXPECT_THAT(find_conjunction(p_values, 1, 0.05), ElementsAre(1, 4, 3));
    EXPECT_THAT(find_conjunction(p_values, 3, 0.04), IsEmpty());
    EXPECT_THAT(find_conjunction(p_values, 4, 0.05), IsEmpty()) << "3 * 0.30 is 0.9";
}

TEST(PartialConjunction, GoesOnAsLongAsOneMoreCanBeSaid) {
    const std::vector<double> p_values{0.001, 0.002, 0.003, 0.02, 0.04};
    EXPECT_THAT(find_conjunction(p_values, 3, 0.05), ElementsAre(0, 1, 2, 3, 4)) << "2 * 0.02 and 1 * 0.04";
}

TEST(PartialConjunction, IsNeverMadeByFewerHoweverStrong) {
    EXPECT_THAT(find_conjunction(std::vector<double>{0, 0, 1, 1, 1}, 3, 0.05), IsEmpty());
    EXPECT_THAT(find_conjunction(std::vector<double>{0, 0}, 3, 0.05), IsEmpty()) << "fewer tests than that";
    EXPECT_THAT(find_conjunction(std::vector<double>{}, 1, 0.05), IsEmpty());
}

TEST(PartialConjunction, KeepsItsChanceWhereAllButTwoAreNothing) {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<> p(0, 1);
    int said = 0;
    constexpr int runs = 20'000;
    for (int run = 0; run < runs; ++run) {
        std::vector<double> p_values{0, 0};
        for (int other = 0; other < 18; ++other) {
            p_values.push_back(p(random));
        }
        said += find_conjunction(p_values, 3, 0.05).empty() ? 0 : 1;
    }
    EXPECT_LE(said, runs * 0.055);
    EXPECT_GE(said, runs * 0.04) << "a test that never says anything finds nothing";
}

}  // namespace
}  // namespace tillnote::domain
