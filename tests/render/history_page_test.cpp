#include "server/render/history_view.hpp"
#include "tests/render/sample_digest.hpp"

#include <gmock/gmock.h>

#include <regex>

namespace tillnote::render {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

TEST(HistoryPage, DrawsOneBarAWeekAndMarksTheEvents) {
    const HistoryPage page = samples::history();
    const std::string html = render_history_page(page);
    const std::regex bar{"<rect class=\"(whole|part)\""};
    EXPECT_EQ(std::distance(std::sregex_iterator{html.begin(), html.end(), bar}, std::sregex_iterator{}),
              static_cast<std::ptrdiff_t>(page.history->weeks.size()));
    const std::regex event{"<g class=\"event\">"};
    EXPECT_EQ(std::distance(std::sregex_iterator{html.begin(), html.end(), event}, std::sregex_iterator{}), 2);
    EXPECT_THAT(html, HasSubstr("<li>Mon 19 Oct: cooler of aisle 1 replaced</li>"));
    EXPECT_THAT(html, HasSubstr("<title>Produce bad, Oak Street</title>"));
    EXPECT_THAT(html, HasSubstr("href=\"/stores/oak-street/history.csv?reason=103\""));
}

TEST(HistoryPage, MarksTheNewestEventsAndCountsTheOthers) {
    HistoryPage page = samples::history();
    const domain::EventLine event = page.history->events.front();
    page.history->events.clear();
    for (int number = 1; number <= 14; ++number) {
        page.history->events.push_back(event);
        page.history->events.back().day = domain::add_days(page.history->to, number - 14);
        page.history->events.back().text = "change " + std::to_string(number) + ".";
    }
    const std::string html = render_history_page(page);
    EXPECT_THAT(html, Not(HasSubstr("change 2.")));
    EXPECT_THAT(html, HasSubstr("change 3."));
    EXPECT_THAT(html, HasSubstr("change 14."));
    EXPECT_THAT(html, HasSubstr("<a href=\"/stores/oak-street/goals\">And 2 earlier, on the page of goals and events.</a>"));
    EXPECT_THAT(render_history_page(samples::history()), Not(HasSubstr("earlier, on the page")));
}

TEST(HistoryPage, ShowsCommentsByDayOnly) {
    const std::string html = render_history_page(samples::history());
    EXPECT_THAT(html, HasSubstr("<bdi>lettuce brown, call me at ***</bdi> <span class=\"soft small\">Sat 14 Nov, "
                                "<bdi>Produce bad</bdi></span>"));
}

TEST(HistoryPage, FindsReasonsThemesAndDepartmentsAndSaysWhenThereAreNone) {
    const std::string html = render_history_page(samples::history_search());
    EXPECT_THAT(html, HasSubstr("href=\"/stores/oak-street/history?department=produce\""));
    EXPECT_THAT(html, HasSubstr("href=\"/stores/oak-street/history?reason=103\""));
    EXPECT_THAT(html, Not(HasSubstr("reason=604\"")));
    EXPECT_THAT(html, HasSubstr("Typing comments is switched off in this store."));
    HistoryPage none = samples::history_search();
    none.query = "<sushi>";
    none.found.clear();
    EXPECT_THAT(render_history_page(none), HasSubstr("Nothing in the catalog is called &quot;&lt;sushi&gt;&quot;."));
}

TEST(HistoryPage, IsSpanishDownToTheThemes) {
    HistoryPage page = samples::history_search();
    page.query.clear();
    page.found = page.subjects;
    page.language = Language::spanish;
    const std::string html = render_history_page(page);
    EXPECT_THAT(html, HasSubstr("<html lang=\"es\">"));
    EXPECT_THAT(html, HasSubstr("<bdi>Calidad</bdi>"));
    EXPECT_THAT(html, HasSubstr("<bdi>Fruta/verd. mala</bdi>"));
    EXPECT_THAT(html, Not(ContainsRegex(">[^<]*(remark|Themes|Quality|Search)")));
}

TEST(HistoryPage, HasNothingInlineAndEscapesWhatWasTyped) {
    HistoryPage page = samples::history();
    page.comments[0].text = "<script>alert(1)</script>\u202E";
    page.history->events[0].text = "<script>";
    page.store_name = "\"><script>";
    const std::string html = render_history_page(page);
    EXPECT_THAT(html, Not(ContainsRegex("<(script|style|iframe)|[[:space:]](style|on[a-z]+)=")));
    EXPECT_THAT(html, Not(HasSubstr("\u202E")));
    EXPECT_THAT(html, Not(HasSubstr("{{")));
}

TEST(HistoryPage, SaysWhenNothingWasHeard) {
    HistoryPage page = samples::history();
    page.history = domain::build_history(page.history->subject, {page.history->to, page.history->to}, {});
    const std::string html = render_history_page(page);
    EXPECT_THAT(html, HasSubstr("Nothing was heard in these 13 months."));
    EXPECT_THAT(html, HasSubstr("No event is noted in these months."));
    EXPECT_THAT(html, Not(HasSubstr("<svg")));
}

}  // namespace
}  // namespace tillnote::render
