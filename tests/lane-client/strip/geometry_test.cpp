#include "lane-client/strip/geometry.hpp"

#include <gtest/gtest.h>

namespace tillnote::strip {
namespace {

constexpr Monitor old_panel{{0, 0, 1024, 768}, 0, 0};
constexpr Edge edges[] = {Edge::bottom, Edge::top, Edge::left, Edge::right};

bool overlap(const Box& one, const Box& other) {
    return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height &&
           other.y < one.y + one.height;
}

TEST(Geometry, KeysAreAtLeast67PixelsOn1024By768) {
    const Geometry geometry(old_panel, Edge::bottom);
    EXPECT_EQ(geometry.key_size(), 67);
    for (const Place place : {Place{0, 0, 5}, Place{1, 35, 40}, Place{0, 35, 40}, Place{1, 15, 19}}) {
        EXPECT_GE(geometry.box(place).height, 67);
        EXPECT_GE(geometry.box(place).width, 67);
    }
}

TEST(Geometry, KeysAreAtLeast20MillimetresWhereTheScreenTellsItsSize) {
    const Monitor panels[] = {
        {{0, 0, 1024, 768}, 304, 228},   // 15 inches, 4:3
        {{0, 0, 1920, 1080}, 344, 194},  // 15.6 inches
        {{0, 0, 1366, 768}, 256, 144},   // 11.6 inches
        {{0, 0, 800, 600}, 184, 138},    // 9 inches
        {{0, 0, 1080, 1920}, 194, 344},  // upright
    };
    for (const Monitor& panel : panels) {
        for (const Edge edge : edges) {
            const Geometry geometry(panel, edge);
            EXPECT_GE(geometry.key_size() * panel.height_mm, 20 * panel.area.height) << panel.area.width;
            EXPECT_GE(geometry.key_size(), 67);
        }
    }
}

TEST(Geometry, ASizeThatNoScreenHasIsNotBelieved) {
    const Monitor ratio{{0, 0, 1024, 768}, 16, 9};
    const Monitor wall{{0, 0, 1024, 768}, 4000, 3000};
    EXPECT_EQ(Geometry(ratio, Edge::bottom).key_size(), 67);
    EXPECT_EQ(Geometry(wall, Edge::bottom).key_size(), 67);
}

TEST(Geometry, ScalesWithTheScreenThatDoesNotTell) {
    EXPECT_EQ(Geometry({{0, 0, 1920, 1080}, 0, 0}, Edge::bottom).key_size(), 95);
}

TEST(Geometry, NeverTakesMoreThanHalfOfAScreen) {
    for (const Edge edge : edges) {
        const Geometry geometry({{0, 0, 320, 240}, 90, 68}, edge);
        EXPECT_LE(geometry.key_size(), 60);
    }
}

TEST(Geometry, LiesAtItsEdgeOfItsMonitor) {
    const Monitor second{{1024, 200, 1280, 1024}, 0, 0};
    const Box bottom = Geometry(second, Edge::bottom).strip();
    EXPECT_EQ(bottom.x, 1024);
    EXPECT_EQ(bottom.width, 1280);
    EXPECT_EQ(bottom.y + bottom.height, 1224);
    EXPECT_EQ(Geometry(second, Edge::top).strip().y, 200);
    const Box right = Geometry(second, Edge::right).strip();
    EXPECT_EQ(right.x + right.width, 2304);
    EXPECT_EQ(right.height, 1024);
    EXPECT_EQ(Geometry(second, Edge::left).strip().x, 1024);
}

TEST(Geometry, PartsLieInsideTheStripAndApart) {
    for (const Edge edge : edges) {
        const Geometry geometry(old_panel, edge);
        const Box inside{0, 0, geometry.strip().width, geometry.strip().height};
        std::vector<Box> boxes;
        for (int row = 0; row < 2; ++row) {
            for (int cell = 0; cell < 8; ++cell) {
                boxes.push_back(geometry.box({row, cell * cell_units, (cell + 1) * cell_units}));
            }
        }
        for (std::size_t one = 0; one < boxes.size(); ++one) {
            EXPECT_GT(boxes[one].x, 0);
            EXPECT_GT(boxes[one].y, 0);
            EXPECT_LT(boxes[one].x + boxes[one].width, inside.width);
            EXPECT_LT(boxes[one].y + boxes[one].height, inside.height);
            for (std::size_t other = one + 1; other < boxes.size(); ++other) {
                EXPECT_FALSE(overlap(boxes[one], boxes[other]));
            }
        }
    }
}

TEST(Geometry, FindsThePartUnderAFingerAndNothingInTheGaps) {
    StripView view;
    view.parts.push_back({.place = {0, 0, 5}, .action = {Action::Kind::tap, "101"}});
    view.parts.push_back({.place = {0, 5, 10}, .action = {Action::Kind::tap, "102"}});
    const Geometry geometry(old_panel, Edge::bottom);
    const Box second = geometry.box({0, 5, 10});
    EXPECT_EQ(geometry.find(view, second.x, second.y), &view.parts[1]);
    EXPECT_EQ(geometry.find(view, second.x - 1, second.y), nullptr);
    EXPECT_EQ(geometry.find(view, second.x - 1 - 4, second.y), view.parts.data());
}

}  // namespace
}  // namespace tillnote::strip
