#include "server/delivery/alert_content.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <stdexcept>

namespace tillnote::delivery {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// One alert of one store.
struct OneAlert : domain::AlertStore {
    Result<std::optional<domain::AlertLine>> find_alert(std::string_view store, const Uuid& alert_id) override {
        const bool known = store == "oak" && alert_id == alert.alert_id;
        return known ? std::optional(alert) : std::nullopt;
    }
    Result<std::vector<domain::AlertLine>> list_alerts(std::string_view /*store*/) override {
        throw std::logic_error("delivery lists no alerts");
    }
    Result<std::map<std::string, int, std::less<>>> count_standing() override {
        throw std::logic_error("delivery counts no alerts");
    }
    Result<domain::AlertLine> acknowledge(std::string_view /*store*/, const Uuid& /*alert_id*/, const Uuid& /*account_id*/,
                                          Instant /*now*/) override {
        throw std::logic_error("delivery acknowledges no alerts");
    }
    domain::AlertLine alert;
};

class AlertContentTest : public testing::Test {
protected:
    void SetUp() override {
        alerts.alert.alert_id = Uuid::parse("0190f000-0000-7000-8000-000000000009").value();
        alerts.alert.reason.code = "401";
        alerts.alert.reason.label_en = "Expired food";
        alerts.alert.reason.label_es = "Comida vencida";
        alerts.alert.remarks = 2;
        alerts.alert.raised_at = std::chrono::sys_days{2026y / std::chrono::November / 20} + 23h + 41min;
        const domain::Day opened{2026y, std::chrono::January, 1d};
        domain::Store store{"oak", "Oak Street", "north", {{opened, "America/Chicago", 240}}, opened, {}, false, {}};
        auto calendar = domain::StoreCalendar::make(store).value();
        directory->stores.emplace("oak", domain::StoreEntry{store, {"north", "North"}, calendar});
        leased.delivery.kind = domain::DeliveryKind::alert;
        leased.delivery.store = "oak";
        leased.delivery.alert_id = alerts.alert.alert_id;
        leased.delivery.message_id = "alert.x@t.example";
        leased.target.language = domain::Language::spanish;
    }

    OneAlert alerts;
    const std::shared_ptr<domain::Directory> directory = std::make_shared<domain::Directory>();
    AlertContent content{alerts, [this] { return directory; }};
    domain::LeasedDelivery leased;
};

TEST_F(AlertContentTest, WritesAMailInTheRecipientsLanguage) {
    const auto body = content.render_mail_body(leased, {"https://t.example/stores/oak/today", ""});
    ASSERT_TRUE(body) << body.error().detail;
    EXPECT_THAT(body->subject, HasSubstr("Comida vencida"));
    EXPECT_THAT(body->text, HasSubstr("vie 20 nov 17:41\nCST"));
}

TEST_F(AlertContentTest, TellsAWebhookWhatAndWhere) {
    const auto body = content.render_webhook_body(leased, {"https://t.example/stores/oak/today", ""});
    ASSERT_TRUE(body) << body.error().detail;
    const auto json = nlohmann::json::parse(*body);
    EXPECT_EQ(json["event"], "alert");
    EXPECT_EQ(json["id"], "alert.x@t.example");
    EXPECT_EQ(json["store"], "oak");
    EXPECT_EQ(json["alert"]["reason"], "401");
    EXPECT_EQ(json["alert"]["remarks"], 2);
    EXPECT_EQ(json["alert"]["raised_at"], "2026-11-20T23:41:00.000Z");
    EXPECT_TRUE(json["alert"]["acknowledged_at"].is_null());
}

TEST_F(AlertContentTest, HasNothingToSayOfAnAlertThatIsGone) {
    leased.delivery.store = "elm";
    EXPECT_EQ(content.render_mail_body(leased, {}).error().code, ErrorCode::not_found);
    EXPECT_EQ(content.render_webhook_body(leased, {}).error().code, ErrorCode::not_found);
}

TEST_F(AlertContentTest, MailsNothingThatSomebodyHasSeenToOrThatWasTakenBack) {
    alerts.alert.remarks = 0;
    EXPECT_EQ(content.render_mail_body(leased, {}).error().code, ErrorCode::not_found);
    EXPECT_THAT(content.render_mail_body(leased, {}).error().detail, HasSubstr("taken back"));
    alerts.alert.remarks = 2;
    alerts.alert.acknowledged_at = alerts.alert.raised_at + 5min;
    EXPECT_THAT(content.render_mail_body(leased, {}).error().detail, HasSubstr("acknowledged"));
    EXPECT_TRUE(content.render_webhook_body(leased, {})) << "a program is told what became of it";
}

TEST_F(AlertContentTest, WaitsForAStoreTheDirectoryDoesNotKnowYet) {
    directory->stores.clear();
    EXPECT_EQ(content.render_mail_body(leased, {}).error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace tillnote::delivery
