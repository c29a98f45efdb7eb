#include "server/render/alert_mail.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class AlertMail : public testing::Test {
protected:
    MailBody render(Language language) {
        return render_alert_mail(alert, store, *domain::StoreCalendar::make(store),
                                 {"https://t.example/stores/oak/today", "https://t.example/unsubscribe/oak.x"}, language);
    }

    const domain::Day opened{2026y, std::chrono::January, 1d};
    domain::Store store{"oak", "Oak <Street>", "north", {{opened, "America/Chicago", 240}}, opened, {}, false, {}};
    domain::AlertLine alert{{}, {}, 1, std::chrono::sys_days{2026y / std::chrono::November / 20} + 23h + 41min, {}, ""};

    void SetUp() override {
        alert.reason.label_en = "Expired food";
        alert.reason.label_es = "Comida vencida";
    }
};

TEST_F(AlertMail, SaysWhatWhereAndWhenInLocalTime) {
    const MailBody body = render(Language::english);
    EXPECT_EQ(body.subject, "Now: Expired food, Oak <Street>");
    EXPECT_THAT(body.text, HasSubstr("First: Fri 20 Nov 17:41 CST."));
    EXPECT_THAT(body.text, HasSubstr("Please look now"));
    EXPECT_THAT(body.text, HasSubstr("https://t.example/stores/oak/today"));
    EXPECT_THAT(body.html, HasSubstr("Oak &lt;Street&gt;"));
    EXPECT_THAT(body.html, HasSubstr("href=\"https://t.example/unsubscribe/oak.x\""));
}

TEST_F(AlertMail, CountsRemarks) {
    alert.remarks = 4;
    EXPECT_THAT(render(Language::english).text, HasSubstr("Heard 4 times"));
}

TEST_F(AlertMail, IsSpanishForWhoReadsSpanish) {
    const MailBody body = render(Language::spanish);
    EXPECT_THAT(body.subject, HasSubstr("Comida vencida"));
    EXPECT_THAT(body.html, HasSubstr("<html lang=\"es\">"));
    EXPECT_THAT(body.text, HasSubstr("Por favor"));
    EXPECT_THAT(body.text, HasSubstr("Primera vez: vie 20 nov 17:41 CST."));
}

TEST_F(AlertMail, NamesTheFirstTapAndNotWhenItArrived) {
    alert.first_tapped_at = alert.raised_at - 3h - 52min;
    EXPECT_THAT(render(Language::english).text, HasSubstr("First: Fri 20 Nov 13:49 CST."));
}

}  // namespace
}  // namespace tillnote::render
