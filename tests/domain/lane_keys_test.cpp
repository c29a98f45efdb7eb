#include "server/domain/lane_keys.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

Catalog make_catalog() {
    Catalog catalog;
    for (const auto& [code, polarity, first_screen] :
         {std::tuple{"101", Polarity::praise, true}, std::tuple{"102", Polarity::praise, false},
          std::tuple{"103", Polarity::complaint, true}, std::tuple{"999", Polarity::lane_only, false}}) {
        Reason reason;
        reason.code = code;
        reason.polarity = polarity;
        reason.first_screen = first_screen;
        catalog.reasons.push_back(reason);
    }
    return catalog;
}

std::string mistake_in(const std::string& tsv) {
    const auto parsed = parse_hot_keys(tsv, make_catalog());
    return parsed ? "" : parsed.error().detail;
}

TEST(ParseHotKeys, ReadsAKeyALine) {
    const auto parsed = parse_hot_keys("key\treason\nF13\t101\nShift+F24\t999\nF19\t103", make_catalog());
    ASSERT_TRUE(parsed) << parsed.error().detail;
    EXPECT_EQ(*parsed, (std::vector<HotKey>{{"F13", "101"}, {"Shift+F24", "999"}, {"F19", "103"}}));
    EXPECT_TRUE(parse_hot_keys("key\treason\n", make_catalog())->empty());
}

TEST(ParseHotKeys, ReadsWhatIsWritten) {
    const std::vector<HotKey> hot_keys{{"F13", "101"}, {"Shift+F24", "999"}};
    EXPECT_EQ(parse_hot_keys(format_hot_keys(hot_keys), make_catalog()).value(), hot_keys);
    EXPECT_EQ(format_hot_keys({}), "key\treason\n");
}

TEST(ParseHotKeys, NamesTheLineOfAMistake) {
    const std::string head = "key\treason\n";
    EXPECT_EQ(mistake_in("reason\tkey\n"),
              "hot_keys.tsv line 1: the first line must be 'key' and 'reason', separated by a tab");
    for (const char* key : {"F12", "F25", "F1", "f13", "Shift+F12", "F013", "Ctrl+F13", "F1x", ""}) {
        EXPECT_EQ(mistake_in(head + key + "\t101\n"),
                  "hot_keys.tsv line 2: the key must be F13 to F24, or Shift+F13 to Shift+F24")
            << key;
    }
    EXPECT_EQ(mistake_in(head + "F13\t101\nF13\t102\n"), "hot_keys.tsv line 3: F13 comes twice; name each key once");
    EXPECT_NE(mistake_in(head + "F13\t104\n").find("line 2: the reason is not in the catalog"), std::string::npos);
    EXPECT_NE(mistake_in(head + "F13 101\n").find("line 2: expected a key and a reason"), std::string::npos);
    EXPECT_NE(mistake_in(head + "F13\t101\tx\n").find("line 2: expected a key and a reason"), std::string::npos);
    EXPECT_NE(mistake_in(head + "\nF13\t101\n"), "");
}

TEST(CheckLayout, TakesReasonsACashierCouldTapEachOnce) {
    EXPECT_TRUE(check_layout({"102", "101"}, make_catalog()));
    EXPECT_FALSE(check_layout({}, make_catalog()));
    EXPECT_FALSE(check_layout({"101", "101"}, make_catalog()));
    EXPECT_FALSE(check_layout({"104"}, make_catalog()));
    EXPECT_FALSE(check_layout({"999"}, make_catalog())) << "undo has a place of its own";
    EXPECT_FALSE(check_layout(std::vector<std::string>(layout_max + 1, "101"), make_catalog()));
}

TEST(LaneKeysOfAStore, AreItsOwnOrElseThoseOfTheChain) {
    const std::vector<HotKey> chain{{"F13", "101"}, {"F14", "gone"}, {"F24", "999"}};
    const LaneKeys none = lane_keys({}, chain, make_catalog());
    EXPECT_EQ(none.hot_keys, (std::vector<HotKey>{{"F13", "101"}, {"F24", "999"}})) << "what has ended is left out";
    EXPECT_EQ(none.layout, (std::vector<std::string>{"101", "103"}));
    const LaneKeys own = lane_keys({{{"F15", "102"}}, {"103", "gone"}}, chain, make_catalog());
    EXPECT_EQ(own.hot_keys, (std::vector<HotKey>{{"F15", "102"}}));
    EXPECT_EQ(own.layout, (std::vector<std::string>{"103"}));
    EXPECT_EQ(lane_keys({{}, {"gone"}}, chain, make_catalog()).layout, none.layout) << "never an empty screen";
}

}  // namespace
}  // namespace tillnote::domain
