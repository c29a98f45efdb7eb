#include "server/render/alert_mail.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

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
    EXPECT_THAT(body.text, HasSubstr("First: 2026-11-20 17:41 CST."));
    EXPECT_THAT(body.text, HasSubstr("Please look now"));
    EXPECT_THAT(body.text, HasSubstr("https://t.example/stores/oak/today"));
    EXPECT_THAT(body.html, HasSubstr("Oak &lt;Street&gt;"));
    EXPECT_THAT(body.html, HasSubstr("href=\"https://t.example/unsubscribe/oak.x\""));
}

TEST_F(AlertMail, CountsRemarksAndSaysThatSomebodyIsAtIt) {
    alert.remarks = 4;
    alert.acknowledged_at = alert.raised_at + 5min;
    const MailBody body = render(Language::english);
    EXPECT_THAT(body.text, HasSubstr("Heard 4 times"));
    EXPECT_THAT(body.text, HasSubstr("acknowledged it already"));
    EXPECT_THAT(body.text, Not(HasSubstr("Please look now")));
}

TEST_F(AlertMail, IsSpanishForWhoReadsSpanish) {
    const MailBody body = render(Language::spanish);
    EXPECT_THAT(body.subject, HasSubstr("Comida vencida"));
    EXPECT_THAT(body.html, HasSubstr("<html lang=\"es\">"));
    EXPECT_THAT(body.text, HasSubstr("Por favor"));
}

}  // namespace
}  // namespace tillnote::render
