#include "server/render/digest_view.hpp"
#include "server/render/plain_text.hpp"
#include "tests/render/sample_digest.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace tillnote::render {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr std::size_t columns_max = 78;
constexpr std::size_t lines_max = 62;            ///< of a day with something in every section, in the longer language
constexpr std::size_t usual_day_lines_max = 45;  ///< Source: PRODUCT "The digest"

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// The text with its line breaks taken out again, so that a sentence can be looked for.
std::string flat(const domain::Digest& digest) {
    std::string text = render_digest_text(digest);
    std::string result;
    for (const char character : text) {
        const char shown = character == '\n' ? ' ' : character;
        if (shown != ' ' || result.empty() || result.back() != ' ') {
            result += shown;
        }
    }
    return result;
}

TEST(DigestText, KeepsWithinLinesAndColumns) {
    for (const domain::Digest& digest :
         {samples::full_day(), samples::complete_day(), samples::empty_open_day(), samples::closed_day(),
          samples::unheard_day(), samples::young_store_day(), samples::busy_day(), samples::quiet_day()}) {
        for (const Language language : {Language::english, Language::spanish}) {
            const std::vector<std::string> lines = lines_of(render_digest_text(digest, language));
            EXPECT_LE(lines.size(), lines_max) << render_digest_text(digest, language);
            for (const std::string& line : lines) {
                EXPECT_LE(columns_of(line), columns_max) << line;
            }
        }
    }
    EXPECT_LE(lines_of(render_digest_text(samples::complete_day())).size(), usual_day_lines_max);
}

TEST(DigestText, HasTheWarningOnItsSecondLineHoweverLongTheNamesAre) {
    domain::Digest digest = samples::full_day();
    digest.store.name = "Oak Street and the Corner of the Old Market Square by the River";
    digest.district.name = "North District of the Upper River Valley";
    std::vector<std::string> lines = lines_of(render_digest_text(digest));
    EXPECT_EQ(lines.at(0), "Oak Street and the Corner of the Old Market Square… · Monday, 16 November 2026");
    EXPECT_THAT(lines.at(1), testing::StartsWith("87% complete: 7 of 8 lanes"));
    EXPECT_THAT(flat(digest), HasSubstr("North District of the Upper River Valley. Business day 04:00 to 04:00 CST."));
    digest.store.name.clear();
    for (int letters = 0; letters < 60; ++letters) {
        digest.store.name += "ñ";
    }
    lines = lines_of(render_digest_text(digest, Language::spanish));
    EXPECT_LE(columns_of(lines.at(0)), columns_max);
    EXPECT_THAT(lines.at(1), testing::StartsWith("87"));
}

TEST(DigestText, SaysTheDayItsBoundsAndItsState) {
    const std::string text = flat(samples::full_day());
    EXPECT_THAT(text, HasSubstr("Oak Street, North District · Monday, 16 November 2026 87% complete: 7 of 8 lanes"));
    EXPECT_THAT(text, HasSubstr("Business day 04:00 to 04:00 CST. First edition, made Tuesday 05:45."));
    EXPECT_THAT(flat(samples::amended_day()), HasSubstr("Second edition, made Wednesday 05:45."));
    domain::Digest live = samples::complete_day();
    live.edition.reset();
    EXPECT_THAT(flat(live), HasSubstr("Ended Tuesday 17 November, 04:00."));
    EXPECT_THAT(flat(samples::empty_open_day()), HasSubstr("Open: the day is still running; figures will change."));
    EXPECT_THAT(flat(samples::empty_open_day()), Not(HasSubstr("dition")));
    EXPECT_THAT(flat(samples::closed_day()), HasSubstr("The store was closed."));
    domain::Digest sealed = samples::full_day();
    sealed.state = domain::DayState::sealed;
    EXPECT_THAT(flat(sealed), HasSubstr("Sealed: older than 13 months"));
}

TEST(DigestText, StatesBothZonesAndTheLengthOfADayOnWhichClocksChange) {
    using namespace std::chrono_literals;
    domain::Digest digest = samples::full_day();
    digest.day = 2026y / 10 / 31;
    digest.bounds = domain::StoreCalendar::make(digest.store).value().bounds_of(digest.day);
    EXPECT_THAT(flat(digest), HasSubstr("Business day 04:00 CDT to 04:00 CST. It is 25 hours long."));
}

TEST(DigestText, GivesCompletenessInExactFigures) {
    EXPECT_THAT(flat(samples::complete_day()), HasSubstr("8 of 8 lanes, 63 of 63 notes · 53 remarks, usually 39 on a Monday"
                                                         " · 1,834 staffed sales "));
    const std::string text = flat(samples::full_day());
    EXPECT_THAT(text, HasSubstr("87% complete: 7 of 8 lanes, 63 of 65 notes"));
    EXPECT_THAT(text, HasSubstr("7 of 8 lanes, 63 of 65 notes · Lane 5 silent · 2 notes missing · "
                                "53 remarks, usually 39 on a Monday · 1,834 staffed sales · 1 note without a day"));
    EXPECT_THAT(text, HasSubstr("Lane 5 has not been heard since Sat 14 Nov 19:42."));
}

TEST(DigestText, NamesAMomentAfterMidnightByItsCalendarDate) {
    domain::Digest digest = samples::full_day();
    const auto just_past_midnight = std::chrono::sys_days{std::chrono::year{2026} / 11 / 15} + std::chrono::hours{6};
    digest.completeness.silent = {{5, just_past_midnight}, {6, std::nullopt}};
    EXPECT_THAT(flat(digest), HasSubstr("Lane 5 has not been heard since Sun 15 Nov 00:00. Lane 6 has never been heard."));
    EXPECT_THAT(flat(digest), HasSubstr("Lanes 5 and 6 silent"));
}

TEST(DigestText, NeverSetsARunningDayBesideAWholeOne) {
    const std::string text = flat(samples::running_day());
    EXPECT_THAT(text, HasSubstr("53 remarks so far, a whole Monday usually has 39"));
    EXPECT_THAT(text, HasSubstr("* Walk first No flags while the day is open: part of a day is never compared with whole "
                                "ones. * Heard most so far: Produce bad 7 (1.3) · Long line 5 (2.8)"));
    EXPECT_THAT(text, Not(HasSubstr("Nothing unusual")));
}

TEST(DigestText, SaysWhichSilenceItIs) {
    EXPECT_THAT(flat(samples::empty_open_day()), HasSubstr("No remarks yet today."));
    EXPECT_THAT(flat(samples::closed_day()), HasSubstr("The store was closed on this day, so there is nothing to compare."));
    EXPECT_THAT(flat(samples::unheard_day()), HasSubstr("No lane was heard on this day: these zeros say nothing"));
    domain::Digest quiet = samples::empty_open_day();
    quiet.state = domain::DayState::ended;
    EXPECT_THAT(flat(quiet), HasSubstr("No remarks on this day, although lanes were heard."));
    quiet.completeness = {};
    EXPECT_THAT(flat(quiet), HasSubstr("No remarks: no lane is enrolled, or none was heard for a week."));
    EXPECT_THAT(flat(quiet), HasSubstr("No lane expected or heard"));
    EXPECT_THAT(flat(samples::full_day()), Not(ContainsRegex("No remarks|No lane was heard|No lane expected")));
}

TEST(DigestText, SaysWhenThereIsTooLittleToTell) {
    const std::string text = flat(samples::young_store_day());
    EXPECT_THAT(text, HasSubstr("First weeks: what is usual is not known yet. It takes 4 comparable days; so far: 1 "
                                "Monday. Until then nothing is flagged; this is what was heard."));
    EXPECT_THAT(text, HasSubstr("* Heard most: Produce bad 7 · Long line 5 · Out of stock 4"));
    EXPECT_THAT(text, HasSubstr("Too little to tell: Produce 12, Meat and fish 7, "));
    EXPECT_THAT(text, HasSubstr("Usual numbers need at least 4 comparable days; so far: 1 Monday."));
    EXPECT_THAT(text, HasSubstr("· 9 days, 12 remarks: Here for produce 9 · Here for prices 3. "
                                "Counts only: shares are shown from 30 remarks."));
    EXPECT_THAT(text, HasSubstr("No comparison was heard in these days."));
    EXPECT_THAT(text, Not(HasSubstr("usually")));
}

TEST(DigestText, KeepsTheThreeSilencesApart) {
    domain::Digest digest = samples::quiet_day();
    digest.departments[1].usual.reset();
    const std::string text = flat(digest);
    EXPECT_THAT(text, HasSubstr("* Walk first Nothing unusual: no rise that chance does not explain."));
    EXPECT_THAT(text, HasSubstr("Nothing unusual: Produce 12 (usually 5.3), Grocery, dairy, frozen 11 (7.1), "));
    EXPECT_THAT(text, HasSubstr("Too little to tell: Meat and fish 7."));
    EXPECT_THAT(text, HasSubstr("Not heard: Deli and bakery (usually 1.5)."));
    EXPECT_THAT(flat(samples::complete_day()), ContainsRegex("Nothing unusual: Meat and fish 7 .usually 5.5., Grocery"))
        << "a flagged department is in none of them";
}

TEST(DigestText, SaysWhatWasDoneAndWhatHasChanged) {
    const std::string text = flat(samples::full_day());
    EXPECT_THAT(text, HasSubstr("* Alerts: 17:20 Expired/spoiled, closed 17:41: yogurt pulled · 20:05 Safety hazard, not "
                                "acknowledged yet"));
    EXPECT_THAT(text, HasSubstr("Sun 15 Nov amended: 27 remarks, was 24"));
    EXPECT_THAT(text, HasSubstr("Long line under 5% of remarks by 31 Dec: now 9% (6.9–11.6)."));
    EXPECT_THAT(text, HasSubstr("Produce fresh at least 4% of remarks by 16 Nov: met, now 6.3% (5.1–7.7)."));
    EXPECT_THAT(text, HasSubstr("Mon 19 Oct: new baker. Deli/bakery good: 9 of 1,043 remarks in 28 days before, 24 of 1,102 "
                                "in 28 after; unlikely to be chance (1 in 90)."));
    EXPECT_THAT(text,
                HasSubstr("Still open: Price tag wrong (Somebody is on it, with Prices and offers, since Fri 13 Nov)"));
    EXPECT_THAT(text, HasSubstr("Done: Carts/parking: twenty carts repaired Goals: "));
    EXPECT_THAT(text, HasSubstr("* Heard together: Here for produce and Here for meat 9 customers"));
    EXPECT_THAT(text, HasSubstr("* Asked for: Wants item 3 (1.8)"));
    EXPECT_THAT(flat(samples::complete_day()), HasSubstr("Still open: Nothing is open."));
    EXPECT_THAT(flat(samples::complete_day()), HasSubstr("* Alerts: No alert was raised."));
}

TEST(DigestText, SaysWhatIsComparedBeforeNewerEvents) {
    domain::Digest digest = samples::full_day();
    const domain::EventLine compared = digest.events.front();
    ASSERT_TRUE(compared.before_after);
    digest.events.clear();
    for (int days = 1; days <= 5; ++days) {
        domain::EventLine newer;
        newer.day = domain::add_days(digest.day, -days);
        newer.text = "change " + std::to_string(days);
        digest.events.push_back(newer);
    }
    digest.events.push_back(compared);
    const std::string text = flat(digest);
    EXPECT_THAT(text, HasSubstr("What the store changed: Mon 19 Oct: new baker. Deli/bakery good: 9 of 1,043"));
    EXPECT_THAT(text, HasSubstr("change 3. And 2 more on the page of goals and events."));
    EXPECT_THAT(text, Not(HasSubstr("change 4")));
}

TEST(DigestText, SaysHowMuchItLeavesOut) {
    domain::Digest digest = samples::full_day();
    digest.goals.resize(5, digest.goals.front());
    digest.open_actions.assign(8, digest.open_actions.front());
    for (int number = 0; number < 8; ++number) {
        domain::ActionLine& action = digest.open_actions[static_cast<std::size_t>(number)];
        action.state = domain::ActionState::open;
        action.line_key = "reason:" + std::to_string(900 + number);
    }
    digest.changes.clear();
    for (int days = 7; days >= 2; --days) {
        digest.changes.push_back({domain::add_days(digest.day, -days), 20, 20 + days, 2});
    }
    const std::string text = flat(digest);
    EXPECT_THAT(text, HasSubstr("And 1 more on the page of goals and events."));
    EXPECT_THAT(text, HasSubstr("). And 2 more on the page of actions."));
    EXPECT_THAT(text, HasSubstr("Wed 11 Nov amended: 25 remarks, was 20"));
    EXPECT_THAT(text, HasSubstr("Sat 14 Nov amended: 22 remarks, was 20 · 2 more days amended"));
    EXPECT_THAT(text, Not(HasSubstr("Tue 10 Nov amended"))) << "the newest are named";
    const std::string in_spanish = render_digest_text(digest, Language::spanish);
    EXPECT_THAT(in_spanish, HasSubstr("2 días más\ncorregidos"));
    EXPECT_THAT(in_spanish, HasSubstr("Y 2 más en la página de acciones."));
}

TEST(DigestText, SaysSharesOfGoalsAsTheGoalsPageDoes) {
    domain::Digest digest = samples::full_day();
    domain::GoalLine& goal = digest.goals.front();
    goal.target = 0.025;
    goal.share = 0.0412;
    goal.low = 0.0221;
    goal.high = 0.0698;
    goal.evidence.remarks = {12, 291};
    goal.verdict = domain::GoalVerdict::cannot_tell;
    EXPECT_THAT(flat(digest),
                HasSubstr("Long line under 2.5% of remarks by 31 Dec: ended, too little to tell, 4.1% (2.2–7), "
                          "12 of 291 remarks."));
    goal.share.reset();
    EXPECT_THAT(flat(digest), HasSubstr("ended, too little to tell, 12 of 291 remarks."));
    goal.verdict = domain::GoalVerdict::running;
    EXPECT_THAT(flat(digest), HasSubstr("by 31 Dec: 12 of 291 remarks so far, too few for a share."));
}

TEST(DigestText, SaysWhenAnAlertWasHeardAndThatItWasTakenBack) {
    domain::Digest digest = samples::full_day();
    digest.alerts[1].first_tapped_at = digest.alerts[1].raised_at - std::chrono::minutes{75};
    digest.alerts[1].remarks = 0;
    EXPECT_THAT(flat(digest), HasSubstr("18:50 Safety hazard, taken back on the lane since"));
    EXPECT_THAT(flat(digest), Not(HasSubstr("not acknowledged yet")));
}

TEST(DigestText, NamesThePageWithoutBreakingItsAddress) {
    const std::string url = "https://tillnote.example/stores/oak-street/2026-11-16?" + std::string(90, 'x');
    EXPECT_THAT(render_digest_text(samples::complete_day(), Language::english, url), HasSubstr('\n' + url + '\n'));
}

TEST(DigestText, IsSpanishForWhoReadsSpanish) {
    const std::string text = render_digest_text(samples::full_day(), Language::spanish);
    EXPECT_THAT(text, HasSubstr("Oak Street, North District · Lunes, 16 de noviembre de 2026\n"));
    EXPECT_THAT(text, HasSubstr("1. Frutas y verduras: quejas. 7 comentarios; lo usual un lunes: 1.6."));
    EXPECT_THAT(text, HasSubstr("Fila larga"));
    EXPECT_THAT(text, Not(ContainsRegex("remark|lane|usually|Produce|Long line")));
}

TEST(DigestText, GivesTheAnswersOfAnAskAndSaysWhatTheyAreOf) {
    domain::Digest digest = samples::full_day();
    EXPECT_THAT(flat(digest),
                HasSubstr("* Asked: Did you find everything you came for? Yes 31, 70% (55–83) · Most of it 9, "
                          "20% (10–35) · No 4, 9% (3–22). Shown on 61 sampled sales since 14 Nov, 44 answered. "))
        << "the brackets are explained already";
    for (domain::ShareLine& line : digest.why_here) {
        line.share.reset();
    }
    EXPECT_THAT(flat(digest), HasSubstr("44 answered. In brackets: 95% interval."));
    digest.asks[0].sampled = false;
    EXPECT_THAT(flat(digest), HasSubstr("Of 61 shown since 14 Nov, 44 answered."));
    digest.asks[0].shown = 0;
    EXPECT_THAT(flat(digest), HasSubstr("Not shown yet."));
    for (domain::AnswerLine& answer : digest.asks[0].answers) {
        answer.share.reset();
    }
    digest.asks[0].shown = 29;
    EXPECT_THAT(flat(digest), HasSubstr("Counts only: shares are shown from 30 answers."));
}

TEST(DigestText, NamesAtMostSixSilentLanes) {
    const std::string text = flat(samples::unheard_day());
    EXPECT_THAT(text, HasSubstr("8 lanes silent"));
    EXPECT_THAT(text, HasSubstr("Lane 6 has not been heard since Sun 15 Nov 21:10. And 2 more lanes."));
}

TEST(DigestText, KeepsToItsLinesWhenANameIsHostile) {
    domain::Digest digest = samples::full_day();
    digest.store.name = "Oak\r\nBcc: x@example.org\x1B[2J \u202Ereversed " + std::string(300, 'w');
    digest.walk_first[0].reasons[0].reason.label_en = "bad\nline";
    const std::string text = render_digest_text(digest);
    EXPECT_THAT(text, Not(HasSubstr("\r")));
    EXPECT_THAT(text, Not(HasSubstr("\x1B")));
    EXPECT_THAT(text, Not(HasSubstr("\u202E")));
    EXPECT_THAT(text, Not(HasSubstr("\nBcc")));
    EXPECT_THAT(flat(digest), HasSubstr("bad line 7."));
    for (const std::string& line : lines_of(text)) {
        EXPECT_LE(columns_of(line), columns_max) << line;
    }
}

}  // namespace
}  // namespace tillnote::render
