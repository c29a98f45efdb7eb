#include "server/render/digest_view.hpp"
#include "server/render/pages.hpp"
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

std::vector<domain::Digest> all_samples() {
    return {samples::full_day(),   samples::complete_day(), samples::empty_open_day(),
            samples::closed_day(), samples::unheard_day(),  samples::young_store_day()};
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

std::string one_spaced(const std::string& text) {
    return std::regex_replace(text, std::regex{"\\s+"}, " ");
}

TEST(DigestPage, HasNothingInlineThatThePolicyForbids) {
    for (const domain::Digest& digest : all_samples()) {
        const std::string page = page_of(digest);
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
    EXPECT_THAT(first, Not(HasSubstr("href=\"/stores/")));
}

TEST(DigestPage, OffersToSignOutWithTheToken) {
    const std::string page = page_of(samples::full_day());
    EXPECT_THAT(page, HasSubstr("<form method=\"post\" action=\"/sign-out\">"));
    EXPECT_THAT(page, HasSubstr("<input type=\"hidden\" name=\"csrf_token\" value=\"token-1\">"));
    EXPECT_THAT(page, HasSubstr("Signed in as m@example.org"));
}

TEST(DigestPage, ShowsTheNumbersOfTheJsonAndTheText) {
    const domain::Digest digest = samples::full_day();
    const auto json = nlohmann::json::parse(render_digest_json(digest));
    const std::string page = visible(page_of(digest));
    const std::string text = one_spaced(render_digest_text(digest));
    for (const auto& reason : json["reasons"]) {
        const std::string polarity = reason["polarity"];
        if (reason["remarks"] == 0 || polarity == "why_here" || polarity == "competitor" || reason["reason"] == "998") {
            continue;
        }
        std::ostringstream usual;
        usual << reason["usual"].get<double>();
        const std::string label_and_count = reason["label"].get<std::string>() + ' ' + reason["remarks"].dump();
        EXPECT_THAT(text, HasSubstr(label_and_count + " (" + usual.str() + ')'));
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

TEST(DigestPage, EscapesHostileTextInEveryField) {
    const std::string hostile = "<script>alert('1')</script>\"&{{title}}\u202E";
    domain::Digest digest = samples::full_day();
    digest.store.name = hostile;
    digest.store.id = "oak";
    digest.district.name = hostile;
    digest.asks[0].question_en = hostile;
    digest.asks[0].answers[0].answer.label_en = hostile;
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
    const std::string page = render_digest_page(digest, {hostile, hostile, std::nullopt, std::nullopt});
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
