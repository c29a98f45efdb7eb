#include "server/routes/cookies.hpp"

#include <gtest/gtest.h>

namespace tillnote::routes {
namespace {

http::Request request_with(const std::string& cookie, bool secure) {
    http::Request request;
    request.headers.emplace_back("cookie", cookie);
    request.secure = secure;
    return request;
}

TEST(OwnCookies, AreBoundToTheHostAndToTlsWhereThereIsTls) {
    const auto secure = request_with("", true);
    EXPECT_EQ(make_own_cookie(secure, session_cookie, "abc"),
              "__Host-tillnote_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
    EXPECT_EQ(make_own_cookie(secure, session_cookie, "", "; Max-Age=0"),
              "__Host-tillnote_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure");
    EXPECT_EQ(make_own_cookie(request_with("", false), session_cookie, "abc"),
              "tillnote_session=abc; Path=/; HttpOnly; SameSite=Lax");
}

TEST(OwnCookies, AreFoundUnderTheirOneNameOnly) {
    const std::string both = "tillnote_session=planted; __Host-tillnote_session=ours";
    EXPECT_EQ(find_own_cookie(request_with(both, true), session_cookie), "ours");
    EXPECT_EQ(find_own_cookie(request_with("tillnote_session=planted", true), session_cookie), std::nullopt);
    EXPECT_EQ(find_own_cookie(request_with(both, false), session_cookie), "planted");
    EXPECT_EQ(find_own_cookie(request_with("__Host-tillnote_session=ours", false), session_cookie), std::nullopt);
}

}  // namespace
}  // namespace tillnote::routes
