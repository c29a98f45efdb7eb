#include "server/app/log.hpp"
#include "tests/routes/page_session.hpp"
#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace tillnote {
namespace {

using test::bearer;
using test::PageSession;
using test::RunningService;

/// A service whose log, of every level, goes into a text. What must never stand there is collected on the way.
class LogLines : public ::testing::Test {
protected:
    std::vector<nlohmann::json> lines_of(const std::function<void()>& act) {
        testing::internal::CaptureStderr();
        app::start_log("debug");
        act();
        running.stop();
        app::start_log("error");
        text = testing::internal::GetCapturedStderr();
        std::istringstream stream(text);
        std::vector<nlohmann::json> lines;
        for (std::string line; std::getline(stream, line);) {
            lines.push_back(nlohmann::json::parse(line, nullptr, false));
            EXPECT_TRUE(lines.back().is_object()) << line;
            EXPECT_TRUE(lines.back().contains("at") && lines.back().contains("level") && lines.back().contains("event"))
                << line;
        }
        return lines;
    }

    void tap_with_comment(const std::string& comment) {
        running.query("update store set free_text = true where store_id = 'oak-street'");
        test::NoteMaker maker;
        auto note = maker.note("101");
        note.comment = comment;
        const auto token = running.lane_token("oak-street", 4);
        secrets.insert(secrets.end(), {comment, token});
        EXPECT_EQ(client.post_json("/v1/notes", to_json(maker.request({note})), bearer(token)).status, 200);
        client.post_json("/v1/notes", "{\"comment\":\"" + comment + "\"", bearer(token));
    }
    void sign_in_well_and_badly() {
        const auto body = [](const std::string& password) {
            return R"({"email":"manager@test.example","password":")" + password + "\"}";
        };
        const auto answer = client.post_json("/v1/sessions", body(RunningService::password));
        ASSERT_EQ(answer.status, 201) << answer.body;
        secrets.push_back(nlohmann::json::parse(answer.body).at("token"));
        secrets.insert(secrets.end(), {RunningService::password, "@test.example", "not-the-password"});
        EXPECT_EQ(client.post_json("/v1/sessions", body("not-the-password")).status, 401);
    }
    void open_pages() {
        PageSession manager(running, client, "manager");
        secrets.insert(secrets.end(), {manager.cookie.substr(manager.cookie.find('=') + 1), manager.csrf});
        EXPECT_EQ(manager.get("/stores/oak-street/lanes?lang=es&secret=inthequery").status, 200);
        manager.post("/stores/oak-street/recipients", "email=somebody%40else.example");
        secrets.insert(secrets.end(), {"inthequery", "somebody", "else.example"});
    }
    void follow_broken_links() {
        const std::string token = "oak-street.dGhpc2lzYXNlY3JldHRva2Vu";
        client.get("/unsubscribe/" + token);
        client.get("/unsubscribe/" + token + "/");
        client.send("DELETE", "/unsubscribe/" + token, {}, std::nullopt);
        client.get("/who/ann@shop.example");
        client.get("/v1/stores", bearer("not.a.token.of.anybodys"));
        secrets.insert(secrets.end(), {"dGhpc2lzYXNlY3JldHRva2Vu", "ann@shop", "not.a.token"});
    }

    RunningService running;
    test::RecordingClient client{running.url()};
    std::vector<std::string> secrets;
    std::string text;
};

TEST_F(LogLines, AreJsonWithRequestIdsAndHoldNoTokenCommentOrAddress) {
    std::string known_id;
    const auto lines = lines_of([&] {
        tap_with_comment("the peaches were superb");
        sign_in_well_and_badly();
        open_pages();
        follow_broken_links();
        known_id = client.get("/v1/nothing/here").header("x-request-id");
    });
    ASSERT_GE(secrets.size(), 12U);
    for (const std::string& secret : secrets) {
        EXPECT_EQ(text.find(secret), std::string::npos) << secret;
    }
    const auto requests = std::ranges::count_if(lines, [](const auto& line) { return line["event"] == "request"; });
    EXPECT_GE(requests, 12);
    for (const auto& line : lines) {
        if (line["event"] == "request") {
            EXPECT_GE(line.value("request_id", "").size(), 16U) << line;
            EXPECT_GE(line.value("status", 0), 200) << line;
            EXPECT_EQ(line.value("path", "?").find('?'), std::string::npos) << line;
        }
    }
    EXPECT_TRUE(std::ranges::any_of(lines, [&](const auto& line) {
        return line.value("request_id", "") == known_id && line["path"] == "/v1/nothing/here" && line["status"] == 404;
    })) << "a problem's request_id finds its line";
    EXPECT_TRUE(std::ranges::any_of(lines, [](const auto& line) { return line["event"] == "stopping"; }));
}

}  // namespace
}  // namespace tillnote
