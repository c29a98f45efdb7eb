#include "server/http/message.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tillnote::http {
namespace {

Request sample() {
    Request request;
    request.headers = {{"accept", "text/html"},
                       {"cookie", "a=1; session=abc=def;b = 2"},
                       {"accept", "application/json"},
                       {"cookie", "last=z; a=9; quoted=\"q\""}};
    request.query = {{"edition", "2"}, {"edition", "3"}, {"empty", ""}};
    request.parameters = {{"store", "s1"}};
    return request;
}

TEST(Request, JoinsAHeaderGivenTwice) {
    EXPECT_EQ(sample().find_header("accept"), "text/html, application/json");
    EXPECT_EQ(sample().find_header("host"), std::nullopt);
}

TEST(Request, FindsTheFirstQueryValueOfAName) {
    EXPECT_EQ(sample().find_query("edition"), "2");
    EXPECT_EQ(sample().find_query("empty"), "");
    EXPECT_EQ(sample().find_query("other"), std::nullopt);
}

TEST(Request, FindsCookiesByTheirExactName) {
    const auto request = sample();
    EXPECT_EQ(request.find_cookie("a"), "1");
    EXPECT_EQ(request.find_cookie("session"), "abc=def");
    EXPECT_EQ(request.find_cookie("last"), "z");
    EXPECT_EQ(request.find_cookie("quoted"), "\"q\"");
    EXPECT_EQ(request.find_cookie("sess"), std::nullopt);
    EXPECT_EQ(request.find_cookie("SESSION"), std::nullopt);
    EXPECT_EQ(request.find_cookie(""), std::nullopt);
}

TEST(Request, TreatsAMissingParameterAsABug) {
    EXPECT_EQ(sample().get_parameter("store"), "s1");
    EXPECT_THROW(static_cast<void>(sample().get_parameter("day")), std::logic_error);
}

TEST(Response, OfARedirectIsSeeOther) {
    const auto response = redirect_response("/sign-in");
    EXPECT_EQ(response.status, 303);
    ASSERT_EQ(response.headers.size(), 1U);
    EXPECT_EQ(response.headers.front(), (std::pair<std::string, std::string>("Location", "/sign-in")));
}

}  // namespace
}  // namespace tillnote::http
