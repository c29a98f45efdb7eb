#include "server/delivery/delivery_loop.hpp"

#include "server/delivery/smtp_sender.hpp"
#include "tests/delivery/smtp_server.hpp"
#include "tests/support/secret_file.hpp"

#include <gmock/gmock.h>

namespace tillnote::delivery {
namespace {

using namespace std::chrono_literals;
using domain::DeliveryChannel;
using domain::DeliveryKind;
using testing::ElementsAre;
using testing::HasSubstr;
using Outcome = DeliveryEvent::Outcome;

/// One delivery, with the port's rules: the real store is tested on PostgreSQL.
struct OneDelivery : domain::DeliveryStore {
    Result<std::optional<domain::LeasedDelivery>> lease_next(Instant now, Instant until) override {
        using Found = std::optional<domain::LeasedDelivery>;
        if (down) {
            return Error{ErrorCode::unavailable, "down", ""};
        }
        if (state != "waiting" || next_attempt_at > now || lease_until > now) {
            return Found();
        }
        lease_until = until;
        ++leased.attempts;
        return Found(leased);
    }
    Result<bool> record_sent(const domain::LeasedDelivery& mine, Instant /*now*/) override {
        if (crash_before_commit) {
            crash_before_commit = false;
            return Error{ErrorCode::unavailable, "the connection is gone", ""};
        }
        return settle(mine, "sent");
    }
    Result<bool> record_failure(const domain::LeasedDelivery& mine, std::string_view what, std::optional<Instant> next,
                                Instant /*now*/) override {
        last_error = what;
        next_attempt_at = next.value_or(next_attempt_at);
        return settle(mine, next ? "waiting" : "failed");
    }
    Result<bool> record_cancelled(const domain::LeasedDelivery& mine, Instant /*now*/) override {
        return settle(mine, "cancelled");
    }
    Result<bool> record_bounce(std::string_view, std::string_view, Instant) override { return false; }
    Result<void> append_alert_deliveries(std::string_view, const Uuid&, std::string_view, Instant) override { return {}; }
    Result<std::vector<domain::DeliveryReport>> list_deliveries(const std::optional<std::string>&,
                                                                std::optional<domain::DeliveryState>) override {
        return std::vector<domain::DeliveryReport>{};
    }
    Result<std::vector<domain::DeliveryReport>> list_district_deliveries(std::string_view) override {
        return std::vector<domain::DeliveryReport>{};
    }
    Result<std::vector<domain::DeliveryReport>> list_last_deliveries(Instant) override {
        return std::vector<domain::DeliveryReport>{};
    }
    Result<domain::DeliveryCounts> count_deliveries(Instant) override { return domain::DeliveryCounts{}; }

    bool settle(const domain::LeasedDelivery& mine, const std::string& now_is) {
        if (mine.attempts != leased.attempts || state != "waiting") {
            return false;
        }
        state = now_is;
        lease_until = Instant{};
        return true;
    }

    domain::LeasedDelivery leased;
    std::string state = "waiting";
    std::string last_error;
    Instant next_attempt_at{};
    Instant lease_until{};
    bool down = false;
    bool crash_before_commit = false;
};

struct SentMail {
    std::string to;
    std::string name;
    std::string message;
};

/// Remembers what it was given, and answers what it was told.
struct ToldMailSender : MailSender {
    SendOutcome send(const std::string& /*from*/, const std::string& to, const std::string& name,
                     const std::string& message) override {
        sent.push_back({to, name, message});
        return answer;
    }
    SendOutcome answer{SendOutcome::Kind::sent, ""};
    std::vector<SentMail> sent;
};

struct FixedContent : DeliveryContent {
    Result<render::MailBody> render_mail_body(const domain::LeasedDelivery& /*leased*/,
                                              const render::MailLinks& links) override {
        if (error) {
            return *error;
        }
        return render::MailBody{"Subject", links.page_url + "\n" + links.unsubscribe_url + "\n", "<p>html</p>\n"};
    }
    Result<std::string> render_webhook_body(const domain::LeasedDelivery& /*leased*/,
                                            const render::MailLinks& /*links*/) override {
        return std::string("{}");
    }
    std::optional<Error> error;
};

class DeliveryLoopTest : public testing::Test {
protected:
    void SetUp() override {
        auto& delivery = store.leased.delivery;
        delivery.store = "oak";
        delivery.day = domain::Day{2026y, std::chrono::November, 24d};
        delivery.edition = 1;
        delivery.message_id = "digest.oak.1@t.example";
        delivery.due_at = now;
        store.leased.attempts = 0;
        store.leased.target = {true, "manager@shop.example", domain::Language::english, "oak.secret", ""};
    }
    DeliveryLoop loop(std::map<DeliveryKind, DeliveryContent*> contents) {
        return DeliveryLoop({store, mail, webhooks, std::move(contents), "tillnote@shop.example", "https://t.example",
                             [this] { return now; },
                             [this](const DeliveryEvent& event) { outcomes.push_back(event.outcome); }});
    }
    Result<bool> send_next() { return loop({{DeliveryKind::digest, &content}}).send_next(); }

    Instant now = std::chrono::sys_days{2026y / std::chrono::November / 25} + 11h + 45min;
    OneDelivery store;
    ToldMailSender mail;
    WebhookSender webhooks{500ms};
    FixedContent content;
    std::vector<Outcome> outcomes;
};

TEST_F(DeliveryLoopTest, SendsWhatIsDueOnce) {
    EXPECT_TRUE(*send_next());
    EXPECT_FALSE(*send_next());
    ASSERT_EQ(mail.sent.size(), 1U);
    EXPECT_EQ(mail.sent[0].to, "manager@shop.example");
    EXPECT_EQ(mail.sent[0].name, "digest.oak.1");
    EXPECT_THAT(mail.sent[0].message, HasSubstr("Message-ID: <digest.oak.1@t.example>\r\n"));
    EXPECT_THAT(mail.sent[0].message, HasSubstr("https://t.example/stores/oak/2026-11-24"));
    EXPECT_THAT(mail.sent[0].message, HasSubstr("List-Unsubscribe: <https://t.example/unsubscribe/oak.secret>"));
    EXPECT_EQ(store.state, "sent");
    EXPECT_THAT(outcomes, ElementsAre(Outcome::sent));
}

TEST_F(DeliveryLoopTest, RepeatsTheSameBytesAfterACrashBetweenTheServersYesAndTheCommit) {
    store.crash_before_commit = true;
    EXPECT_FALSE(send_next().has_value());
    EXPECT_FALSE(*send_next()) << "the lease still holds";
    now += DeliveryLoop::lease;
    EXPECT_TRUE(*send_next());
    ASSERT_EQ(mail.sent.size(), 2U);
    EXPECT_EQ(mail.sent[0].message, mail.sent[1].message) << "one Message-ID, one text";
    now += 24h;
    EXPECT_FALSE(*send_next()) << "nothing else is ever repeated";
}

TEST_F(DeliveryLoopTest, TriesAgainWithBackOffAndGivesUpInTheEnd) {
    mail.answer = {SendOutcome::Kind::try_later, "451 later"};
    const Instant due = now;
    while (store.state == "waiting") {
        ASSERT_LT(now, due + 25h);
        if (const auto sent = send_next(); sent && !*sent) {
            now += 1min;
        }
    }
    EXPECT_EQ(store.state, "failed");
    EXPECT_EQ(store.last_error, "451 later");
    EXPECT_GT(now, due + 22h);
    EXPECT_LT(mail.sent.size(), 40U);
    EXPECT_EQ(outcomes.front(), Outcome::will_retry);
    EXPECT_EQ(outcomes.back(), Outcome::failed);
}

TEST_F(DeliveryLoopTest, SendsNothingThatHasWaitedTooLongAndSaysWhy) {
    now += 72h + 1min;
    EXPECT_TRUE(*send_next());
    EXPECT_TRUE(mail.sent.empty());
    EXPECT_EQ(store.state, "failed");
    EXPECT_THAT(store.last_error, HasSubstr("due more than 3 days ago"));
    EXPECT_THAT(outcomes, ElementsAre(Outcome::failed));
}

TEST_F(DeliveryLoopTest, OutlivesOneGreylistingAfterALongDowntime) {
    now += 60h;
    mail.answer = {SendOutcome::Kind::try_later, "451 greylisted"};
    EXPECT_TRUE(*send_next());
    EXPECT_EQ(store.state, "waiting");
    mail.answer = {SendOutcome::Kind::sent, ""};
    now += 1min;
    EXPECT_TRUE(*send_next());
    EXPECT_EQ(store.state, "sent");
}

TEST_F(DeliveryLoopTest, TakesARefusalForFinal) {
    mail.answer = {SendOutcome::Kind::refused, "550 no such user"};
    EXPECT_TRUE(*send_next());
    EXPECT_EQ(store.state, "failed");
    EXPECT_EQ(store.last_error, "550 no such user");
    EXPECT_THAT(outcomes, ElementsAre(Outcome::failed));
}

TEST_F(DeliveryLoopTest, WritesToNobodyWhoHasLeft) {
    store.leased.target.active = false;
    EXPECT_TRUE(*send_next());
    EXPECT_TRUE(mail.sent.empty());
    EXPECT_EQ(store.state, "cancelled");
    EXPECT_THAT(outcomes, ElementsAre(Outcome::cancelled));
}

TEST_F(DeliveryLoopTest, TellsWhatIsGoneFromWhatCannotBeReadNow) {
    content.error = Error{ErrorCode::unavailable, "the database is away", ""};
    EXPECT_TRUE(*send_next());
    EXPECT_EQ(store.state, "waiting");
    EXPECT_EQ(store.last_error, "the database is away");
    now += 1min;
    content.error = Error{ErrorCode::not_found, "the edition is gone", ""};
    EXPECT_TRUE(*send_next());
    EXPECT_EQ(store.state, "failed");
}

TEST_F(DeliveryLoopTest, GivesUpOnAKindItDoesNotKnow) {
    EXPECT_TRUE(*loop({}).send_next());
    EXPECT_EQ(store.state, "failed");
    EXPECT_TRUE(mail.sent.empty());
}

TEST_F(DeliveryLoopTest, SaysThatTheOutboxCannotBeRead) {
    store.down = true;
    EXPECT_EQ(send_next().error().code, ErrorCode::unavailable);
}

TEST_F(DeliveryLoopTest, NeedsAWebhooksSecret) {
    store.leased.delivery.channel = DeliveryChannel::webhook;
    store.leased.target.address = "http://127.0.0.1:1/";
    store.leased.target.secret_file = "/nowhere/secret";
    EXPECT_TRUE(*send_next());
    EXPECT_THAT(store.last_error, HasSubstr("/nowhere/secret"));
    store.leased.target.secret_file = test::write_secret(test::make_folder() + "/secret", "open sesame\n");
    now += 1min;
    EXPECT_TRUE(*send_next());
    EXPECT_THAT(store.last_error, HasSubstr("connect"));
}

TEST_F(DeliveryLoopTest, GoesOutThroughARealServer) {
    test::SmtpServer server;
    SmtpOptions options;
    options.url = server.url();
    options.starttls_required = false;
    SmtpSender smtp(options);
    DeliveryLoop real({store,
                       smtp,
                       webhooks,
                       {{DeliveryKind::digest, &content}},
                       "tillnote@shop.example",
                       "https://t.example",
                       [this] { return now; },
                       [](const DeliveryEvent&) {}});
    ASSERT_TRUE(*real.send_next());
    EXPECT_EQ(store.state, "sent") << store.last_error;
    const auto seen = test::read_mail(server.take().bytes);
    EXPECT_EQ(seen["headers"]["message-id"], "<digest.oak.1@t.example>");
    EXPECT_EQ(seen["parts"].size(), 2U);
}

}  // namespace
}  // namespace tillnote::delivery
