#include "server/render/digest_view.hpp"
#include "server/render/pages.hpp"
#include "tests/render/hostile_text.hpp"
#include "tests/render/sample_digest.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <regex>
#include <sstream>
#include <tuple>

namespace tillnote::render {
namespace {

using namespace std::chrono_literals;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

std::string page_of(const domain::Digest& digest) {
    return render_digest_page(digest, {"m@example.org", "token-1", 2026y / 11 / 15, 2026y / 11 / 17});
}

/// Of somebody who may acknowledge, assign and answer.
PageFrame manager_frame() {
    PageFrame frame{"m@example.org", "token-1", 2026y / 11 / 15, 2026y / 11 / 17};
    frame.manages_store = true;
    return frame;
}

std::vector<domain::Digest> all_samples() {
    return {samples::full_day(),    samples::complete_day(),    samples::empty_open_day(), samples::closed_day(),
            samples::unheard_day(), samples::young_store_day(), samples::quiet_day(),      samples::running_day()};
}

/// What a reader sees: tags taken out, entities turned back, white space made one.
std::string visible(const std::string& page) {
    static const std::regex tag{"<[^>]*>"};
    static const std::regex space{"\\s+"};
    std::string text = std::regex_replace(page, tag, " ");
    for (const auto& [entity, character] : {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}}) {
        text = std::regex_replace(text, std::regex{entity}, character);
    }
    return std::regex_replace(std::regex_replace(text, std::regex{"&amp;"}, "&"), space, " ");
}

TEST(DigestPage, HasNothingInlineThatThePolicyForbids) {
    for (const domain::Digest& digest : all_samples()) {
        PageFrame frame = manager_frame();
        frame.language = Language::spanish;
        const std::string page = page_of(digest) + render_digest_page(digest, frame);
        EXPECT_THAT(page, Not(ContainsRegex("[[:space:]]style=")));
        EXPECT_THAT(page, Not(ContainsRegex("<(script|style|iframe|object)")));
        EXPECT_THAT(page, Not(ContainsRegex("[[:space:]]on[a-z]+=")));
        EXPECT_THAT(page, Not(HasSubstr("{{")));
    }
}

TEST(DigestPage, IsTitledWithStoreAndDay) {
    const std::string page = page_of(samples::full_day());
    EXPECT_THAT(page, HasSubstr("<title>Oak Street, Monday 16 November 2026</title>"));
    EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
    EXPECT_THAT(page, HasSubstr("<h1>Monday, 16 November 2026</h1>"));
}

TEST(DigestPage, LinksToTheDaysAroundItWhereThereAreSome) {
    const std::string page = page_of(samples::full_day());
    EXPECT_THAT(page, HasSubstr("href=\"/stores/oak-street/2026-11-15\""));
    EXPECT_THAT(page, HasSubstr("href=\"/stores/oak-street/2026-11-17\""));
    EXPECT_THAT(page, ContainsRegex("Previous day: </span>Sun 15 Nov"));
    const std::string first = render_digest_page(samples::full_day(), {"m@example.org", "t", std::nullopt, std::nullopt});
    EXPECT_THAT(first, Not(ContainsRegex("rel=\"(prev|next)\"")));
}

TEST(DigestPage, OffersToSignOutWithTheToken) {
    const std::string page = page_of(samples::full_day());
    EXPECT_THAT(page, HasSubstr("<form method=\"post\" action=\"/sign-out\">"));
    EXPECT_THAT(page, HasSubstr("<input type=\"hidden\" name=\"csrf_token\" value=\"token-1\">"));
    EXPECT_THAT(page, HasSubstr("Signed in as m@example.org"));
}

TEST(DigestPage, ShowsTheNumbersOfTheJson) {
    const domain::Digest digest = samples::full_day();
    const auto json = nlohmann::json::parse(render_digest_json(digest));
    const std::string page = visible(page_of(digest));
    for (const auto& reason : json["reasons"]) {
        const std::string polarity = reason["polarity"];
        if (reason["remarks"] == 0 || polarity == "why_here" || polarity == "competitor" || reason["reason"] == "998") {
            continue;
        }
        std::ostringstream usual;
        usual << reason["usual"].get<double>();
        const std::string label_and_count = reason["label"].get<std::string>() + ' ' + reason["remarks"].dump();
        EXPECT_THAT(page, HasSubstr(label_and_count + " usually " + usual.str() + ' '));
    }
}

TEST(DigestPage, DrawsSharesWithAttributesOnly) {
    const std::string page = page_of(samples::full_day());
    EXPECT_THAT(page, HasSubstr("<rect class=\"share\" width=\"37.5%\""));
    EXPECT_THAT(page, HasSubstr("<rect class=\"range\" x=\"27.8%\" y=\"6\" width=\"20.1%\""));
    EXPECT_THAT(page, HasSubstr("38% (28–48)"));
    EXPECT_THAT(page_of(samples::young_store_day()), Not(HasSubstr("class=\"share\"")));
}

TEST(DigestPage, DrawsOneBarADayWithTheSameInWords) {
    const std::string page = page_of(samples::full_day());
    const std::regex bar{"<rect class=\"(day|same|this)\""};
    EXPECT_EQ(std::distance(std::sregex_iterator{page.begin(), page.end(), bar}, std::sregex_iterator{}), 28);
    EXPECT_THAT(page, HasSubstr("role=\"img\" aria-label=\"Remarks of each day from 20 Oct to 16 Nov. The 27 days before: "
                                "27 to 58 remarks a day, 39.9 on average.\""));
    EXPECT_THAT(page_of(samples::empty_open_day()), HasSubstr("<rect class=\"running\""));
}

TEST(DigestPage, LeavesDaysWithoutTheStoreOutOfTheChart) {
    const std::string page = page_of(samples::young_store_day());
    const std::regex bar{"<rect class=\"(day|same|this)\""};
    EXPECT_EQ(std::distance(std::sregex_iterator{page.begin(), page.end(), bar}, std::sregex_iterator{}), 8);
    EXPECT_THAT(page, HasSubstr("each day from 8 Nov to 16 Nov. 7 of the 8 days before: 29 to 50 remarks a day, 40.4 on "
                                "average.\""));
    EXPECT_THAT(page, HasSubstr("<rect class=\"day\" x=\"16\"")) << "a closed day keeps its place";
    EXPECT_THAT(page, Not(HasSubstr("<rect class=\"day\" x=\"24\"")));
}

TEST(DigestPage, ShowsNoTickWhereNoLaneWasExpected) {
    domain::Digest digest = samples::complete_day();
    digest.completeness = {0, 0, 5, 0, 100, {}, true};
    const std::string page = page_of(digest);
    EXPECT_THAT(page, HasSubstr("No lane expected, 5 of 5 notes"));
    EXPECT_THAT(page, Not(HasSubstr("✓")));
    EXPECT_THAT(page_of(samples::complete_day()), HasSubstr("✓"));
}

TEST(DigestPage, DrawsALineOfDaysWithABandAndTheHoursWhereTheyAreKnown) {
    const std::string page = page_of(samples::full_day());
    const std::regex dot{"<circle "};
    EXPECT_EQ(std::distance(std::sregex_iterator{page.begin(), page.end(), dot}, std::sregex_iterator{}), 1 + 7 + 1);
    EXPECT_THAT(page, HasSubstr("aria-label=\"Produce: complaints, each day from 20 Oct to 16 Nov: 1, 2, 1, "));
    const std::regex strip{"<svg class=\"hours\""};
    EXPECT_EQ(std::distance(std::sregex_iterator{page.begin(), page.end(), strip}, std::sregex_iterator{}), 2)
        << "the third line has too few remarks for hours";
    EXPECT_THAT(page, HasSubstr("<rect class=\"span\" x=\"105\" width=\"28\" height=\"8\" rx=\"2\"/>"));
}

TEST(DigestPage, LetsAManagerAnswerEveryLineWithoutAScript) {
    const std::string page = render_digest_page(samples::full_day(), manager_frame());
    EXPECT_THAT(page, HasSubstr("<li class=\"complaint\" id=\"line-department-produce-complaint\">"));
    EXPECT_THAT(page, HasSubstr("<form method=\"post\" action=\"/stores/oak-street/actions\">"));
    EXPECT_THAT(page, HasSubstr("<input type=\"hidden\" name=\"line_key\" value=\"department:produce:complaint\">"
                                "<input type=\"hidden\" name=\"day\" value=\"2026-11-16\">"));
    EXPECT_THAT(page, HasSubstr("name=\"do\" value=\"acknowledge\" class=\"on-it\">I&apos;m on it"));
    EXPECT_THAT(page, HasSubstr("name=\"line_key\" value=\"alert:0198f3a2-7c1e-7d42-9a60-2f6f0f3f9d02\""))
        << "an alert that waits";
    EXPECT_THAT(page, Not(HasSubstr("alert:0198f3a2-7c1e-7d42-9a60-2f6f0f3f9d01"))) << "an alert that was closed";
    EXPECT_THAT(page, HasSubstr("name=\"line_key\" value=\"reason:503\"><input type=\"hidden\" name=\"day\" "
                                "value=\"2026-11-13\">"))
        << "an open line keeps the day it comes from";
    EXPECT_THAT(page, HasSubstr("<option value=\"produce\">Produce</option>"));
    EXPECT_THAT(page_of(samples::full_day()), Not(HasSubstr("action=\"/stores/oak-street/actions\""))) << "who only reads";
}

TEST(DigestPage, OffersToAcknowledgeOnlyWhatNobodyIsOnYet) {
    const std::string page = visible(render_digest_page(samples::full_day(), manager_frame()));
    EXPECT_THAT(page, HasSubstr("I'm on it : Produce: complaints"));
    EXPECT_THAT(page, Not(HasSubstr("I'm on it : Long line")));
    EXPECT_THAT(page, HasSubstr("Somebody is on it, with Checkout"));
    EXPECT_THAT(page, HasSubstr("Done… : Long line"));
    EXPECT_THAT(page, HasSubstr("Open again : Long line")) << "taken by mistake";
    EXPECT_THAT(page, Not(HasSubstr("Open again : Produce: complaints")));
}

TEST(DigestPage, OffersToOpenAgainWhatIsDone) {
    domain::Digest digest = samples::full_day();
    digest.open_actions[1].state = domain::ActionState::done;
    digest.open_actions[1].reply = "third lane opens at 17:00";
    const std::string page = visible(render_digest_page(digest, manager_frame()));
    EXPECT_THAT(page, HasSubstr("Done, with Checkout: third lane opens at 17:00"));
    EXPECT_THAT(page, HasSubstr("Open again : Long line"));
    EXPECT_THAT(page, Not(HasSubstr("Done… : Long line")));
}

TEST(DigestPage, SaysWhichEditionItShowsAndLinksToTheOthers) {
    const std::string second = page_of(samples::amended_day());
    EXPECT_THAT(visible(second), HasSubstr("Second edition, made Wednesday 05:45."));
    EXPECT_THAT(second, HasSubstr("<a href=\"/stores/oak-street/2026-11-16?edition=1\">Read the first edition</a>"));
    domain::Digest first = samples::complete_day();
    first.edition->of = 2;
    const std::string page = page_of(first);
    EXPECT_THAT(page, HasSubstr("?edition=2\">Read the second edition, the newest</a>"));
    EXPECT_THAT(page, HasSubstr("href=\"/stores/oak-street/2026-11-16?edition=1&amp;lang=es\""));
    EXPECT_THAT(page_of(samples::complete_day()), Not(HasSubstr("?edition=")));
}

TEST(DigestPage, IsSpanishAndLeadsBackToEnglish) {
    PageFrame frame = manager_frame();
    frame.language = Language::spanish;
    const std::string page = render_digest_page(samples::full_day(), frame);
    EXPECT_THAT(page, HasSubstr("<html lang=\"es\">"));
    EXPECT_THAT(page, HasSubstr("<title>Oak Street, lunes 16 de noviembre de 2026</title>"));
    EXPECT_THAT(page, HasSubstr("href=\"/stores/oak-street/2026-11-16?lang=en\" hreflang=\"en\" lang=\"en\">English</a>"));
    EXPECT_THAT(page, HasSubstr("Yo me encargo"));
    EXPECT_THAT(page, HasSubstr("¿Encontró todo lo que buscaba?"));
    EXPECT_THAT(visible(page), Not(ContainsRegex("remark|usually|Produce|Long line|Walk first|Still open")));
}

TEST(DigestPage, EscapesHostileTextInEveryField) {
    const std::string hostile = hostile_template + "\u202E";
    domain::Digest digest = samples::full_day();
    digest.store.name = hostile;
    digest.store.id = "oak";
    digest.district.name = hostile;
    digest.asks[0].question_en = hostile;
    digest.asks[0].answers[0].answer.label_en = hostile;
    for (domain::Flag& flag : digest.walk_first) {
        flag.department.label_en = hostile;
        if (flag.reason) {
            flag.reason->label_en = hostile;
        }
        for (domain::FlaggedReason& part : flag.reasons) {
            part.reason.label_en = hostile;
        }
    }
    digest.alerts[0].reply = hostile;
    digest.alerts[1].reason.label_en = hostile;
    digest.together[0].first.label_en = hostile;
    digest.goals[0].title_en = hostile;
    digest.events[0].text = hostile;
    digest.open_actions[0].title_en = hostile;
    digest.open_actions[0].reply = hostile;
    digest.open_actions[0].line_key = hostile;
    digest.open_actions[1].assigned = hostile;
    for (domain::DepartmentSection& section : digest.departments) {
        section.department.label_en = hostile;
        for (domain::ReasonLine& line : section.lines) {
            line.reason.label_en = hostile;
        }
    }
    for (domain::ReasonLine& line : digest.praise) {
        line.reason.label_en = hostile;
    }
    for (domain::ShareLine& line : digest.why_here) {
        line.reason.label_en = hostile;
    }
    for (domain::ShareLine& line : digest.competitors) {
        line.reason.label_en = hostile;
    }
    PageFrame frame{hostile, hostile, std::nullopt, std::nullopt};
    frame.manages_store = true;
    const std::string page = render_digest_page(digest, frame);
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr("alert('1')")));
    EXPECT_THAT(page, Not(HasSubstr("\u202E\"")));
    EXPECT_THAT(page, HasSubstr("<b><bdi>&lt;script&gt;alert(&apos;1&apos;)&lt;/script&gt;&quot;&amp;{{title}}</bdi></b>"));
}

TEST(DigestPage, NamesNoReasonAboutStaffInAnyForm) {
    const domain::Digest sample = samples::full_day();
    domain::DigestInput input;
    input.store = sample.store;
    input.district = sample.district;
    input.day = sample.day;
    input.bounds = sample.bounds;
    input.state = domain::DayState::ended;
    input.catalog.departments = {{"service", "People", "", false, 80}};
    for (const auto& [code, label, about_staff] :
         {std::tuple{"601", "Great employee", true}, {"602", "Rude/no help", true}, {"699", "Bags good", false}}) {
        Reason reason;
        reason.code = code;
        reason.department = "service";
        reason.polarity = Polarity::praise;
        reason.label_en = label;
        reason.about_staff = about_staff;
        input.catalog.reasons.push_back(reason);
        input.remarks[code] = 4;
        input.remarks_28_days[code] = 40;
    }
    const domain::Digest digest = domain::build_digest(input, domain::StoreCalendar::make(input.store).value());
    for (const std::string& form : {page_of(digest), render_digest_text(digest), render_digest_json(digest)}) {
        EXPECT_THAT(form, HasSubstr("Bags good"));
        EXPECT_THAT(form, Not(ContainsRegex("Great employee|Rude|\"60[12]\"")));
    }
}

}  // namespace
}  // namespace tillnote::render
