#include "server/storage/pg_organisation_store.hpp"

#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

Reason make_reason(const std::string& code, Polarity polarity = Polarity::praise) {
    Reason reason;
    reason.code = code;
    reason.department = "produce";
    reason.theme = "price";
    reason.polarity = polarity;
    reason.label_en = "Label " + code;
    reason.label_es = "Etiqueta " + code;
    reason.owner = "produce";
    return reason;
}

class OrganisationStore : public testing::Test {
protected:
    const Day first_day = day(2026, 1, 1);
    const std::string database = postgres().make_database();
    storage::Session session{all_rows(database, "tillnote_web")};
    storage::PgOrganisationStore organisation{session};
    Catalog catalog{{{"produce", "Produce", "Frutas", true, 1}, {"bakery", "Bakery", "Pan", true, 2}},
                    {make_reason("101"), make_reason("201", Polarity::complaint)}};
};

TEST_F(OrganisationStore, KeepsAStoreWithItsRulesAndWalkingOrder) {
    domain::Store store{"store-1",
                        "Elm Street",
                        "north",
                        {{day(2026, 1, 1), "America/Chicago", 240}, {day(2026, 6, 1), "America/New_York", 180}},
                        day(2026, 1, 1),
                        {},
                        true,
                        {"bakery", "produce"}};
    EXPECT_EQ(organisation.put_store(store).error().code, ErrorCode::impossible_value) << "no such district";
    ASSERT_TRUE(organisation.put_district({"north", "Nord"}).has_value());
    ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << "renames";
    EXPECT_EQ(organisation.list_districts()->front().name, "North");
    ASSERT_TRUE(organisation.put_store(store).has_value()) << session.last_failure();
    store.walk = {"produce", "bakery"};
    store.closed_on = day(2026, 12, 31);
    ASSERT_TRUE(organisation.put_store(store).has_value());

    const auto found = organisation.find_store("store-1");
    ASSERT_TRUE(found.has_value() && found->has_value());
    EXPECT_EQ((*found)->name, "Elm Street");
    EXPECT_EQ((*found)->opened_on, day(2026, 1, 1));
    EXPECT_EQ((*found)->closed_on, day(2026, 12, 31));
    EXPECT_TRUE((*found)->free_text);
    ASSERT_EQ((*found)->day_rules.size(), 2u);
    EXPECT_EQ((*found)->day_rules[1].zone, "America/New_York");
    EXPECT_EQ((*found)->day_rules[1].cutoff_minutes, 180);
    EXPECT_THAT((*found)->walk, testing::ElementsAre("produce", "bakery"));
    EXPECT_EQ(organisation.list_stores()->size(), 1u);
    EXPECT_FALSE(organisation.find_store("store-2")->has_value());
}

TEST_F(OrganisationStore, KeepsEveryDistrictAStoreBelongedTo) {
    ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value());
    ASSERT_TRUE(organisation.put_district({"south", "South"}).has_value());
    const domain::Store store{"store-1", "Elm Street", "north", {{first_day, "America/Chicago", 240}},
                              first_day, {},           false,   {}};
    ASSERT_TRUE(organisation.put_store(store).has_value()) << session.last_failure();
    auto found = organisation.find_store("store-1").value().value();
    EXPECT_THAT(found.memberships, testing::ElementsAre(domain::Membership{first_day, "north"}));
    const auto moved = domain::move_store(found, "south", day(2026, 6, 1)).value();
    ASSERT_TRUE(organisation.put_store(moved).has_value()) << session.last_failure();
    found = organisation.find_store("store-1").value().value();
    EXPECT_EQ(found, moved);
    EXPECT_EQ(found.district, "south");
    const auto undone = domain::move_store(found, "north", day(2026, 6, 1)).value();
    ASSERT_TRUE(organisation.put_store(undone).has_value());
    EXPECT_EQ(organisation.find_store("store-1").value().value(), undone);
    const auto nowhere = domain::move_store(found, "west", day(2026, 6, 1)).value();
    EXPECT_EQ(organisation.put_store(nowhere).error().code, ErrorCode::impossible_value);
}

TEST_F(OrganisationStore, AddsAStoreOnceAndChangesItInOneTransaction) {
    ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value());
    domain::Store store{"store-1", "Elm Street", "north", {{first_day, "America/Chicago", 240}}, first_day, {}, false, {}};
    ASSERT_TRUE(organisation.add_store(store).has_value()) << session.last_failure();
    store.name = "Another";
    const auto again = organisation.add_store(store);
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
    EXPECT_EQ(again.error().field, "id");
    EXPECT_EQ(organisation.find_store("store-1")->value().name, "Elm Street") << "the first one stays as it is";

    const auto rename = [](domain::Store known) -> Result<domain::Store> {
        known.name += " Market";
        return known;
    };
    ASSERT_TRUE(organisation.change_store("store-1", rename).has_value()) << session.last_failure();
    EXPECT_EQ(organisation.find_store("store-1")->value().name, "Elm Street Market");
    EXPECT_EQ(organisation.change_store("store-2", rename).error().code, ErrorCode::not_found);
    const auto refuse = [](const domain::Store&) -> Result<domain::Store> {
        return Error{ErrorCode::conflict, "No.", "on"};
    };
    EXPECT_EQ(organisation.change_store("store-1", refuse).error().field, "on");
    const auto lose = [](domain::Store known) -> Result<domain::Store> {
        known.district = "nowhere";
        known.memberships.clear();
        return known;
    };
    const auto lost = organisation.change_store("store-1", lose);
    EXPECT_EQ(lost.error().code, ErrorCode::impossible_value);
    EXPECT_EQ(lost.error().field, "/district");
}

TEST_F(OrganisationStore, HoldsASecondChangeOfAStoreUntilTheFirstIsThere) {
    ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value());
    ASSERT_TRUE(
        organisation.add_store({"store-1", "Elm", "north", {{first_day, "America/Chicago", 240}}, first_day, {}, false, {}})
            .has_value());
    auto options = all_rows(database, "tillnote_web");
    options.lock_timeout = std::chrono::milliseconds(200);
    storage::Session other_session(options);
    storage::PgOrganisationStore other(other_session);
    const auto rename = [](domain::Store known) -> Result<domain::Store> {
        known.name += "!";
        return known;
    };
    ErrorCode refused{};
    ASSERT_TRUE(organisation
                    .change_store("store-1",
                                  [&](domain::Store known) {
                                      refused = other.change_store("store-1", rename).error().code;
                                      return rename(std::move(known));
                                  })
                    .has_value());
    EXPECT_EQ(refused, ErrorCode::busy);
    ASSERT_TRUE(other.change_store("store-1", rename).has_value());
    EXPECT_EQ(organisation.find_store("store-1")->value().name, "Elm!!");
}

TEST_F(OrganisationStore, KeepsTheDaysOnWhichAStoreDoesNotOpen) {
    ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value());
    ASSERT_TRUE(
        organisation.add_store({"store-1", "Elm", "north", {{first_day, "America/Chicago", 240}}, first_day, {}, false, {}})
            .has_value());
    ASSERT_TRUE(organisation.close_day("store-1", day(2026, 11, 26), "Thanksgiving").has_value());
    ASSERT_TRUE(organisation.close_day("store-1", day(2026, 7, 4), "Fire").has_value());
    ASSERT_TRUE(organisation.close_day("store-1", day(2026, 7, 4), "Independence Day").has_value());
    EXPECT_THAT(organisation.list_closed_days("store-1", day(2026, 7, 4)).value(),
                testing::ElementsAre(domain::ClosedDay{day(2026, 7, 4), "Independence Day"},
                                     domain::ClosedDay{day(2026, 11, 26), "Thanksgiving"}));
    ASSERT_TRUE(organisation.open_day("store-1", day(2026, 11, 26)).has_value());
    EXPECT_EQ(organisation.open_day("store-1", day(2026, 11, 26)).error().code, ErrorCode::not_found);
    EXPECT_THAT(organisation.list_closed_days("store-1", day(2026, 7, 5)).value(), testing::IsEmpty());
}

TEST_F(OrganisationStore, ImportsTheCatalogAndKeepsItsVersionWhenNothingChanges) {
    const auto empty = organisation.load_catalog();
    ASSERT_TRUE(organisation.import_catalog(catalog, first_day).has_value()) << session.last_failure();
    const auto loaded = organisation.load_catalog();
    ASSERT_TRUE(loaded.has_value()) << session.last_failure();
    EXPECT_NE(loaded->version, empty->version);
    EXPECT_EQ(loaded->on(first_day), catalog);
    EXPECT_TRUE(loaded->on(day(2025, 12, 31)).reasons.empty());
    ASSERT_TRUE(organisation.import_catalog(catalog, day(2026, 2, 1)).has_value());
    EXPECT_EQ(organisation.load_catalog()->version, loaded->version);
}

TEST_F(OrganisationStore, EndsMissingCodesTheDayBeforeAndNeverReusesThem) {
    ASSERT_TRUE(organisation.import_catalog(catalog, first_day).has_value());
    auto next = catalog;
    next.reasons[0].label_en = "Better";
    next.reasons[1] = make_reason("202");
    ASSERT_TRUE(organisation.import_catalog(next, day(2026, 3, 1)).has_value()) << session.last_failure();
    const auto loaded = organisation.load_catalog();
    EXPECT_NE(loaded->find_reason("201", day(2026, 2, 28)), nullptr);
    EXPECT_EQ(loaded->find_reason("201", day(2026, 3, 1)), nullptr);
    EXPECT_EQ(loaded->find_reason("202", day(2026, 2, 28)), nullptr);
    EXPECT_NE(loaded->find_reason("202", day(2026, 3, 1)), nullptr);
    EXPECT_EQ(loaded->find_reason("101", day(2026, 2, 28))->label_en, "Label 101") << "days before keep their label";
    EXPECT_EQ(loaded->find_reason("101", day(2026, 3, 1))->label_en, "Better");

    EXPECT_EQ(organisation.import_catalog(catalog, day(2026, 4, 1)).error().code, ErrorCode::conflict) << "201 has ended";
    auto other = next;
    other.reasons[0].polarity = Polarity::request;
    EXPECT_EQ(organisation.import_catalog(other, day(2026, 4, 1)).error().code, ErrorCode::conflict);
    EXPECT_EQ(organisation.load_catalog()->version, loaded->version) << "a refused import changes nothing";
}

TEST_F(OrganisationStore, KeepsEveryWordingWithItsDayAndForgetsAPlanThatIsTakenBack) {
    ASSERT_TRUE(organisation.import_catalog(catalog, first_day).has_value());
    const auto before = organisation.load_catalog();
    auto next = catalog;
    next.reasons[0].label_es = "Mejor";
    next.reasons[0].urgent = true;
    next.reasons.insert(next.reasons.begin(), make_reason("301"));
    ASSERT_TRUE(organisation.import_catalog(next, day(2026, 3, 1)).has_value()) << session.last_failure();
    const auto planned = organisation.load_catalog();
    EXPECT_EQ(planned->on(day(2026, 3, 1)), next) << "in its order";
    EXPECT_EQ(planned->on(day(2026, 2, 28)), catalog);
    ASSERT_TRUE(organisation.import_catalog(next, day(2026, 5, 1)).has_value());
    EXPECT_EQ(organisation.load_catalog()->version, planned->version) << "nothing new";
    ASSERT_TRUE(organisation.import_catalog(catalog, day(2026, 3, 1)).has_value()) << session.last_failure();
    const auto after = organisation.load_catalog();
    EXPECT_EQ(after->reasons, before->reasons);
    EXPECT_EQ(after->version, before->version);
}

TEST_F(OrganisationStore, RefusesAChangeOfACatalogThatSomebodyElseHasChanged) {
    ASSERT_TRUE(organisation.import_catalog(catalog, first_day).has_value());
    const auto seen = organisation.load_catalog()->version;
    auto next = catalog;
    next.reasons[0].owner = "deli";
    const Day march = day(2026, 3, 1);
    ASSERT_TRUE(organisation.import_catalog(next, march, march, seen).has_value());
    const auto late = organisation.import_catalog(catalog, march, march, seen);
    EXPECT_EQ(late.error().code, ErrorCode::conflict);
    EXPECT_EQ(late.error().field, "version");
    EXPECT_EQ(organisation.load_catalog()->on(march), next);
}

}  // namespace
}  // namespace tillnote::test
