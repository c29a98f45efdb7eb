#include "server/render/district_page.hpp"

#include "schema/time_text.hpp"
#include "server/domain/business_day.hpp"
#include "tests/render/sample_district.hpp"

#include <gmock/gmock.h>

#include <regex>

namespace tillnote::render {
namespace {

using namespace std::chrono_literals;
using samples::text_of;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(DistrictPage, ReadsFromWhatStandsOutToTheFigures) {
    const std::string text = text_of(samples::district());
    const auto at = [&](const std::string& words) {
        const std::size_t found = text.find(words);
        EXPECT_NE(found, std::string::npos) << words << " in " << text;
        return found;
    };
    EXPECT_LT(at("North District, week 42 of 2026 (4-5-4)"), at("Look here first"));
    EXPECT_LT(at("Valley: no lane was heard on 2 days"), at("What stands out"));
    EXPECT_LT(at("One story in"), at("Higher at Oak Street: Produce bad"));
    EXPECT_LT(at("Look upstream"), at("share of remarks"));
    EXPECT_LT(at("There is no ranking"), at("By theme"));
    EXPECT_LT(at("By theme"), at("How much we hear"));
    EXPECT_LT(at("How much we hear"), at("every figure"));
    at("Valley: less than 90% complete on 1 day");
    at("Neither good nor bad");
    at("Stories look only at the 3 and the 7 days to Sat 21 Nov.");
    at("chance alone does this to 1 share in 10,000");
    EXPECT_TRUE(std::regex_search(
        text,
        std::regex("in all stores of the district together [0-9.]+% of the remarks \\([0-9,]+ of [0-9,]+\\), usually")))
        << text;
    at("With fewer than ten stores it cannot be estimated");
}

TEST(DistrictPage, NamesOnlyStoresThatAreOutside) {
    const DistrictPage page = samples::district();
    const std::string html = render_district_page(page);
    int named = 0;
    for (const domain::ComparisonCell& cell : page.comparison.rows[page.row].cells) {
        named += domain::is_outside(cell.reading) ? 1 : 0;
    }
    std::size_t at = 0;
    int labels = 0;
    while ((at = html.find("<text class=\"name", at + 1)) != std::string::npos) {
        ++labels;
    }
    EXPECT_GE(named, 1);
    EXPECT_EQ(labels, named);
}

TEST(DistrictPage, SaysSoWhenNothingCanBeTold) {
    DistrictPage page = samples::quiet_district();
    page.comparison.standouts.clear();
    page.stories.clear();
    EXPECT_THAT(text_of(page), HasSubstr("No store can be told from the others with any certainty."));
    EXPECT_THAT(text_of(samples::empty_district()), HasSubstr("nothing to compare"));
}

TEST(DistrictPage, KeepsItsThreeSilencesApart) {
    DistrictPage alone = samples::lone_district();
    const std::string text = text_of(alone);
    EXPECT_THAT(text, HasSubstr("Nothing to compare with: the other stores of the district"));
    EXPECT_THAT(text, HasSubstr("Compare instead with the rest of the chain the same weeks last year"));
    EXPECT_THAT(text, AllOf(Not(HasSubstr("with any certainty")), Not(HasSubstr("needs 30")), Not(HasSubstr("Dotted"))));
    EXPECT_THAT(text, HasSubstr("– nothing to compare with")) << "no limits, and not too little";
    EXPECT_THAT(render_district_page(alone), HasSubstr("&amp;against=chain\""));
    alone.language = domain::Language::spanish;
    EXPECT_THAT(text_of(alone),
                AllOf(HasSubstr("Nada con qué comparar: las demás tiendas"), HasSubstr("Compare en cambio")));
    alone.name.clear();
    EXPECT_THAT(text_of(alone), AllOf(HasSubstr("los demás distritos, si los hay"), Not(HasSubstr("resto de la cadena"))));
    alone.language = domain::Language::english;
    alone.comparison.against = domain::Against::last_year;
    EXPECT_THAT(text_of(alone), HasSubstr("of the same weekdays last year fewer than 30"));
    for (domain::MemberTotals& member : alone.comparison.members) {
        member.remarks = 29;
    }
    EXPECT_THAT(text_of(alone),
                AllOf(HasSubstr("Too little to tell: a district needs 30"), Not(HasSubstr("Compare instead"))));
    alone.language = domain::Language::spanish;
    EXPECT_THAT(text_of(alone), HasSubstr("Muy poco para decir algo: un distrito necesita 30"));
}

TEST(DistrictPage, TellsTwoStoresOnce) {
    DistrictPage page = samples::two_stores();
    const std::string text = text_of(page);
    EXPECT_THAT(text, HasSubstr("Higher at Valley than at Oak Street: Produce bad"));
    EXPECT_THAT(text, HasSubstr("; at Oak Street "));
    EXPECT_THAT(text, AllOf(Not(HasSubstr("Lower at")), Not(HasSubstr("; the other stores "))));
    page.language = domain::Language::spanish;
    EXPECT_THAT(text_of(page), AllOf(HasSubstr("Más en Valley que en Oak Street: Fruta"), HasSubstr("; en Oak Street, ")));
}

TEST(DistrictPage, SaysThatAReasonCouldNotBeTappedLastYear) {
    DistrictPage page = samples::districts();
    domain::ComparisonRow& row = page.comparison.rows[page.row];
    row.judged = false;
    for (domain::ComparisonCell& cell : row.cells) {
        cell.reading = {};
    }
    EXPECT_THAT(text_of(page),
                AllOf(HasSubstr("Nothing to draw: it could not be tapped"), HasSubstr("Told from last year")));
}

TEST(DistrictPage, SaysWhetherTheLimitsAreWidened) {
    EXPECT_THAT(text_of(samples::wide_district()), HasSubstr("The limits are widened"));
    EXPECT_THAT(text_of(samples::districts()), HasSubstr("How much years differ"));
}

TEST(DistrictPage, KeepsWhatIsNotKnownApartFromNothing) {
    const std::string text = text_of(samples::district());
    EXPECT_THAT(text, HasSubstr("Elm Park traffic not known"));
    EXPECT_THAT(text, HasSubstr("without 1 of 7 days, whose traffic is not known"));
    EXPECT_THAT(text, Not(HasSubstr("nan")));
}

TEST(DistrictPage, LeadsToTheStoresThatTheReaderMayRead) {
    DistrictPage page = samples::district();
    page.link_of = [](const std::string& id) {
        return id == "Oak-Street" ? std::optional<std::string>("/stores/oak-street/2026-11-21") : std::nullopt;
    };
    const std::string html = render_district_page(page);
    EXPECT_THAT(html, HasSubstr("href=\"/stores/oak-street/2026-11-21\""));
    EXPECT_THAT(html, Not(HasSubstr("/stores/Mill-Road")));
}

TEST(DistrictPage, LeadsToTheDistrictsOtherPages) {
    DistrictPage page = samples::district();
    const std::string of_lead = render_district_page(page);
    for (const char* link :
         {R"(<a href="/districts/north" aria-current="page">Comparison</a>)",
          R"(<a href="/districts/north/goals">Goals</a>)", R"(<a href="/districts/north/asks">Asks</a>)",
          R"(<a href="/districts/north/recipients">Mail</a>)", R"(<a href="/districts/north/digests/latest">Digest</a>)"}) {
        EXPECT_THAT(of_lead, HasSubstr(link));
    }
    page.leads = false;
    const std::string of_chain = render_district_page(page);
    EXPECT_THAT(of_chain, AllOf(HasSubstr("/digests/latest"), HasSubstr("/goals\""), HasSubstr("/asks\""),
                                Not(HasSubstr("/recipients"))));
    EXPECT_THAT(render_district_page(samples::districts()), Not(HasSubstr("class=\"loop-nav\"")));
    page.leads = true;
    page.language = domain::Language::spanish;
    EXPECT_THAT(text_of(page), HasSubstr("Comparación Metas Preguntas Correo"));
}

TEST(DistrictPage, SaysHowManyDaysOfARunningRangeHaveEnded) {
    DistrictPage page = samples::district();
    EXPECT_THAT(text_of(page), Not(HasSubstr("days so far")));
    const domain::Day whole_to = page.comparison.range.to;
    page.comparison.range = domain::clip_to_ended(page.comparison.range, domain::add_days(page.comparison.range.from, 1));
    EXPECT_THAT(text_of(page), HasSubstr("2 of 7 days so far"));
    const std::string html = render_district_page(page);
    EXPECT_THAT(html, HasSubstr("id=\"to\" name=\"to\" type=\"date\" value=\"" + format_day(whole_to)));
    page.language = domain::Language::spanish;
    EXPECT_THAT(text_of(page), HasSubstr("2 de 7 días hasta ahora"));
}

TEST(DistrictPage, NeverCallsNothingComplete) {
    DistrictPage page = samples::quiet_district();
    page.comparison = {};
    page.themes = {};
    page.stories.clear();
    page.trends.clear();
    page.comparison.range = domain::range_holding(domain::RangeKind::week, 2026y / 11 / 18);
    EXPECT_THAT(text_of(page), Not(HasSubstr("All complete")));
}

/// A store out of reach for more than a week, of which nothing is expected any more.
TEST(DistrictPage, CallsNoDayWithoutAnyLaneComplete) {
    auto input = samples::quiet_district_input();
    for (domain::ComparedDay& day : input.members[5].days) {
        day.heard.clear();
        day.lanes_heard = 0;
    }
    DistrictPage page = samples::quiet_district();
    page.comparison = domain::build_comparison(input);
    EXPECT_THAT(text_of(page), AllOf(HasSubstr("7 store days under 90% complete"), Not(HasSubstr("All complete")),
                                     HasSubstr("Valley: no lane was heard on 7 days"), Not(HasSubstr("Valley: less than"))));
}

TEST(DistrictPage, NamesStoresWithoutADigestFirst) {
    DistrictPage page = samples::quiet_district();
    page.without_digest = {"Harbor", "Valley"};
    EXPECT_THAT(text_of(page), AllOf(HasSubstr("Harbor: no digest of the last day"),
                                     HasSubstr("Valley: no digest of the last day"), Not(HasSubstr("All complete"))));
    page.without_digest.assign(40, "Store");
    EXPECT_THAT(text_of(page), HasSubstr("29 more stores have no digest of the last day"));
}

TEST(DistrictPage, DrawsFirstWhatItTellsFirst) {
    const DistrictPage page = samples::district();
    ASSERT_FALSE(page.stories.empty());
    const auto& reasons = page.comparison.rows[page.row].reasons;
    EXPECT_NE(std::ranges::find(reasons, page.stories.front().reason), reasons.end());
    ASSERT_FALSE(page.comparison.standouts.empty());
    EXPECT_EQ(choose_row(page.comparison, {}), page.comparison.standouts.front().row);
}

TEST(DistrictPage, DrawsSharesOverThirteenWeeks) {
    DistrictPage page = samples::district();
    page.trends.front().back() = {page.trends.front().back().first_day, 12, 200};
    page.trends.back().back() = {page.trends.back().back().first_day, 3, 29};
    const std::string text = text_of(page);
    EXPECT_THAT(text, HasSubstr("6% (12 of 200)"));
    EXPECT_THAT(text, HasSubstr("3 of 29"));
    EXPECT_THAT(text, Not(HasSubstr("(3 of 29)"))) << "too little for a share";
    page.trends.front().back().in_catalog = false;
    EXPECT_THAT(text_of(page), AllOf(HasSubstr("not in the catalog"), Not(HasSubstr("(12 of 200)"))));
}

TEST(DistrictPage, KeepsRowAndOrderInItsForm) {
    DistrictPage page = samples::district();
    const std::string key = page.comparison.rows[page.row].key;
    EXPECT_THAT(render_district_page(page), HasSubstr("<input type=\"hidden\" name=\"row\" value=\"" + key + "\">"));
    page.sort = MemberSort::share;
    const std::string html = render_district_page(page);
    EXPECT_THAT(html, HasSubstr("<input type=\"hidden\" name=\"sort\" value=\"share\">"));
    EXPECT_THAT(html, HasSubstr("row=" + key + "&amp;sort=share"));
}

TEST(DistrictPage, SortsByLinksAndSaysHow) {
    DistrictPage page = samples::district();
    EXPECT_THAT(render_district_page(page), HasSubstr("aria-sort=\"ascending\""));
    page.sort = MemberSort::remarks;
    const std::string html = render_district_page(page);
    EXPECT_THAT(html, HasSubstr("aria-sort=\"descending\""));
    EXPECT_THAT(html, HasSubstr("sort=share#figures"));
    for (const MemberSort sort : {MemberSort::name, MemberSort::share, MemberSort::remarks, MemberSort::row_remarks,
                                  MemberSort::verdict, MemberSort::heard, MemberSort::incomplete}) {
        EXPECT_EQ(find_member_sort(to_text(sort)), sort);
        page.sort = sort;
        EXPECT_THAT(render_district_page(page), HasSubstr("Valley"));
    }
    EXPECT_FALSE(find_member_sort("luck"));
    EXPECT_THAT(html, AllOf(HasSubstr("sort=row_remarks#figures"), HasSubstr("sort=verdict#figures")));
    page.sort = MemberSort::verdict;
    const std::string table = text_of(page).substr(text_of(page).find("every figure"));
    EXPECT_LT(table.find(" higher "), table.find(" not distinguishable "));
    EXPECT_LT(table.find(" not distinguishable "), table.find(" too little ")) << table;
}

TEST(DistrictPage, ShowsTwentyFourOfManyStoresInSmallAndSaysSo) {
    const std::string html = render_district_page(samples::wide_district());
    EXPECT_THAT(html, HasSubstr("Shown are 24 of 40 stores"));
    EXPECT_THAT(html, HasSubstr("Store 40</bdi>")) << "the tables have all";
}

TEST(DistrictPage, CountsOneMoreStoreAsOne) {
    DistrictPage page = samples::wide_district();
    const auto keep = [&](std::size_t stores) {
        for (domain::Comparison* comparison : {&page.comparison, &page.themes}) {
            comparison->members.resize(stores);
            for (domain::ComparisonRow& row : comparison->rows) {
                row.cells.resize(stores);
            }
        }
        std::erase_if(page.comparison.standouts, [&](const domain::Standout& at) { return at.member >= stores; });
        page.stories.clear();
        page.trends.resize(stores);
    };
    keep(22);
    EXPECT_THAT(text_of(page), HasSubstr("2 more stores: the CSV has all."));
    keep(21);
    EXPECT_THAT(text_of(page), HasSubstr("1 more store: the CSV has all."));
    page.language = domain::Language::spanish;
    EXPECT_THAT(text_of(page), HasSubstr("1 tienda más: el CSV las tiene todas."));
}

TEST(DistrictPage, NamesHolidaysThatOnlyOneOfTwoYearsHas) {
    DistrictPage page = samples::districts();
    using enum domain::Holiday;
    page.comparison.holidays = {easter_sunday, thanksgiving};
    page.comparison.holidays_last_year = {memorial_day, labor_day, thanksgiving};
    EXPECT_THAT(text_of(page), HasSubstr("Only in these days: Easter Sunday"));
    EXPECT_THAT(text_of(page), HasSubstr("Only in those of last year: Memorial Day, Labor Day"));
    EXPECT_THAT(text_of(page), Not(HasSubstr("Thanksgiving")));
    page.comparison.against = domain::Against::others;
    EXPECT_THAT(text_of(page), Not(HasSubstr("Easter"))) << "all of them have had it";
}

TEST(DistrictPage, SaysWhatAYearAgoWasAnother) {
    DistrictPage page = samples::districts();
    EXPECT_THAT(text_of(page), AllOf(Not(HasSubstr("since last year")), Not(HasSubstr("only one year has"))));
    page.comparison.members[0].stores_joined = 1;
    page.comparison.members[2].stores_left = 2;
    page.comparison.members[2].days_unpaired = 3;
    EXPECT_THAT(text_of(page), AllOf(HasSubstr("North District since last year: 1 store joined, 0 left"),
                                     HasSubstr("Lakes since last year: 0 stores joined, 2 left"),
                                     HasSubstr("3 days that only one year has, counted in neither")));
    page.language = domain::Language::spanish;
    EXPECT_THAT(text_of(page), AllOf(HasSubstr("Lakes desde el año pasado: 0 tiendas más, 2 menos"),
                                     HasSubstr("3 días que solo tiene uno de los dos años")));
}

TEST(DistrictPage, SpeaksSpanish) {
    DistrictPage page = samples::district();
    page.language = domain::Language::spanish;
    const std::string text = text_of(page);
    EXPECT_THAT(text, HasSubstr("Más en Oak Street: Fruta/verd. mala"));
    EXPECT_THAT(text, HasSubstr("No hay clasificación"));
    EXPECT_THAT(text, HasSubstr("Busque la causa más arriba: "));
    EXPECT_THAT(text, HasSubstr("Límites del 95%, %"));
    EXPECT_THAT(text, AllOf(HasSubstr("Frente a las demás"), Not(HasSubstr("aguas arriba"))));
    EXPECT_THAT(text, HasSubstr("Las historias miran solo los 3 y los 7 días hasta el sáb 21 nov."));
    EXPECT_THAT(text, HasSubstr("; en todas las tiendas del distrito juntas, "));
    EXPECT_THAT(text, HasSubstr("Calidad")) << "themes, too";
    EXPECT_THAT(text, Not(HasSubstr("Higher")));
}

TEST(DistrictPage, EscapesWhatPeopleTyped) {
    DistrictPage page = samples::district();
    page.name = "<b>North</b>";
    page.comparison.members[0].name = page.themes.members[0].name = "\"><script>";
    const std::string html = render_district_page(page);
    EXPECT_THAT(html, Not(HasSubstr("<script>")));
    EXPECT_THAT(html, Not(HasSubstr("<b>North")));
}

TEST(DistrictPage, GivesEveryStepALink) {
    const std::string html = render_district_page(samples::district());
    EXPECT_THAT(html, HasSubstr("from=2026-11-08&amp;to=2026-11-14"));
    EXPECT_THAT(html, Not(HasSubstr("rel=\"next\""))) << "the week after has not begun";
    EXPECT_THAT(html, HasSubstr("range=month&amp;on=2026-11-21"));
    EXPECT_THAT(html, HasSubstr("/districts/north/comparison.csv?from=2026-11-15"));
}

/// February 2026 begins and ends with a period of four weeks: whoever looks at months goes on to March.
TEST(DistrictPage, StaysWithMonthsWhereAPeriodHasTheSameDays) {
    using namespace std::chrono_literals;
    DistrictPage page = samples::district();
    page.comparison.range = domain::range_holding(domain::RangeKind::month, 2026y / 2 / 11);
    const std::string html = render_district_page(page);
    EXPECT_THAT(html, HasSubstr("North District, February 2026"));
    EXPECT_THAT(html, HasSubstr("&amp;from=2026-03-01&amp;to=2026-03-31\" rel=\"next\""));
    EXPECT_THAT(html, HasSubstr("&amp;from=2026-01-01&amp;to=2026-01-31\" rel=\"prev\""));
    EXPECT_THAT(html, HasSubstr("/districts/north/comparison.csv?range=month&amp;on=2026-02-01"));
    page.comparison.range = domain::range_before(domain::range_holding(domain::RangeKind::month, 2026y / 3 / 11));
    page.comparison.range.kind = domain::RangeKind::fiscal_period;
    EXPECT_THAT(render_district_page(page), HasSubstr("/districts/north/comparison.csv?from=2026-02-01"));
    page.comparison.range = domain::range_holding(domain::RangeKind::month, 2026y / 1 / 31);
    EXPECT_THAT(render_district_page(page), HasSubstr("&amp;range=month&amp;on=2026-02-01\" rel=\"next\""));
}

}  // namespace
}  // namespace tillnote::render
