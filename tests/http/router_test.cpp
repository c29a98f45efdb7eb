#include "server/http/router.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tillnote::http {
namespace {

Handler answering(std::string text) {
    return [text](const Request& request, const Responder& answer) {
        auto body = text;
        for (const auto& [name, value] : request.parameters) {
            body.append(" ").append(name).append("=").append(value);
        }
        answer(
            {.status = 200, .content_type = "text/plain", .body = body + " " + std::string(request.route), .headers = {}});
    };
}

Response ask(const Router& router, Method method, std::string path) {
    Request request;
    request.method = method;
    request.path = std::move(path);
    Response got;
    router.handle(std::move(request), [&](Response response) { got = std::move(response); });
    return got;
}

std::string header(const Response& response, std::string_view wanted) {
    for (const auto& [name, value] : response.headers) {
        if (name == wanted) {
            return value;
        }
    }
    return {};
}

TEST(Router, PrefersFixedSegmentsOverParametersInWhateverOrderTheyWereAdded) {
    Router router;
    router.add(Method::get, "/stores/{store}/{day}", answering("page"));
    router.add(Method::get, "/stores/{store}/latest", answering("latest"));
    router.add(Method::get, "/stores/all/{day}", answering("all"));
    EXPECT_EQ(ask(router, Method::get, "/stores/s1/2026-11-22").body, "page store=s1 day=2026-11-22 /stores/{store}/{day}");
    EXPECT_EQ(ask(router, Method::get, "/stores/s1/latest").body, "latest store=s1 /stores/{store}/latest");
    EXPECT_EQ(ask(router, Method::get, "/stores/all/latest").body, "all day=latest /stores/all/{day}");
}

TEST(Router, FindsTheRouteOfTheMethodAmongPatternsThatFit) {
    Router router;
    router.add(Method::get, "/sessions/{id}", answering("one"));
    router.add(Method::delete_, "/sessions/current", answering("ended"));
    EXPECT_EQ(ask(router, Method::get, "/sessions/current").body, "one id=current /sessions/{id}");
    EXPECT_EQ(ask(router, Method::delete_, "/sessions/current").body, "ended /sessions/current");
}

TEST(Router, ListsAllMethodsOfThePathInAllow) {
    Router router;
    router.add(Method::post, "/goals", answering("made"));
    router.add(Method::get, "/goals", answering("list"));
    const auto response = ask(router, Method::put, "/goals");
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(header(response, "Allow"), "GET, HEAD, POST");
}

TEST(Router, Answers404ForAnUnknownPathAndNamesIt) {
    Router router;
    router.add(Method::get, "/goals/{id}", answering("one"));
    for (const std::string path : {"/", "/goal", "/goals", "/goals/", "/goals/1/2", "//goals/1"}) {
        const auto response = ask(router, Method::get, path);
        EXPECT_EQ(response.status, 404) << path;
        EXPECT_NE(response.body.find(path), std::string::npos) << response.body;
    }
}

TEST(Router, AnswersHeadByTheHandlerOfGet) {
    Router router;
    router.add(Method::get, "/", answering("root"));
    EXPECT_EQ(ask(router, Method::head, "/").body, "root /");
}

TEST(Router, RejectsRoutesThatCannotBeMeant) {
    Router router;
    router.add(Method::get, "/a", answering("a"));
    EXPECT_THROW(router.add(Method::get, "/a", answering("b")), std::logic_error);
    EXPECT_THROW(router.add(Method::get, "a", answering("b")), std::logic_error);
    EXPECT_THROW(router.add(Method::get, "/{}", answering("b")), std::logic_error);
    EXPECT_THROW(router.add(Method::head, "/b", answering("b")), std::logic_error);
    EXPECT_NO_THROW(router.add(Method::post, "/a", answering("b")));
    ASSERT_EQ(router.routes().size(), 2U);
    EXPECT_EQ(router.routes()[1].first, Method::post);
    EXPECT_EQ(router.routes()[1].second, "/a");
}

}  // namespace
}  // namespace tillnote::http
