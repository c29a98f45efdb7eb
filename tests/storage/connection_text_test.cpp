#include "server/storage/connection_text.hpp"

#include "tests/support/secret_file.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace tillnote::storage {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Shown {
    const char* text;
    const char* shown;
};

TEST(ConnectionText, HidesEveryPasswordThatLibpqWouldRead) {
    for (const auto& [text, shown] : {
             Shown{"host=h password=secret user=u", "host=h password=*** user=u"},
             Shown{"password = secret", "password = ***"},
             Shown{R"(password='se\'c ret' user=u)", "password=*** user=u"},
             Shown{R"(password=se\ cret user=u)", "password=*** user=u"},
             Shown{"password=se&cret user=u", "password=*** user=u"},
             Shown{"password='secret'user=u", "password=***user=u"},
             Shown{"sslpassword=secret sslkey=/k", "sslpassword=*** sslkey=/k"},
             Shown{"PASSWORD=secret", "PASSWORD=***"},
             Shown{"password_file=/etc/p user=password", "password_file=/etc/p user=password"},
             Shown{"postgresql://u:secret@h:5432/db?sslmode=verify-full",
                   "postgresql://u:***@h:5432/db?sslmode=verify-full"},
             Shown{"postgresql://u:s%40c%2Fret@h/db", "postgresql://u:***@h/db"},
             Shown{"postgresql://u:s?cret@h/db", "postgresql://u:***@h/db"},
             Shown{"postgres://h/db?user=u&password=s%20cret&sslmode=require",
                   "postgres://h/db?user=u&password=***&sslmode=require"},
             Shown{"postgres://h/db?%70assword=secret", "postgres://h/db?%70assword=***"},
             Shown{"postgresql://u@h?password=se@cret", "postgresql://u@h?password=***"},
             Shown{"postgresql://u:secret@h?user=a@b", "postgresql://u:***@h?user=a@b"},
             Shown{"postgresql://u@[::1]:5432/db", "postgresql://u@[::1]:5432/db"},
             Shown{"smtps://u:secret@m.example:465", "smtps://u:***@m.example:465"},
             Shown{"smtp://m.example:587", "smtp://m.example:587"},
             Shown{"", ""},
         }) {
        EXPECT_EQ(hide_passwords(text), shown) << text;
        EXPECT_EQ(holds_password(text), std::string(shown).find("***") != std::string::npos) << text;
    }
}

TEST(ConnectionText, HidesWhatCannotBeUnderstood) {
    for (const auto& [text, shown] : {
             Shown{"user=u password=my secret", "user=u password=*** ***"},
             Shown{"user=u password='secret", "user=u ***"},
             Shown{"secret", "***"},
             Shown{"postgresql://u:se@cret@h/db", "postgresql://u:***"},
             Shown{"postgresql://u:se/cret@h/db", "postgresql://u:***"},
             Shown{"postgresql://u:secret%4@h/db", "postgresql://u:***"},
             Shown{"postgresql://h/db?password=%zzsecret", "postgresql://h/db?***"},
             Shown{"postgresql://h/db?secret", "postgresql://h/db?***"},
         }) {
        EXPECT_EQ(hide_passwords(text), shown) << text;
        const auto refused = with_password(text);
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().code, ErrorCode::invalid_field);
        EXPECT_THAT(refused.error().detail, Not(HasSubstr("secret")));
    }
}

TEST(ConnectionText, TakesThePasswordFromTheFileThatItNames) {
    const test::TemporaryFolder folder;
    const auto file = test::write_secret(folder.path() / "p", "it's a \\ se%cret\n");
    EXPECT_EQ(*with_password("host=h password_file=" + file + " user=u"), R"(host=h password='it\'s a \\ se%cret' user=u)");
    EXPECT_EQ(*with_password("postgresql://u@h/db?password_file=" + file + "&sslmode=require"),
              "postgresql://u@h/db?password=%69%74%27%73%20%61%20%5C%20%73%65%25%63%72%65%74&sslmode=require");
    EXPECT_EQ(*with_password("host=h user=u"), "host=h user=u");
    EXPECT_EQ(*with_password(""), "");
    EXPECT_THAT(with_password("host=h password_file=/nowhere/p").error().detail, HasSubstr("/nowhere/p"));
    std::filesystem::permissions(file, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
    EXPECT_THAT(with_password("password_file=" + file).error().detail, HasSubstr("chmod 640"));
}

TEST(ConnectionText, SaysWhereEachSettingStands) {
    const std::string text = "host = 'a b'  user=u";
    const auto read = read_connection_text(text);
    EXPECT_FALSE(read.is_address);
    EXPECT_EQ(read.understood, text.size());
    ASSERT_EQ(read.settings.size(), 2U);
    EXPECT_EQ(read.settings[0].name, "host");
    EXPECT_EQ(read.settings[0].value, "a b");
    EXPECT_EQ(text.substr(read.settings[0].begin, read.settings[0].end - read.settings[0].begin), "host = 'a b'");
    EXPECT_EQ(text.substr(read.settings[1].value_begin), "u");
}

}  // namespace
}  // namespace tillnote::storage
