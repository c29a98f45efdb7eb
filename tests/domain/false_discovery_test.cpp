#include "server/domain/false_discovery.hpp"

#include "tests/domain/r_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace tillnote::domain {
namespace {

using testing::r_rows;
using testing::RRow;

TEST(FalseDiscovery, AgreesWithPAdjustInR) {
    ASSERT_EQ(r_rows("adjust").size(), 3U);
    for (const RRow& row : r_rows("adjust")) {
        const std::vector<double> p_values(row.numbers.begin() + 1, row.numbers.end());
        const std::vector<double> adjusted = adjust_p_values(p_values, static_cast<std::size_t>(row.count(0)));
        ASSERT_EQ(adjusted.size(), row.after_bar.size());
        for (std::size_t index = 0; index < adjusted.size(); ++index) {
            EXPECT_NEAR(adjusted[index], row.after_bar[index], 1e-11) << row.text;
        }
    }
}

/// Fifteen p-values of thrombolysis: at q = 0.05 the first four are discoveries. Benjamini and Hochberg 1995, section 4.
TEST(FalseDiscovery, FindsTheFourOfTheFirstPaper) {
    const std::vector<double> p_values{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                       0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0};
    const std::vector<double> adjusted = adjust_p_values(p_values, p_values.size());
    EXPECT_EQ(std::ranges::count_if(adjusted, [](double one) { return one <= 0.05; }), 4);
}

TEST(FalseDiscovery, CountsTestsThatWereNotComputed) {
    const std::vector<double> p_values{0.001};
    EXPECT_DOUBLE_EQ(adjust_p_values(p_values, 80).at(0), 0.08);
    EXPECT_TRUE(adjust_p_values({}, 80).empty());
    EXPECT_THROW((void)adjust_p_values(p_values, 0), std::logic_error);
}

}  // namespace
}  // namespace tillnote::domain
