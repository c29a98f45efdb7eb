#include "server/routes/language.hpp"

#include <gmock/gmock.h>

namespace tillnote::routes {
namespace {

using domain::Language;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

http::Request asking(const std::string& query, const std::string& cookie, const std::string& accepted) {
    http::Request request;
    if (!query.empty()) {
        request.query.emplace_back("lang", query);
    }
    if (!cookie.empty()) {
        request.headers.emplace_back("cookie", cookie);
    }
    request.headers.emplace_back("accept-language", accepted);
    return request;
}

TEST(PageLanguage, IsTheChosenOneThenTheKeptOneThenTheBrowsers) {
    EXPECT_EQ(language_of(asking("es", "tillnote_lang=en", "en")), Language::spanish);
    EXPECT_EQ(language_of(asking("", "tillnote_lang=es", "en")), Language::spanish);
    EXPECT_EQ(language_of(asking("", "", "es-MX,es;q=0.9,en;q=0.8")), Language::spanish);
    EXPECT_EQ(language_of(asking("", "", "")), Language::english);
    EXPECT_EQ(language_of(asking("fr", "tillnote_lang=de", "es")), Language::spanish)
        << "what there is not counts for nothing";
}

TEST(PageLanguage, IsKeptInACookieOnlyWhenItWasChosen) {
    http::Response chosen;
    remember_language(asking("es", "", "en"), chosen);
    ASSERT_EQ(chosen.headers.size(), 1U);
    EXPECT_EQ(chosen.headers[0].first, "Set-Cookie");
    EXPECT_THAT(chosen.headers[0].second, HasSubstr("tillnote_lang=es; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000"));
    http::Response other;
    remember_language(asking("", "tillnote_lang=es", "en"), other);
    remember_language(asking("x\r\nSet-Cookie: a=b", "", "en"), other);
    EXPECT_THAT(other.headers, IsEmpty());
}

}  // namespace
}  // namespace tillnote::routes
