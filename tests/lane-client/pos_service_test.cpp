#include "lane-client/pos_service.hpp"

#include "schema/strict_json.hpp"

#include <gtest/gtest.h>

namespace tillnote::lane::test {
namespace {

const std::string token = "a-token-of-forty-three-characters-in-a-row-x";

class PosCalls : public ::testing::Test {
protected:
    PosRequest call(const std::string& method, const std::string& target, const std::string& body = {}) {
        PosRequest request{method, target, {}, body, true};
        request.fields = {{"host", "127.0.0.1:8482"}, {"authorization", "Bearer " + token}};
        if (!body.empty()) {
            request.fields.emplace_back("content-type", "application/json");
        }
        return request;
    }
    static void set(PosRequest& request, const std::string& name, const std::string& value) {
        std::erase_if(request.fields, [&](const auto& field) { return field.first == name; });
        request.fields.emplace_back(name, value);
    }
    static std::string field(const PosAnswer& answer, std::string_view name) {
        for (const auto& [key, value] : answer.fields) {
            if (key == name) {
                return value;
            }
        }
        return {};
    }
    int status_with(const std::string& name, const std::string& value) {
        PosRequest request = call("POST", "/tap", R"({"reason":"101"})");
        set(request, name, value);
        return service_.answer(request).status;
    }

    std::vector<AgentRequest> served_;
    AgentAnswer reply_;
    PosService service_{{8482, token, {"https://pos.example", "http://localhost:8069"}},
                        [this](const AgentRequest& request) {
                            served_.push_back(request);
                            return reply_;
                        },
                        [] { return std::string(R"({"pending":0})"); }};
};

TEST_F(PosCalls, AreServedAsTheAgentsOwnRequests) {
    reply_.outcome = TapOutcome{Uuid::parse("00000000-0000-7000-8000-000000000001").value(), false};
    const PosAnswer tapped =
        service_.answer(call("POST", "/tap", R"({"reason":"101","transaction":"T-1","comment":"soft bread"})"));
    EXPECT_EQ(tapped.status, 200);
    EXPECT_EQ(tapped.content_type, "application/json");
    EXPECT_EQ(nlohmann::json::parse(tapped.body)["note_id"], "00000000-0000-7000-8000-000000000001");
    EXPECT_EQ(service_.answer(call("POST", "/undo")).status, 200);
    EXPECT_EQ(service_.answer(call("POST", "/scan", R"({"text":"~TN101"})")).status, 200);
    EXPECT_EQ(service_.answer(call("POST", "/begin", R"({"transaction":"T-2"})")).status, 200);
    EXPECT_EQ(service_.answer(call("POST", "/end", "{}")).status, 200);
    EXPECT_EQ(service_.answer(call("GET", "/status")).body, R"({"pending":0})");
    ASSERT_EQ(served_.size(), 5U);
    EXPECT_EQ(served_[0].tap.reason, "101");
    EXPECT_EQ(served_[0].tap.transaction, "T-1");
    EXPECT_EQ(served_[0].tap.comment, "soft bread");
    EXPECT_EQ(served_[0].tap.source, Source::http);
    EXPECT_FALSE(served_[1].undo_id.is_nil());
    EXPECT_EQ(served_[2].text, "~TN101");
    EXPECT_EQ(served_[3].transaction, "T-2");
    EXPECT_EQ(served_[4].kind, AgentRequest::Kind::end);
}

TEST_F(PosCalls, NeedTheTokenAndNothingLikeIt) {
    const std::vector<std::string> wrong_ones{"",
                                              token,
                                              "Bearer",
                                              "Bearer ",
                                              "Bearer " + token.substr(1),
                                              "Bearer " + token + "x",
                                              "Basic " + token,
                                              "Bearer  " + token};
    for (const std::string& wrong : wrong_ones) {
        EXPECT_EQ(status_with("authorization", wrong), 401) << wrong;
    }
    PosRequest twice = call("GET", "/status");
    twice.fields.emplace_back("authorization", "Bearer " + token);
    EXPECT_EQ(service_.answer(twice).status, 401);
    EXPECT_EQ(field(service_.answer(twice), "WWW-Authenticate"), "Bearer");
    EXPECT_TRUE(served_.empty());
}

TEST_F(PosCalls, NeedAHostThatNamesThisMachine) {
    EXPECT_EQ(status_with("host", "localhost:8482"), 200);
    for (const char* wrong : {"127.0.0.1", "127.0.0.1:8483", "evil.example:8482", "localhost", "127.0.0.1:8482.evil.example",
                              "LOCALHOST:8482", ""}) {
        EXPECT_EQ(status_with("host", wrong), 421) << wrong;
    }
    EXPECT_EQ(served_.size(), 1U);
}

TEST_F(PosCalls, AreTakenFromNamedOriginsOnly) {
    PosRequest request = call("POST", "/end");
    set(request, "origin", "https://pos.example");
    const PosAnswer taken = service_.answer(request);
    EXPECT_EQ(taken.status, 200);
    EXPECT_EQ(field(taken, "Access-Control-Allow-Origin"), "https://pos.example");
    EXPECT_EQ(field(taken, "Vary"), "Origin");
    EXPECT_EQ(field(service_.answer(call("POST", "/end")), "Access-Control-Allow-Origin"), "") << "a program has no origin";
    for (const char* wrong : {"https://evil.example", "null", "https://pos.example.evil.example", "http://pos.example",
                              "https://pos.example/", ""}) {
        set(request, "origin", wrong);
        const PosAnswer refused = service_.answer(request);
        EXPECT_EQ(refused.status, 403) << wrong;
        EXPECT_EQ(field(refused, "Access-Control-Allow-Origin"), "") << wrong;
    }
}

TEST_F(PosCalls, AnswerAPreflightWithoutTheTokenToNamedOriginsOnly) {
    PosRequest request{"OPTIONS", "/tap", {}, {}, true};
    request.fields = {{"host", "localhost:8482"},
                      {"origin", "http://localhost:8069"},
                      {"access-control-request-method", "POST"},
                      {"access-control-request-private-network", "true"}};
    const PosAnswer allowed = service_.answer(request);
    EXPECT_EQ(allowed.status, 204);
    EXPECT_EQ(allowed.body, "");
    EXPECT_EQ(field(allowed, "Access-Control-Allow-Origin"), "http://localhost:8069");
    EXPECT_EQ(field(allowed, "Access-Control-Allow-Headers"), "authorization, content-type");
    EXPECT_EQ(field(allowed, "Access-Control-Allow-Private-Network"), "true");
    EXPECT_EQ(field(allowed, "Access-Control-Allow-Credentials"), "");
    set(request, "origin", "https://evil.example");
    EXPECT_EQ(service_.answer(request).status, 403);
    std::erase_if(request.fields, [](const auto& one) { return one.first == "origin"; });
    EXPECT_EQ(service_.answer(request).status, 401) << "not a browser's preflight";
}

TEST_F(PosCalls, SayWhatIsWrongAsProblemDetails) {
    const auto problem_of = [&](const PosRequest& request) {
        const PosAnswer answer = service_.answer(request);
        EXPECT_EQ(answer.content_type, "application/problem+json");
        const auto json = nlohmann::json::parse(answer.body);
        EXPECT_EQ(json["status"], answer.status);
        return json;
    };
    EXPECT_EQ(problem_of(call("POST", "/tap", R"({"reason":5})"))["errors"][0]["pointer"], "/reason");
    EXPECT_EQ(problem_of(call("POST", "/tap", R"({"reason":"101","price":5})"))["type"], "/problems/unknown-field");
    EXPECT_EQ(problem_of(call("POST", "/tap", "{"))["type"], "/problems/malformed-json");
    EXPECT_EQ(problem_of(call("POST", "/tap"))["status"], 400);
    EXPECT_EQ(problem_of(call("POST", "/status"))["status"], 405);
    EXPECT_EQ(field(service_.answer(call("GET", "/tap")), "Allow"), "POST");
    EXPECT_EQ(problem_of(call("GET", "/"))["status"], 404);
    PosRequest form = call("POST", "/tap", "reason=101");
    set(form, "content-type", "application/x-www-form-urlencoded");
    EXPECT_EQ(problem_of(form)["status"], 415);
    reply_.error = Error{ErrorCode::disk_full, "Nothing was saved: the lane's disk is full.", {}};
    EXPECT_EQ(problem_of(call("POST", "/tap", R"({"reason":"101"})"))["status"], 503);
    EXPECT_EQ(problem_of(call("POST", "/tap", R"({"reason":"101"})"))["type"], "/problems/disk-full");
}

TEST(Origin, HasNoPathAndNoCapitals) {
    for (const char* sound : {"https://pos.example", "http://localhost:8069", "http://192.168.1.20", "http://[::1]:8069"}) {
        EXPECT_TRUE(is_origin(sound)) << sound;
    }
    for (const char* wrong : {"", "null", "*", "pos.example", "https://", "https://pos.example/", "https://POS.example",
                              "ftp://pos.example", "https://a b"}) {
        EXPECT_FALSE(is_origin(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace tillnote::lane::test
