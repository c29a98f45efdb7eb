#include "server/render/digest_mail.hpp"

#include "tests/render/sample_digest.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr std::size_t clipped_from_bytes = 102'000;  ///< a widespread mail program cuts what is longer

const MailLinks links{"https://tillnote.example/stores/oak-street/2026-11-16", "https://tillnote.example/unsubscribe/abc"};

TEST(DigestMail, NamesStoreWeekdayAndHeadlineInItsSubject) {
    EXPECT_EQ(render_digest_mail(samples::complete_day(), links, Language::english).subject,
              "Oak Street, Mon 16 Nov: produce complaints up");
    EXPECT_EQ(render_digest_mail(samples::full_day(), links, Language::english).subject,
              "Oak Street, Mon 16 Nov: 7 of 8 lanes; produce complaints up, 2 more");
    EXPECT_EQ(render_digest_mail(samples::quiet_day(), links, Language::spanish).subject,
              "Oak Street, lun 16 nov: nada fuera de lo común");
}

TEST(DigestMail, LeadsFromEachLineToItselfOnThePage) {
    const MailBody mail = render_digest_mail(samples::full_day(), links, Language::english);
    EXPECT_THAT(mail.html, ContainsRegex("href=\"https:[^\"]*2026-11-16#line-department-produce-complaint\""));
    EXPECT_THAT(mail.html, ContainsRegex("#line-reason-604\""));
    EXPECT_THAT(mail.text, HasSubstr("\nhttps://tillnote.example/stores/oak-street/2026-11-16\n"));
    EXPECT_THAT(mail.text, HasSubstr("\nhttps://tillnote.example/unsubscribe/abc\n"));
}

TEST(DigestMail, LeavesOutLinksThatThereAreNot) {
    const MailBody mail = render_digest_mail(samples::full_day(), {}, Language::english);
    EXPECT_THAT(mail.html, Not(HasSubstr("href=")));
    EXPECT_THAT(mail.text, Not(HasSubstr("http")));
}

TEST(DigestMail, NeedsNeitherImagesNorScriptsNorOtherFiles) {
    for (const domain::Digest& digest : {samples::full_day(), samples::busy_day(), samples::unheard_day()}) {
        const std::string html = render_digest_mail(digest, links, Language::english).html;
        EXPECT_THAT(html, Not(ContainsRegex("<(img|script|svg|link|form|iframe|object)|url\\(")));
        EXPECT_THAT(html, Not(HasSubstr("{{")));
        EXPECT_LT(html.size(), clipped_from_bytes);
    }
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

TEST(DigestMail, DrawsTheHoursOfALineAsCells) {
    domain::Digest digest = samples::full_day();
    digest.walk_first.resize(1);
    digest.walk_first[0].remarks_by_day_28.clear();
    const auto cells = [&](const char* kind) {
        return count_of(render_digest_mail(digest, links, Language::english).html,
                        std::string("<td class=\"") + kind + "\" style=\"width:8px;");
    };
    digest.walk_first[0].hours = domain::HourSpan{15, 19};
    EXPECT_EQ(cells("now"), 4u);
    EXPECT_EQ(cells("track"), 20u);
    digest.walk_first[0].hours = domain::HourSpan{22, 2};
    EXPECT_EQ(cells("now"), 4u) << "over midnight";
    digest.walk_first[0].hours.reset();
    EXPECT_EQ(cells("track"), 0u);
}

TEST(DigestMail, MarksTheIntervalInTheBarOfAShare) {
    domain::Digest digest = samples::full_day();
    domain::ShareLine all = digest.why_here.at(0);
    digest.asks.clear();
    digest.competitors.clear();
    all.share = 0.4;
    all.low = 0.25;
    all.high = 0.5;
    digest.why_here = {all};
    const std::string html = render_digest_mail(digest, links, Language::english).html;
    EXPECT_THAT(html, HasSubstr("<td class=\"share\" style=\"width:25.0%"));
    EXPECT_THAT(html, HasSubstr("<td class=\"under\" style=\"width:15.0%"));
    EXPECT_THAT(html, HasSubstr("<td class=\"over\" style=\"width:10.0%"));
    EXPECT_THAT(html, HasSubstr("<td class=\"track\" style=\"width:50.0%"));
    digest.why_here[0].share = digest.why_here[0].high = 1.0;
    EXPECT_THAT(render_digest_mail(digest, links, Language::english).html, Not(HasSubstr("class=\"over\" style")))
        << "an empty cell would still be a dot wide";
}

TEST(DigestMail, SaysWhatTheTextSays) {
    const MailBody mail = render_digest_mail(samples::full_day(), links, Language::english);
    for (const char* said :
         {"87% complete: 7 of 8 lanes, 63 of 65 notes", ", usually 1.6 on a Monday. Heard by different people",
          "Unlikely to be chance (1 in 400)", "yogurt pulled", "Did you find everything you came for?", "70% (55–83)",
          "First edition, made Tuesday 05:45.", "Somebody is on it, with Prices and offers, since Fri 13 Nov", "Not heard",
          "Sun 15 Nov amended: 27 remarks, was 24"}) {
        EXPECT_THAT(mail.html, HasSubstr(said));
    }
}

TEST(DigestMail, SpeaksTheRecipientsLanguage) {
    const MailBody mail = render_digest_mail(samples::full_day(), links, Language::spanish);
    EXPECT_THAT(mail.html, HasSubstr("<html lang=\"es\">"));
    EXPECT_THAT(mail.html, HasSubstr("Atender en la página"));
    EXPECT_THAT(mail.html, Not(ContainsRegex(">[^<]*(remark|usually|Produce|Walk first)")));
    EXPECT_THAT(mail.text, HasSubstr("Empiece por aquí"));
}

TEST(DigestMail, EscapesHostileText) {
    domain::Digest digest = samples::full_day();
    digest.store.name = "Oak\r\nBcc: x@example.org <script>\"&";
    digest.walk_first[0].department.label_en = "<script>";
    const MailBody mail = render_digest_mail(digest, {"https://x.example/\"><script>", ""}, Language::english);
    EXPECT_THAT(mail.html, Not(HasSubstr("<script")));
    EXPECT_THAT(mail.subject, Not(ContainsRegex("[\r\n]")));
}

}  // namespace
}  // namespace tillnote::render
