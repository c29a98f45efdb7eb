#include "lane-client/strip/catalog_pages.hpp"

#include "schema/limits.hpp"
#include "schema/text.hpp"
#include "tests/lane-client/strip/sample_lane.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tillnote::strip {
namespace {

std::vector<std::string> values_of(const std::vector<Part>& parts) {
    std::vector<std::string> values;
    values.reserve(parts.size());
    for (const Part& part : parts) {
        values.push_back(part.action.value);
    }
    return values;
}

std::vector<Part> make_keys(std::size_t count) {
    std::vector<Part> keys;
    keys.reserve(count);
    for (std::size_t index = 0; index < count; ++index) {
        keys.push_back({.text = "key", .action = {Action::Kind::tap, std::to_string(index)}});
    }
    return keys;
}

TEST(CatalogPages, FirstScreenIsTheLayoutInItsOrder) {
    const LaneCatalog catalog = test::make_sample_catalog();
    const auto keys = first_screen(catalog, Language::english);
    EXPECT_EQ(values_of(keys), catalog.layout);
    EXPECT_EQ(keys[0].text, "Produce price good");
    EXPECT_EQ(keys[0].place, (Place{0, 0, 5}));
    EXPECT_EQ(keys[6].place, (Place{0, 30, 35}));
    EXPECT_EQ(first_screen(catalog, Language::spanish)[0].text, "Fruta/verd. barata");
}

TEST(CatalogPages, AReasonThatIsGoneLeavesItsPlaceEmpty) {
    LaneCatalog catalog = test::make_sample_catalog();
    catalog.layout[1] = "7777";
    catalog.layout[2] = "999";
    catalog.layout.pop_back();
    const auto keys = first_screen(catalog, Language::english);
    ASSERT_EQ(keys.size(), 7U);
    EXPECT_EQ(values_of(keys), (std::vector<std::string>{"101", "", "", "601", "403", "604", ""}));
    EXPECT_EQ(keys[3].place, (Place{0, 15, 20}));
    EXPECT_EQ(keys[1].action.kind, Action::Kind::none);
}

TEST(CatalogPages, EveryReasonThatCanBeTappedIsBehindMoreOnceAndUndoIsNot) {
    const LaneCatalog catalog = test::make_sample_catalog();
    std::multiset<std::string> reached;
    for (const Part& group : group_keys(catalog, Language::english)) {
        for (const Part& key : reason_keys(catalog, group.action.value, Language::english)) {
            reached.insert(key.action.value);
        }
    }
    std::multiset<std::string> expected;
    for (const Reason& reason : catalog.catalog.reasons) {
        if (reason.code != undo_code) {
            expected.insert(reason.code);
        }
    }
    EXPECT_EQ(reached, expected);
}

TEST(CatalogPages, GroupsOfTheGroceryCatalogFitOnePage) {
    const auto page = lay_out(group_keys(test::make_sample_catalog(), Language::english), 0, Language::english);
    ASSERT_EQ(page.size(), 11U);
    EXPECT_EQ(page[0].text, "Produce");
    EXPECT_EQ(page[6].place, (Place{0, 30, 35}));
    EXPECT_EQ(page[7].place, (Place{1, 5, 10}));
}

TEST(CatalogPages, LabelsOfTheGroceryCatalogAreShortEnoughForAKey) {
    const LaneCatalog catalog = test::make_sample_catalog();
    for (const Reason& reason : catalog.catalog.reasons) {
        EXPECT_LE(count_characters(reason.label_en).value_or(99), limits::label_characters_max) << reason.code;
        EXPECT_LE(count_characters(reason.label_es).value_or(99), limits::label_characters_max) << reason.code;
    }
}

TEST(CatalogPages, ThirteenKeysNeedOnePart) {
    const auto page = lay_out(make_keys(13), 5, Language::english);
    ASSERT_EQ(page.size(), 13U);
    EXPECT_EQ(page[12].action.value, "12");
    EXPECT_EQ(page[12].place, (Place{1, 30, 35}));
}

TEST(CatalogPages, MoreKeysGoRoundInPartsThatMissNone) {
    std::vector<std::string> reached;
    for (std::size_t part = 0; part < 3; ++part) {
        const auto page = lay_out(make_keys(30), part, Language::english);
        ASSERT_EQ(page.size(), 13U);
        EXPECT_EQ(page[12].action.kind, Action::Kind::next_part);
        EXPECT_EQ(page[12].note, std::to_string(part + 1) + "/3");
        for (const Part& key : page) {
            if (key.action.kind == Action::Kind::tap) {
                reached.push_back(key.action.value);
            }
        }
    }
    EXPECT_EQ(reached, values_of(make_keys(30)));
    EXPECT_EQ(values_of(lay_out(make_keys(30), 3, Language::english)),
              values_of(lay_out(make_keys(30), 0, Language::english)));
}

}  // namespace
}  // namespace tillnote::strip
