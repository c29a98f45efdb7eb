#include "server/delivery/webhook_sender.hpp"

#include "tests/support/scripted_http_server.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_certificate.hpp"

#include <gmock/gmock.h>

namespace tillnote::delivery {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Kind = SendOutcome::Kind;

const Instant now = std::chrono::sys_days{2026y / std::chrono::November / 25} + 11h + 45min;

WebhookCall call_to(const std::string& url) {
    return {url, "open sesame", "digest", "digest.oak.1@shop.example", R"({"event":"digest"})"};
}

TEST(WebhookSender, SignsTimeStampAndBodyAsDocumented) {
    // printf '1764071100.{"event":"digest"}' | openssl dgst -sha256 -hmac 'open sesame'
    EXPECT_EQ(sign_webhook("open sesame", 1764071100, R"({"event":"digest"})"),
              "v1=c89d51adab5a33fbc7bf450ea35729e0ac7683771daf1f863c204b753bc3d3ab");
    EXPECT_NE(sign_webhook("open sesame", 1764071101, R"({"event":"digest"})"),
              sign_webhook("open sesame", 1764071100, R"({"event":"digest"})"));
    const std::string long_secret(200, 's');
    EXPECT_EQ(sign_webhook(long_secret, 1, "x").size(), 67U);
}

TEST(WebhookSender, PostsTheBodyWithWhatItTakesToCheckIt) {
    test::ScriptedHttpServer server([](const auto&) { return test::ScriptedAnswer{204}; });
    WebhookSender sender;
    const SendOutcome outcome = sender.send(call_to(server.url() + "/hook?x=1"), now);
    ASSERT_EQ(outcome.kind, Kind::sent) << outcome.what;
    const auto requests = server.requests();
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(requests[0].method, "POST");
    EXPECT_EQ(requests[0].target, "/hook?x=1");
    EXPECT_EQ(requests[0].body, R"({"event":"digest"})");
    EXPECT_EQ(requests[0].header("content-type"), "application/json");
    EXPECT_EQ(requests[0].header("tillnote-event"), "digest");
    EXPECT_EQ(requests[0].header("tillnote-delivery"), "digest.oak.1@shop.example");
    const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    EXPECT_EQ(requests[0].header("tillnote-timestamp"), std::to_string(seconds));
    EXPECT_EQ(requests[0].header("tillnote-signature"), sign_webhook("open sesame", seconds, requests[0].body));
}

TEST(WebhookSender, TellsARefusalFromWhatMayPass) {
    int status = 200;
    test::ScriptedHttpServer server([&](const auto&) { return test::ScriptedAnswer{status}; });
    WebhookSender sender;
    for (const auto& [answered, expected] :
         {std::pair{200, Kind::sent}, std::pair{202, Kind::sent}, std::pair{400, Kind::refused},
          std::pair{410, Kind::refused}, std::pair{401, Kind::refused}, std::pair{408, Kind::try_later},
          std::pair{429, Kind::try_later}, std::pair{500, Kind::try_later}, std::pair{503, Kind::try_later}}) {
        status = answered;
        const SendOutcome outcome = sender.send(call_to(server.url()), now);
        EXPECT_EQ(outcome.kind, expected) << answered;
        EXPECT_EQ(outcome.what.find(std::to_string(answered)) != std::string::npos, expected != Kind::sent) << outcome.what;
    }
}

TEST(WebhookSender, FollowsNoRedirects) {
    test::ScriptedHttpServer elsewhere([](const auto&) { return test::ScriptedAnswer{200}; });
    test::ScriptedHttpServer server([&](const auto&) {
        test::ScriptedAnswer answer{307};
        answer.headers = {{"Location", elsewhere.url()}};
        return answer;
    });
    WebhookSender sender;
    const SendOutcome outcome = sender.send(call_to(server.url()), now);
    EXPECT_EQ(outcome.kind, Kind::try_later);
    EXPECT_THAT(outcome.what, HasSubstr("redirects are not followed"));
    EXPECT_TRUE(elsewhere.requests().empty());
}

TEST(WebhookSender, SpeaksHttpOnlyAndWaitsNoLongerThanItsDeadline) {
    WebhookSender sender(500ms);
    EXPECT_EQ(sender.send(call_to("file:///etc/hostname"), now).kind, Kind::try_later);
    EXPECT_EQ(sender.send(call_to("gopher://127.0.0.1/"), now).kind, Kind::try_later);
    EXPECT_EQ(sender.send(call_to("http://127.0.0.1:1/"), now).kind, Kind::try_later);
    test::ScriptedHttpServer silent([](const auto&) {
        test::ScriptedAnswer answer;
        answer.silent = true;
        return answer;
    });
    EXPECT_EQ(sender.send(call_to(silent.url()), now).kind, Kind::try_later);
}

/// A receiver at https://127.0.0.1 with a certificate of its own or of an authority, and a sender that trusts that
/// authority.
class WebhookCertificate : public testing::Test {
protected:
    struct Called {
        SendOutcome outcome;
        std::size_t requests;  ///< that the receiver got to read
    };
    static Called call(const test::TestCertificate& shown, const std::string& trusted) {
        test::ScriptedHttpServer server([](const auto&) { return test::ScriptedAnswer{204}; },
                                        test::ScriptedHttpServer::Tls{shown.certificate_file, shown.key_file});
        WebhookSender sender(5s, {}, trusted);
        SendOutcome outcome = sender.send(call_to(server.url()), now);
        return {std::move(outcome), server.requests().size()};
    }

    test::TemporaryFolder folder;
    test::TestAuthority authority{folder.path(), "authority"};
};

TEST_F(WebhookCertificate, IsTakenByChainAndName) {
    const Called called = call(authority.issue(folder.path(), "good"), authority.file());
    EXPECT_EQ(called.outcome.kind, Kind::sent) << called.outcome.what;
    EXPECT_EQ(called.requests, 1U);
}

TEST_F(WebhookCertificate, IsToldNothingWhereNameChainOrTimeIsWrong) {
    const test::TestAuthority other(folder.path(), "other");
    const auto good = authority.issue(folder.path(), "good");
    const std::vector<std::tuple<const char*, test::TestCertificate, std::string>> cases{
        {"self-made", test::make_test_certificate(folder.path()), authority.file()},
        {"of nobody the system knows", good, ""},
        {"of another authority", other.issue(folder.path(), "stranger"), authority.file()},
        {"of another name", authority.issue(folder.path(), "elsewhere", {.name = "DNS:hook.example,IP:127.0.0.2"}),
         authority.file()},
        {"expired", authority.issue(folder.path(), "old", {.valid_from_days = -9, .valid_for_days = -1}), authority.file()}};
    for (const auto& [what, shown, trusted] : cases) {
        const Called called = call(shown, trusted);
        EXPECT_EQ(called.outcome.kind, Kind::try_later) << what;
        EXPECT_THAT(called.outcome.what, HasSubstr("SSL")) << what;
        EXPECT_EQ(called.requests, 0U) << what;
    }
}

TEST(WebhookSender, ReadsNoEndlessAnswers) {
    test::ScriptedHttpServer server([](const auto&) {
        test::ScriptedAnswer answer;
        answer.body = std::string(1 << 20, 'x');
        return answer;
    });
    WebhookSender sender;
    EXPECT_EQ(sender.send(call_to(server.url()), now).kind, Kind::try_later);
}

}  // namespace
}  // namespace tillnote::delivery
