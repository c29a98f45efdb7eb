#include "server/domain/store_setup.hpp"

#include "schema/time_text.hpp"
#include "tests/domain/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::day;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Monday, 16 November 2026, noon in Chicago.
const Instant noon = parse_time("2026-11-16T12:00:00-06:00").value().instant;
const Day today = day(2026, 11, 16);

NewStore oak_street() {
    return {.id = "oak-street", .name = "Oak Street", .district = "north", .zone = "America/Chicago"};
}

Store open_store() {
    NewStore wanted = oak_street();
    wanted.opened_on = day(2024, 3, 1);
    return make_store(wanted, noon).value();
}

std::string wrong_field(const Result<Store>& result) {
    EXPECT_TRUE(result.has_error());
    return result.has_error() ? result.error().field : "";
}

TEST(StoreSetup, OpensAStoreOnTheDayThatIsOpenThere) {
    const Store store = make_store(oak_street(), parse_time("2026-11-16T03:59:00-06:00").value().instant).value();
    EXPECT_EQ(store.opened_on, day(2026, 11, 15)) << "before the cut-off";
    EXPECT_THAT(store.day_rules, ElementsAre(DayRule{day(2026, 11, 15), "America/Chicago", 240}));
    EXPECT_EQ(store.district, "north");
    EXPECT_EQ(open_store().opened_on, day(2024, 3, 1));
}

TEST(StoreSetup, NamesWhatIsWrongWithANewStore) {
    const auto with = [](auto change) {
        NewStore wanted = oak_street();
        change(wanted);
        return wrong_field(make_store(wanted, noon));
    };
    EXPECT_EQ(with([](NewStore& store) { store.id = "Oak Street"; }), "id");
    EXPECT_EQ(with([](NewStore& store) { store.name = ""; }), "name");
    EXPECT_EQ(with([](NewStore& store) { store.name = std::string(61, 'x'); }), "name");
    EXPECT_EQ(with([](NewStore& store) { store.name = "Oak\nStreet"; }), "name");
    EXPECT_EQ(with([](NewStore& store) { store.id = "4111-1111-1111-1111"; }), "id");
    EXPECT_EQ(with([](NewStore& store) { store.name = "Oak 4111 1111 1111 1111"; }), "name");
    EXPECT_EQ(with([](NewStore& store) { store.zone = "Chicago"; }), "zone");
    EXPECT_EQ(with([](NewStore& store) { store.cutoff_minutes = 1440; }), "cutoff");
    EXPECT_EQ(with([](NewStore& store) { store.cutoff_minutes = -1; }), "cutoff");
}

TEST(StoreSetup, ChangesHowDaysBeginFromADayThatHasNotBegun) {
    const Store changed = change_store(open_store(), {.cutoff_minutes = 180}, noon).value();
    EXPECT_THAT(changed.day_rules, ElementsAre(DayRule{day(2024, 3, 1), "America/Chicago", 240},
                                               DayRule{day(2026, 11, 17), "America/Chicago", 180}))
        << "from the next day on";
    EXPECT_EQ(day_rule_on(changed, today).cutoff_minutes, 240);
    EXPECT_EQ(day_rule_on(changed, day(2020, 1, 1)).cutoff_minutes, 240) << "before it opened";
    const auto too_early = change_store(open_store(), {.cutoff_minutes = 180, .valid_from = today}, noon);
    EXPECT_EQ(wrong_field(too_early), "valid_from");
    EXPECT_THAT(too_early.error().detail, HasSubstr("2026-11-17"));
    EXPECT_EQ(wrong_field(change_store(open_store(), {.zone = "Nowhere"}, noon)), "zone");
}

TEST(StoreSetup, KeepsAndTakesBackWhatIsPlanned) {
    const Day later = day(2027, 1, 1);
    const Store planned = change_store(open_store(), {.zone = "America/New_York", .valid_from = later}, noon).value();
    const Store both = change_store(planned, {.cutoff_minutes = 300, .valid_from = day(2026, 12, 1)}, noon).value();
    EXPECT_THAT(both.day_rules,
                ElementsAre(DayRule{day(2024, 3, 1), "America/Chicago", 240},
                            DayRule{day(2026, 12, 1), "America/Chicago", 300}, DayRule{later, "America/New_York", 240}));
    EXPECT_EQ(change_store(planned, {.zone = "America/Chicago", .valid_from = later}, noon).value(), open_store());
    EXPECT_THAT(change_store(planned, {.zone = "America/Denver"}, noon).value().day_rules,
                ElementsAre(DayRule{day(2024, 3, 1), "America/Chicago", 240}, DayRule{later, "America/Denver", 240}))
        << "without a day, what is planned last is corrected";
    EXPECT_EQ(change_store(open_store(), {.zone = "America/Chicago", .cutoff_minutes = 240}, noon).value(), open_store())
        << "nothing new is not a change";
}

TEST(StoreSetup, RenamesAtOnceAndMovesFromADayOn) {
    const Store renamed = change_store(open_store(), {.name = "Oak & Main"}, noon).value();
    EXPECT_EQ(renamed.name, "Oak & Main");
    EXPECT_EQ(renamed.day_rules, open_store().day_rules);
    EXPECT_EQ(wrong_field(change_store(open_store(), {.name = ""}, noon)), "name");
    const Store moved = change_store(open_store(), {.district = "south"}, noon).value();
    EXPECT_EQ(district_on(moved, day(2026, 11, 15)), "north");
    EXPECT_EQ(district_on(moved, today), "south");
    EXPECT_EQ(wrong_field(change_store(open_store(), {.district = "south", .moves_on = day(2024, 1, 1)}, noon)), "on");
}

TEST(StoreSetup, WalksInTheOrderThatIsNamed) {
    const std::vector<Department> departments = {{"produce", "Produce", "Frutas", true, 10},
                                                 {"deli", "Deli", "Deli", true, 20},
                                                 {"why_here", "Why here", "Por qué", false, 30}};
    EXPECT_THAT(parse_walk(" deli,produce ", departments).value(), ElementsAre("deli", "produce"));
    EXPECT_THAT(parse_walk("deli", departments).value(), ElementsAre("deli"));
    EXPECT_THAT(parse_walk(" , ", departments).value(), ElementsAre());
    for (const char* typed : {"bakery", "deli deli", "why_here", "Deli"}) {
        const auto wrong = parse_walk(typed, departments);
        ASSERT_TRUE(wrong.has_error()) << typed;
        EXPECT_EQ(wrong.error().field, "walk");
        EXPECT_THAT(wrong.error().detail, HasSubstr("the departments are produce, deli."));
    }
    Store store = change_store(open_store(), {.free_text = true, .walk = std::vector<std::string>{"deli"}}, noon).value();
    EXPECT_TRUE(store.free_text);
    EXPECT_THAT(store.walk, ElementsAre("deli"));
    store = change_store(store, {.name = "Oak"}, noon).value();
    EXPECT_TRUE(store.free_text);
    EXPECT_THAT(store.walk, ElementsAre("deli")) << "what is not named stays";
    store = change_store(store, {.free_text = false, .walk = std::vector<std::string>{}}, noon).value();
    EXPECT_FALSE(store.free_text);
    EXPECT_THAT(store.walk, ElementsAre());
}

TEST(StoreSetup, TellsWhatIsToBeDifferent) {
    using Fact = std::pair<std::string, std::string>;
    EXPECT_THAT(facts_of({}), ElementsAre());
    EXPECT_THAT(facts_of({.name = "Elm", .district = "south", .moves_on = today}),
                ElementsAre(Fact("name", "Elm"), Fact("district", "south"), Fact("on", "2026-11-16")));
    EXPECT_THAT(facts_of({.zone = "America/Denver", .cutoff_minutes = 300, .valid_from = today}),
                ElementsAre(Fact("zone", "America/Denver"), Fact("cutoff", "05:00"), Fact("from", "2026-11-16")));
    EXPECT_THAT(facts_of({.free_text = false, .walk = std::vector<std::string>{"deli", "produce"}}),
                ElementsAre(Fact("free_text", "off"), Fact("walk", "deli produce")));
}

TEST(StoreSetup, ClosesAndReopensAStore) {
    const Store closed = close_store(open_store(), day(2026, 12, 31)).value();
    EXPECT_EQ(closed.closed_on, day(2026, 12, 31));
    EXPECT_EQ(close_store(closed, std::nullopt).value(), open_store());
    EXPECT_EQ(wrong_field(close_store(open_store(), day(2024, 2, 29))), "on");
    EXPECT_TRUE(check_closed_day("Thanksgiving").has_value());
    EXPECT_EQ(check_closed_day("").error().field, "why");
    EXPECT_EQ(check_closed_day("4111 1111 1111 1111").error().field, "why");
}

TEST(StoreSetup, NamesWhatIsWrongWithADistrict) {
    EXPECT_EQ(make_district("north", "North").value(), (District{"north", "North"}));
    EXPECT_EQ(make_district("North", "North").error().field, "id");
    EXPECT_EQ(make_district("north", "").error().field, "name");
    EXPECT_EQ(make_district("4111111111111111", "North").error().field, "id");
    EXPECT_EQ(make_district("north", "4111 1111 1111 1111").error().field, "name");
}

}  // namespace
}  // namespace tillnote::domain
