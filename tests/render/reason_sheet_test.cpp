#include "server/render/reason_sheet.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::HasSubstr;
using testing::Not;

ReasonSheet make_sheet() {
    ReasonSheet sheet{.store = "Oak <Street>", .catalog = {}};
    sheet.catalog.departments = {{"lane", "Lane", "Caja", false, 1},
                                 {"produce", "Produce", "Frutas y verduras", true, 2},
                                 {"deli", "Deli", "Deli", true, 3},
                                 {"empty", "Empty", "Vacío", true, 4}};
    const auto add = [&](const char* code, const char* department, Polarity polarity, const char* en, const char* es) {
        Reason reason;
        reason.code = code;
        reason.department = department;
        reason.polarity = polarity;
        reason.label_en = en;
        reason.label_es = es;
        sheet.catalog.reasons.push_back(reason);
    };
    add("999", "lane", Polarity::lane_only, "Undo last", "Deshacer");
    add("101", "produce", Polarity::praise, "Produce <good>", "Fruta buena");
    add("301", "deli", Polarity::complaint, "Deli bad", "Deli malo");
    return sheet;
}

TEST(ReasonSheet, GroupsReasonsUnderTheirDepartmentsWithUndoAtTheEnd) {
    const std::string page = render_reason_sheet(make_sheet());
    EXPECT_LT(page.find(">Produce<"), page.find("Produce &lt;good&gt;"));
    EXPECT_LT(page.find("Produce &lt;good&gt;"), page.find(">Deli<"));
    EXPECT_LT(page.find("Deli bad"), page.find("Undo last"));
    EXPECT_THAT(page, Not(HasSubstr("Empty"))) << "a group without a code";
    EXPECT_THAT(page, Not(HasSubstr("<Street>")));
    EXPECT_THAT(page, Not(HasSubstr("<span lang=\"es\">Deli</span>"))) << "the same word in both languages once";
}

TEST(ReasonSheet, SpeaksTheLanguagesItIsAskedFor) {
    ReasonSheet sheet = make_sheet();
    EXPECT_THAT(render_reason_sheet(sheet), testing::AllOf(HasSubstr("Deli bad"), HasSubstr("Deli malo")));
    sheet.language = SheetLanguage::only_english;
    EXPECT_THAT(render_reason_sheet(sheet), testing::AllOf(HasSubstr("Deli bad"), Not(HasSubstr("Deli malo"))));
    sheet.language = SheetLanguage::only_spanish;
    EXPECT_THAT(render_reason_sheet(sheet),
                testing::AllOf(Not(HasSubstr("Deli bad")), HasSubstr("Deli malo"), HasSubstr("<html lang=\"es\">")));
}

TEST(ReasonSheet, IsMadeForItsPaperAndItsScanner) {
    ReasonSheet sheet = make_sheet();
    EXPECT_THAT(render_reason_sheet(sheet), testing::AllOf(HasSubstr("size: letter;"), HasSubstr("repeat(4, 1fr)")));
    sheet.paper = PaperSize::a4;
    sheet.bars = BarSize::large;
    EXPECT_THAT(render_reason_sheet(sheet), testing::AllOf(HasSubstr("size: A4;"), HasSubstr("repeat(3, 1fr)")));
}

}  // namespace
}  // namespace tillnote::render
