#include "server/render/district_mail.hpp"

#include "server/render/district_digest_page.hpp"
#include "tests/domain/building.hpp"
#include "tests/render/sample_district_digest.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace tillnote::render {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const MailLinks links{"https://t.example/districts/north?from=2026-11-15&to=2026-11-21",
                      "https://t.example/unsubscribe/D.north.x",
                      "https://t.example/districts/north/digests/2026-11-21?edition=1"};

MailBody mail(const domain::DistrictDigestInput& input, Language language = Language::english) {
    return render_district_mail(samples::digest_of(input), links, language);
}

/// `text` without line ends and spaces that only lay it out.
std::string squeezed(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    std::string out;
    std::ranges::unique_copy(text, std::back_inserter(out), [](char a, char b) { return a == ' ' && b == ' '; });
    return out;
}

TEST(DistrictMail, BeginsWithTheStoresOfWhichSomethingIsMissing) {
    const std::string text = squeezed(mail(samples::district_digest_input()).text);
    const auto at = [&](const char* words) {
        const auto found = text.find(words);
        EXPECT_NE(found, std::string::npos) << words << " in " << text;
        return found;
    };
    EXPECT_THAT(text, StartsWith("North District, the seven days to Sat 21 Nov"));
    EXPECT_LT(at("Look here first"), at("Valley: no digest of the last day"));
    EXPECT_LT(at("Valley: no digest of the last day"), at("Valley: no lane was heard on 2 days"));
    EXPECT_LT(at("Valley: no lane was heard on 2 days"), at("Valley: less than 90% complete on 1 day"));
    EXPECT_LT(at("Valley: less than 90% complete"), at("What stands out"));
    EXPECT_LT(at("What stands out"), at("One story in 3 stores: Produce bad"));
    EXPECT_LT(at("Look upstream"), at("Higher at "));
    EXPECT_LT(at("Higher at "), at("The stores, by name"));
    EXPECT_LT(at("The stores, by name"), at("- Elm Park: Remarks "));
    EXPECT_LT(at("- Elm Park"), at("There is no ranking"));
}

TEST(DistrictMail, SaysTheSameInTextAndInHtml) {
    for (const auto& input : {samples::district_digest_input(), samples::quiet_week_input()}) {
        for (const Language language : {Language::english, Language::spanish}) {
            const auto body = mail(input, language);
            const auto sheet_text = squeezed(body.text);
            const auto html = squeezed(visible_text(body.html));
            const auto digest = samples::digest_of(input);
            for (const auto& member : digest.comparison.members) {
                EXPECT_THAT(sheet_text, HasSubstr(member.name));
                EXPECT_THAT(html, HasSubstr(member.name));
            }
            for (const char* part : {"North District", "Produce bad", "Fruta/verd. mala", "Look upstream", "95%", "99.8%"}) {
                EXPECT_EQ(sheet_text.find(part) == std::string::npos, html.find(part) == std::string::npos) << part;
            }
        }
    }
}

TEST(DistrictMail, SaysThatNothingStandsOutAndThatAllIsComplete) {
    const auto body = mail(samples::quiet_week_input());
    EXPECT_EQ(body.subject, "North District, to Sun 15 Nov: nothing stands out");
    EXPECT_THAT(squeezed(body.text), HasSubstr("North District, week of 9 Nov"));
    EXPECT_THAT(squeezed(body.text), HasSubstr("No store can be told from the others with any certainty."));
    EXPECT_THAT(body.text, HasSubstr("All complete"));
    EXPECT_THAT(body.text, Not(HasSubstr("Look here first")));
}

TEST(DistrictMail, SaysWhichOfTheThreeSilencesItIs) {
    auto input = samples::lone_district_input();
    const auto body = mail(input);
    EXPECT_EQ(body.subject, "North District, to Sun 15 Nov: nothing to compare with");
    for (const std::string& text : {squeezed(body.text), squeezed(visible_text(body.html))}) {
        EXPECT_THAT(text, HasSubstr("Nothing to compare with: the other stores of the district"));
        EXPECT_THAT(text, HasSubstr("The page compares with the rest of the chain, or with the same weeks last year."));
        EXPECT_THAT(text, Not(HasSubstr("with any certainty")));
    }
    EXPECT_THAT(body.text, Not(HasSubstr("Complaints –"))) << "its own share is known";
    EXPECT_THAT(mail(input, Language::spanish).subject, HasSubstr("nada con qué comparar"));
    input.comparison.members.push_back(input.comparison.members.front());
    input.comparison.members.back().id = input.comparison.members.back().name = "Harbor";
    for (domain::ComparedMember& member : input.comparison.members) {
        for (domain::ComparedDay& day : member.days) {
            day.heard.clear();
        }
        member.days.back().heard = {{0, 9, 9}};
    }
    const auto quiet = mail(input);
    EXPECT_EQ(quiet.subject, "North District, to Sun 15 Nov: too little to tell");
    EXPECT_THAT(squeezed(quiet.text), HasSubstr("Too little to tell: a store needs 30 remarks on these days."));
    EXPECT_THAT(quiet.text, HasSubstr("Complaints –"));
    EXPECT_THAT(mail(input, Language::spanish).subject, HasSubstr("muy poco para decir algo"));
}

TEST(DistrictMail, PutsTheWorstInTheSubject) {
    EXPECT_THAT(mail(samples::district_digest_input()).subject,
                StartsWith("North District, to Sat 21 Nov: 1 store without a digest; One story in 3 stores: Produce bad, "));
    EXPECT_THAT(mail(samples::district_digest_input(), Language::spanish).subject,
                StartsWith("North District, al sáb 21 nov: 1 tienda sin resumen; Una misma historia en 3 tiendas"));
}

TEST(DistrictMail, LeadsToTheComparisonToWhatWasSentAndOutOfTheList) {
    const auto body = mail(samples::district_digest_input());
    for (const std::string& link : {links.page_url, links.edition_url, links.unsubscribe_url}) {
        EXPECT_THAT(body.text, HasSubstr(link));
    }
    EXPECT_THAT(body.html, HasSubstr("href=\"https://t.example/districts/north?from=2026-11-15&amp;to=2026-11-21\""));
    const auto bare = render_district_mail(samples::digest_of(samples::district_digest_input()), {}, Language::english);
    EXPECT_THAT(bare.html, Not(HasSubstr("href")));
    EXPECT_THAT(bare.text, Not(HasSubstr("http")));
}

TEST(DistrictMail, KeepsALargeDistrictShort) {
    const std::string text = mail(samples::wide_district_input()).text;
    EXPECT_LT(std::ranges::count(text, '\n'), 80);
    EXPECT_THAT(squeezed(text), HasSubstr("20 more stores are on the page."));
    EXPECT_THAT(squeezed(text), HasSubstr("18 more are on the page."));
}

/// As the page does. Source: PRODUCT "The district".
TEST(DistrictMail, SaysThatFewStoresCannotShowHowMuchTheyDiffer) {
    DistrictDigestPage page{.digest = samples::digest_of(samples::district_digest_input()),
                            .calendar = domain::StoreCalendar::make(domain::testing::store_in("America/Chicago")).value(),
                            .path = "/districts/north/digests/2026-11-21",
                            .signed_in_as = "d@x.example",
                            .csrf_token = "t"};
    const auto told = [&](Language language) {
        page.language = language;
        const MailBody body = render_district_mail(page.digest, links, language);
        return std::vector{squeezed(body.text), squeezed(visible_text(body.html)),
                           squeezed(render_district_text(page.digest, links, language)),
                           squeezed(visible_text(render_district_digest_page(page)))};
    };
    ASSERT_FALSE(page.digest.comparison.standouts.empty());
    EXPECT_THAT(told(Language::english),
                Each(HasSubstr("With fewer than ten stores it cannot be estimated how much they differ "
                               "beyond chance: what is named here may be no more than that.")));
    EXPECT_THAT(told(Language::spanish),
                Each(HasSubstr("Con menos de diez tiendas no se puede estimar cuánto difieren más allá "
                               "del azar: lo nombrado aquí puede no ser más que eso.")));
    page.digest.comparison.standouts.clear();
    EXPECT_THAT(told(Language::english), Each(AllOf(HasSubstr("differ beyond chance. "), Not(HasSubstr("named here")))));
    page.digest = samples::digest_of(samples::wide_district_input());
    EXPECT_THAT(told(Language::english), Each(Not(HasSubstr("fewer than ten"))));
    page.digest = samples::digest_of(samples::lone_district_input());
    EXPECT_THAT(told(Language::english), Each(Not(HasSubstr("fewer than ten")))) << "nothing is compared";
}

TEST(DistrictMail, CountsOneMoreAsOne) {
    domain::DistrictDigest digest = samples::digest_of(samples::wide_district_input());
    digest.stories.clear();
    digest.comparison.standouts.assign(7, {});
    digest.comparison.members.resize(21);
    for (domain::ComparisonRow& row : digest.polarities.rows) {
        row.cells.resize(21);
    }
    const std::string text = squeezed(render_district_text(digest, links, Language::english));
    EXPECT_THAT(text, HasSubstr("1 more stands out; the page has it."));
    EXPECT_THAT(text, HasSubstr("1 more store is on the page."));
    const std::string spanish = squeezed(render_district_text(digest, links, Language::spanish));
    EXPECT_THAT(spanish, HasSubstr("Destaca 1 más; está en la página."));
    EXPECT_THAT(spanish, HasSubstr("Hay 1 tienda más en la página."));
}

TEST(DistrictMail, ThePageOfAnEditionSaysWhichOneItIs) {
    const domain::Store store = domain::testing::store_in("America/Chicago");
    DistrictDigestPage page{.digest = samples::digest_of(samples::district_digest_input()),
                            .calendar = domain::StoreCalendar::make(store).value(),
                            .path = "/districts/north/digests/2026-11-21?edition=1",
                            .signed_in_as = "d@x.example",
                            .csrf_token = "t"};
    const std::string html = render_district_digest_page(page);
    EXPECT_THAT(visible_text(html), HasSubstr("Edition 1, made Sun 22 Nov 07:45 CST."));
    EXPECT_THAT(html, HasSubstr("/districts/north?from=2026-11-15&amp;to=2026-11-21"));
    page.language = domain::Language::spanish;
    EXPECT_THAT(visible_text(render_district_digest_page(page)), HasSubstr("Edición 1, hecha el dom 22 nov 07:45"));
}

}  // namespace
}  // namespace tillnote::render
