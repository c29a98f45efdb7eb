#include "server/render/poster.hpp"

#include "tests/render/sample_loop.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using domain::Language;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(Poster, SaysWhatWasSaidAndWhatWasDone) {
    const std::string page = render_poster(samples::poster(3, Language::english, PaperSize::letter));
    EXPECT_THAT(visible_text(page), HasSubstr("You said we did Produce bad Fresh delivery every morning at six"));
    EXPECT_THAT(page, AllOf(HasSubstr("class=\"poster letter some\""), HasSubstr("Oak Street"), Not(HasSubstr("lane"))));
}

TEST(Poster, SpeaksSpanishOnItsOwnPaper) {
    EXPECT_THAT(render_poster(samples::poster(6, Language::spanish, PaperSize::a4)),
                AllOf(HasSubstr("<html lang=\"es\">"), HasSubstr("class=\"poster a4 many\""), HasSubstr("lo hicimos"),
                      HasSubstr("Fila larga")));
}

TEST(Poster, SetsFewLinesLargerAndSaysWhatItWaitsForWithoutAny) {
    EXPECT_THAT(render_poster(samples::poster(2, Language::english, PaperSize::a4)), HasSubstr("poster a4 few"));
    EXPECT_THAT(render_poster(samples::poster(0, Language::english, PaperSize::a4)), HasSubstr("Here we will say"));
    Poster crowded = samples::poster(6, Language::english, PaperSize::a4);
    crowded.lines.push_back({"Seventh", "Seventh"});
    EXPECT_THAT(render_poster(crowded), Not(HasSubstr("Seventh")));
}

}  // namespace
}  // namespace tillnote::render
