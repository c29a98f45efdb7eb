#include "server/domain/catalog_change.hpp"

#include "tests/domain/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::day;
using ::testing::ElementsAre;
using testing::instant;
using ::testing::IsEmpty;

const Day opened = day(2026, 1, 1);
const Day march = day(2026, 3, 1);
const Day june = day(2026, 6, 1);

Reason reason(const std::string& code, const std::string& department = "produce") {
    Reason made;
    made.code = code;
    made.department = department;
    made.theme = "price";
    made.polarity = Polarity::praise;
    made.label_en = "Label " + code;
    made.label_es = "Etiqueta " + code;
    made.owner = "mgr";
    return made;
}

Catalog catalog_of(std::vector<Reason> reasons) {
    return {{{"produce", "Produce", "Frutas", true, 1}, {"meat", "Meat", "Carnes", true, 2}}, std::move(reasons)};
}

DatedCatalog stored() {
    return change_catalog({}, catalog_of({reason("101"), reason("102"), reason("201", "meat")}), opened, opened).value();
}

/// With another label of 101.
Catalog reworded(Catalog catalog, const std::string& label) {
    Reason other = *catalog.find_reason("101");
    other.label_en = label;
    return reword_reason(std::move(catalog), other).value();
}

std::string label_on(const DatedCatalog& catalog, Day on) {
    return catalog.find_reason("101", on)->label_en;
}

std::string refused(const Result<DatedCatalog>& result) {
    EXPECT_TRUE(result.has_error());
    return result.has_error() ? result.error().field : "";
}

TEST(CatalogChange, LeavesEarlierDaysAsTheyWere) {
    const DatedCatalog changed = change_catalog(stored(), reworded(stored().on(march), "Better"), march, march).value();
    EXPECT_EQ(label_on(changed, day(2026, 2, 28)), "Label 101");
    EXPECT_EQ(label_on(changed, march), "Better");
    EXPECT_EQ(changed.on(day(2026, 2, 28)), stored().on(opened));
    const DatedCatalog again = change_catalog(changed, reworded(changed.on(june), "Best"), june, june).value();
    EXPECT_EQ(label_on(again, march), "Better");
    EXPECT_EQ(label_on(again, june), "Best");
    EXPECT_EQ(change_catalog(again, again.on(june), june, june).value(), again) << "nothing new changes nothing";
}

TEST(CatalogChange, IsWhatHoldsFromItsDayOnWhateverWasPlannedForLater) {
    const DatedCatalog later = change_catalog(stored(), reworded(stored().on(june), "June"), june, june).value();
    const DatedCatalog sooner = change_catalog(later, reworded(stored().on(march), "March"), march, march).value();
    EXPECT_EQ(label_on(sooner, june), "March");
    EXPECT_EQ(change_catalog(later, later.on(day(2026, 5, 31)), june, june).value(), stored()) << "taken back";
}

TEST(CatalogChange, EndsWhatIsLeftOutAndNeverUsesItsCodeAgain) {
    const Catalog shorter = end_reason(stored().on(march), "102").value();
    const DatedCatalog ended = change_catalog(stored(), shorter, march, march).value();
    EXPECT_NE(ended.find_reason("102", day(2026, 2, 28)), nullptr);
    EXPECT_EQ(ended.find_reason("102", march), nullptr);
    EXPECT_EQ(refused(change_catalog(ended, stored().on(opened), june, june)), "/reasons/102");
    EXPECT_EQ(change_catalog(ended, stored().on(opened), march, march).value(), stored()) << "the end is taken back";
}

TEST(CatalogChange, GivesANewCodeItsFirstDayAndForgetsItWhenItIsTakenBack) {
    const Catalog longer = add_reason(stored().on(march), reason("103")).value();
    EXPECT_EQ(longer.reasons[2].code, "103") << "the last of its department";
    const DatedCatalog added = change_catalog(stored(), longer, march, march).value();
    EXPECT_EQ(added.find_reason("103", day(2026, 2, 28)), nullptr);
    EXPECT_NE(added.find_reason("103", march), nullptr);
    EXPECT_EQ(change_catalog(added, stored().on(opened), march, march).value(), stored());
    const DatedCatalog kept = change_catalog(added, stored().on(opened), march, day(2026, 3, 4)).value();
    EXPECT_NE(kept.find_reason("103", day(2026, 3, 3)), nullptr) << "days that have begun keep it";
    EXPECT_EQ(kept.find_reason("103", day(2026, 3, 4)), nullptr);
}

TEST(CatalogChange, RefusesToTurnAReasonIntoAnother) {
    const auto with = [](auto change) {
        Catalog next = stored().on(march);
        change(next.reasons[0]);
        return refused(change_catalog(stored(), next, march, march));
    };
    EXPECT_EQ(with([](Reason& one) { one.department = "meat"; }), "/reasons/101");
    EXPECT_EQ(with([](Reason& one) { one.theme = "quality"; }), "/reasons/101");
    EXPECT_EQ(with([](Reason& one) { one.polarity = Polarity::complaint; }), "/reasons/101");
    EXPECT_EQ(with([](Reason& one) { one.about_staff = true; }), "/reasons/101") << "it would show what is never shown";
}

TEST(CatalogChange, KnowsTheDaysThatAreStillFree) {
    Directory directory;
    const Instant now = instant(2026, 11, 17, 2);
    EXPECT_EQ(first_free_day(directory, now), day(2026, 11, 19)) << "the east may be a day ahead";
    const auto put = [&](const std::string& id, const std::string& zone) {
        Store store = testing::store_in(zone);
        store.id = id;
        directory.stores.emplace(id, StoreEntry{store, {"north", "North"}, StoreCalendar::make(store).value()});
    };
    put("oak", "America/Chicago");
    EXPECT_EQ(first_free_day(directory, now), day(2026, 11, 17)) << "the evening of the 16th";
    put("bondi", "Australia/Sydney");
    EXPECT_EQ(first_free_day(directory, now), day(2026, 11, 18));
    EXPECT_TRUE(check_first_day(directory, day(2026, 11, 18), now).has_value());
    EXPECT_EQ(check_first_day(directory, day(2026, 11, 17), now).error().field, "valid_from");
}

TEST(CatalogChange, ListsTheDaysWithPlans) {
    DatedCatalog catalog = change_catalog(stored(), reworded(stored().on(march), "Better"), march, march).value();
    catalog = change_catalog(catalog, end_reason(catalog.on(june), "102").value(), june, june).value();
    EXPECT_THAT(planned_after(catalog, opened), ElementsAre(march, june));
    EXPECT_THAT(planned_after(catalog, march), ElementsAre(june));
    EXPECT_THAT(planned_after(catalog, june), IsEmpty());
}

TEST(CatalogChange, PutsReasonsOnTheFirstScreenInTheirOrder) {
    const Catalog catalog = stored().on(opened);
    const Catalog laid_out = put_first_screen(catalog, {"201", "101"}).value();
    EXPECT_THAT(first_screen_of(laid_out), ElementsAre("201", "101"));
    EXPECT_THAT(first_screen_of(catalog), IsEmpty());
    EXPECT_EQ(laid_out.reasons[1].code, "102") << "who is not on it stays where it is";
    EXPECT_THAT(first_screen_of(put_first_screen(laid_out, {"102"}).value()), ElementsAre("102"));
    EXPECT_EQ(put_first_screen(catalog, {"101", "101"}).error().field, "layout");
    EXPECT_EQ(put_first_screen(catalog, {}).error().field, "layout");
    const DatedCatalog changed = change_catalog(stored(), laid_out, march, march).value();
    EXPECT_THAT(first_screen_of(changed.on(march)), ElementsAre("201", "101"));
    EXPECT_THAT(first_screen_of(changed.on(opened)), IsEmpty());
}

TEST(CatalogChange, SaysWhatIsDifferent) {
    const Catalog before = stored().on(opened);
    Catalog after = reworded(add_reason(before, reason("103")).value(), "Better");
    after = end_reason(after, "201").value();
    const auto differences = compare_catalogs(before, after);
    ASSERT_EQ(differences.size(), 3u);
    EXPECT_EQ(differences[0].kind, CatalogDifference::Kind::reworded);
    EXPECT_THAT(differences[0].members, ElementsAre(ChangedMember{"label_en", "Label 101", "Better"}));
    EXPECT_EQ(differences[1], (CatalogDifference{CatalogDifference::Kind::added, reason("103"), {}}));
    EXPECT_EQ(differences[2], (CatalogDifference{CatalogDifference::Kind::ended, reason("201", "meat"), {}}));
    EXPECT_THAT(compare_catalogs(before, before), IsEmpty());
}

TEST(CatalogChange, NamesTheCodeThatIsWrong) {
    const Catalog catalog = stored().on(opened);
    EXPECT_EQ(add_reason(catalog, reason("101")).error().field, "code");
    EXPECT_EQ(end_reason(catalog, "999").error().code, ErrorCode::not_found);
    EXPECT_EQ(reword_reason(catalog, reason("999")).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace tillnote::domain
