#include "server/render/unsubscribe_page.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(UnsubscribePage, AsksWithOneButton) {
    const std::string page = render_unsubscribe_page({.place_name = "Oak <Street>", .action = "/unsubscribe/oak.x\"y"});
    EXPECT_THAT(page, HasSubstr("Stop the morning digest of Oak &lt;Street&gt;?"));
    EXPECT_THAT(page, HasSubstr("<form method=\"post\" action=\"/unsubscribe/oak.x&quot;y\">"));
    EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
}

TEST(UnsubscribePage, SaysThatItIsDone) {
    const std::string page = render_unsubscribe_page({.place_name = "Oak", .action = "/x", .has_left = true});
    EXPECT_THAT(page, HasSubstr("You will get no more"));
    EXPECT_THAT(page, Not(HasSubstr("<form")));
}

TEST(UnsubscribePage, TellsAlertsFromDigestsInTheReadersLanguage) {
    const std::string page = render_unsubscribe_page(
        {.place_name = "Oak", .kind = domain::DeliveryKind::alert, .language = domain::Language::spanish, .action = "/x"});
    EXPECT_THAT(page, HasSubstr("¿Dejar de recibir las alertas de Oak?"));
    EXPECT_THAT(page, HasSubstr("<html lang=\"es\">"));
}

}  // namespace
}  // namespace tillnote::render
