#include "server/delivery/smtp_sender.hpp"

#include "tests/delivery/smtp_server.hpp"
#include "tests/support/secret_file.hpp"

#include <gmock/gmock.h>

#include <atomic>

namespace tillnote::delivery {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Kind = SendOutcome::Kind;
using Tls = test::SmtpServer::Tls;

const std::string message = "Subject: x\r\n\r\n.a line that begins with a dot\r\n..two\r\nend\r\n";

SmtpOptions plain(const test::SmtpServer& server) {
    SmtpOptions options;
    options.url = server.url();
    options.starttls_required = false;
    return options;
}

SmtpOptions encrypted(const test::SmtpServer& server, const std::string& password = "open sesame") {
    SmtpOptions options;
    options.url = server.url();
    options.ca_file = server.certificate();
    options.user = "tillnote";
    options.password_file = test::write_secret(test::make_folder() + "/password", password + "\nmore\n");
    return options;
}

SendOutcome send_to(SmtpSender& sender, const std::string& to) {
    return sender.send("tillnote@shop.example", to, "n", message);
}

TEST(SmtpSender, HandsOverTheBytesAsTheyAre) {
    test::SmtpServer server;
    SmtpSender sender(plain(server));
    const SendOutcome outcome = send_to(sender, "manager@shop.example");
    ASSERT_EQ(outcome.kind, Kind::sent) << outcome.what;
    const auto taken = server.take();
    EXPECT_EQ(taken.bytes, message);
    EXPECT_EQ(taken.from, "tillnote@shop.example");
    EXPECT_EQ(taken.to, "manager@shop.example");
}

TEST(SmtpSender, KeepsTheConnectionForTheNextMail) {
    test::SmtpServer server;
    SmtpSender sender(plain(server));
    ASSERT_EQ(send_to(sender, "a@shop.example").kind, Kind::sent);
    ASSERT_EQ(send_to(sender, "b@shop.example").kind, Kind::sent);
    const int first = server.take().peer_port;
    EXPECT_EQ(server.take().peer_port, first);
}

TEST(SmtpSender, TakesA5xxForAFinalNoAndA4xxForLater) {
    test::SmtpServer server;
    SmtpSender sender(plain(server));
    const SendOutcome unknown = send_to(sender, "unknown@shop.example");
    EXPECT_EQ(unknown.kind, Kind::refused);
    EXPECT_THAT(unknown.what, HasSubstr("550 5.1.1 No such user here"));
    const SendOutcome busy = send_to(sender, "busy@shop.example");
    EXPECT_EQ(busy.kind, Kind::try_later);
    EXPECT_THAT(busy.what, HasSubstr("451 4.3.2 Come back later"));
    const SendOutcome spam = send_to(sender, "spam@shop.example");
    EXPECT_EQ(spam.kind, Kind::refused) << spam.what;
    EXPECT_THAT(spam.what, HasSubstr("554 5.7.1 Not wanted"));
    const SendOutcome full = send_to(sender, "full@shop.example");
    EXPECT_EQ(full.kind, Kind::try_later) << full.what;
    EXPECT_EQ(send_to(sender, "manager@shop.example").kind, Kind::sent) << "one refusal spoils nothing";
}

TEST(SmtpSender, GetsThroughGreylistingAtTheSecondTry) {
    test::SmtpServer server;
    SmtpSender sender(plain(server));
    EXPECT_EQ(send_to(sender, "grey@shop.example").kind, Kind::try_later);
    EXPECT_EQ(send_to(sender, "grey@shop.example").kind, Kind::sent);
}

TEST(SmtpSender, WaitsForASlowServerButNotForever) {
    test::SmtpServer server;
    SmtpOptions options = plain(server);
    options.attempt_deadline = 2s;
    SmtpSender sender(options);
    EXPECT_EQ(send_to(sender, "slow@shop.example").kind, Kind::sent);
    const auto began = std::chrono::steady_clock::now();
    const SendOutcome hung = send_to(sender, "hang@shop.example");
    EXPECT_EQ(hung.kind, Kind::try_later) << "it may have been taken: the same Message-ID goes out again";
    EXPECT_LT(std::chrono::steady_clock::now() - began, 20s);
    EXPECT_EQ(send_to(sender, "manager@shop.example").kind, Kind::sent);
}

TEST(SmtpSender, AbandonsAnAttemptWhenTold) {
    test::SmtpServer server;
    std::atomic<bool> stopping = false;
    SmtpOptions options = plain(server);
    options.abandon = [&] { return stopping.load(); };
    SmtpSender sender(options);
    stopping = true;
    EXPECT_EQ(send_to(sender, "hang@shop.example").kind, Kind::try_later);
}

TEST(SmtpSender, SaysThatNobodyAnswers) {
    SmtpOptions options;
    options.url = "smtp://127.0.0.1:1";
    SmtpSender sender(options);
    const SendOutcome outcome = send_to(sender, "manager@shop.example");
    EXPECT_EQ(outcome.kind, Kind::try_later);
    EXPECT_FALSE(outcome.what.empty());
}

TEST(SmtpSender, SignsInUnderTlsAndStarttls) {
    for (const Tls tls : {Tls::starttls, Tls::implicit}) {
        test::SmtpServer server(tls);
        SmtpSender sender(encrypted(server));
        const SendOutcome outcome = send_to(sender, "manager@shop.example");
        ASSERT_EQ(outcome.kind, Kind::sent) << outcome.what;
        const auto taken = server.take();
        EXPECT_EQ(taken.user, "tillnote");
        EXPECT_TRUE(taken.encrypted);
        EXPECT_EQ(taken.bytes, message);
    }
}

TEST(SmtpSender, SendsNothingWhereTlsIsMissingOrNotTrusted) {
    test::SmtpServer without;
    SmtpOptions demanding = plain(without);
    demanding.starttls_required = true;
    SmtpSender sender(demanding);
    EXPECT_EQ(send_to(sender, "manager@shop.example").kind, Kind::try_later);

    test::SmtpServer stranger(Tls::starttls);
    SmtpOptions trusting_others = encrypted(stranger);
    trusting_others.ca_file.clear();
    SmtpSender careful(trusting_others);
    EXPECT_EQ(send_to(careful, "manager@shop.example").kind, Kind::try_later);

    SmtpOptions of_another_name = encrypted(stranger);
    of_another_name.url.replace(of_another_name.url.find("127.0.0.1"), 9, "localhost");
    SmtpSender misled(of_another_name);
    const SendOutcome outcome = send_to(misled, "manager@shop.example");
    EXPECT_EQ(outcome.kind, Kind::try_later);
    EXPECT_THAT(outcome.what, HasSubstr("no alternative certificate subject name matches"));
}

TEST(SmtpSender, TriesAgainWithAPasswordThatIsWrongOrMissing) {
    test::SmtpServer server(Tls::starttls);
    SmtpSender wrong(encrypted(server, "guess"));
    EXPECT_EQ(send_to(wrong, "manager@shop.example").kind, Kind::try_later) << "the administrator's mistake, not the mail's";
    SmtpOptions options = encrypted(server);
    options.password_file = "/nowhere/password";
    SmtpSender missing(options);
    const SendOutcome outcome = send_to(missing, "manager@shop.example");
    EXPECT_EQ(outcome.kind, Kind::try_later);
    EXPECT_THAT(outcome.what, HasSubstr("/nowhere/password"));
}

}  // namespace
}  // namespace tillnote::delivery
