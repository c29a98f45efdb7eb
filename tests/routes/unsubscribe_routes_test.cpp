#include "tests/support/running_service.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;
using testing::HasSubstr;

class UnsubscribeRoutes : public ::testing::Test {
protected:
    void SetUp() override {
        const json body{{"email", "boss@shop.example"}};
        ASSERT_EQ(
            client.post_json("/v1/stores/oak-street/recipients", body.dump(), bearer(running.bearer_of("manager"))).status,
            201);
        path = "/unsubscribe/" + running.query("SELECT unsubscribe_token FROM recipient");
    }
    std::string left() { return running.query("SELECT count(*) FROM recipient WHERE unsubscribed_at IS NOT NULL"); }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    std::string path;
};

TEST_F(UnsubscribeRoutes, ALinkOnlyAsks) {
    const auto page = client.get(path);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("Stop the morning digest of Oak Street?"));
    EXPECT_THAT(page.body, HasSubstr("action=\"" + path + "\""));
    EXPECT_EQ(left(), "0");
}

TEST_F(UnsubscribeRoutes, OneClickEndsTheMailWithoutASignIn) {
    const test::RecordingClient::Headers headers{{"Content-Type", "application/x-www-form-urlencoded"}};
    const auto done = client.send("POST", path, headers, "List-Unsubscribe=One-Click");
    EXPECT_EQ(done.status, 200);
    EXPECT_THAT(done.body, HasSubstr("You will get no more"));
    EXPECT_EQ(done.headers.count("set-cookie"), 0U);
    EXPECT_EQ(left(), "1");
    EXPECT_EQ(client.send("POST", path, headers, "List-Unsubscribe=One-Click").status, 200) << "again is no mistake";
    EXPECT_THAT(client.get(path).body, HasSubstr("You will get no more"));
    EXPECT_EQ(running.query("SELECT count(*) FROM audit_entry WHERE action = 'ended' AND object_kind = 'recipient'"), "1")
        << "the link that was used again changed nothing";
}

TEST_F(UnsubscribeRoutes, AGuessEndsNothing) {
    for (const std::string& guess :
         {path + "x", std::string("/unsubscribe/oak-street."), std::string("/unsubscribe/x"),
          "/unsubscribe/mill-road" + path.substr(path.find('.')), std::string("/unsubscribe/%2E%2E.x")}) {
        EXPECT_EQ(client.send("POST", guess, {}, "").status, 404) << guess;
    }
    EXPECT_EQ(left(), "0");
}

}  // namespace
}  // namespace tillnote
