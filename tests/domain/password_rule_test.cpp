#include "server/domain/password_rule.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tillnote::domain {
namespace {

bool takes(std::string_view password, std::string_view email = "m.oak@shop.example") {
    return check_new_password(password, email).has_value();
}

TEST(PasswordRule, AsksForLengthAndNotForComposition) {
    EXPECT_FALSE(takes("Xk9!aPq2#Lw"));
    EXPECT_TRUE(takes("purple lamp eats tuesday"));
    EXPECT_TRUE(takes("zwölf grüne frösche"));
    EXPECT_TRUE(takes("kqzfmwpxbvtr"));
    EXPECT_FALSE(takes("öäüßöäüßöäü")) << "eleven characters, though 22 bytes";
    EXPECT_TRUE(takes("grün wölfe trinken öl " + std::string(990, 'x')));
    EXPECT_FALSE(takes("a b c d e f " + std::string(1'020, 'x')));
}

TEST(PasswordRule, RefusesWhatIsGuessedFirst) {
    for (const char* password :
         {"passwordpassword", "password1234",  "PASSWORD!!!!",  "P4ssw0rd2024!",  "qwertyuiop123",
          "iloveyou2024",     "abcdefghijkl",  "sunshine2023!", "welcome12345",   "correcthorsebatterystaple",
          "monkeymonkey",     "teamomucho123", "contraseña123", "supermarket1!",  "tillnote2026!!",
          "aaaaaaaaaaaaa",    "1q2w3e4r5t6y",  "1qaz2wsx3edc",  "!QAZ@WSX#EDC",   "aabbccddeeff",
          "Summer2026!!!",    "Otoño2025....", "michaeljordan", "Monday1234567!", "lunes-martes-1",
          "maria garcia 1987"}) {
        EXPECT_FALSE(takes(password)) << password;
    }
}

TEST(PasswordRule, RefusesDigitsAlone) {
    for (const char* number :
         {"098765432109", "147258369147", "839201758264", "555 010 7731 42", "+34 600 193 482", "24/12/1985 1"}) {
        EXPECT_FALSE(takes(number)) << number;
    }
}

TEST(PasswordRule, RefusesTheNamesOfTheAddress) {
    EXPECT_FALSE(takes("bartholomew123", "bartholomew@shop.example"));
    EXPECT_FALSE(takes("Bartholomew!!!", "bartholomew@shop.example"));
    EXPECT_FALSE(takes("Freshmarkt2026", "m.oak@freshmarkt.example"));
    EXPECT_TRUE(takes("bartholomew eats tuesday", "bartholomew@shop.example"));
    EXPECT_TRUE(takes("bartholomew kq", "m.oak@shop.example"));
}

TEST(PasswordRule, SaysWhichFieldAndWhatToDo) {
    const auto refused = check_new_password("short", "m@shop.example");
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_field);
    EXPECT_EQ(refused.error().field, "password");
    EXPECT_NE(refused.error().detail.find("12 characters"), std::string::npos);
}

TEST(PasswordRule, TakesWhatAPasswordManagerMakes) {
    constexpr std::string_view characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&*+-?@";
    std::mt19937 random(20'261'128);
    std::uniform_int_distribution<std::size_t> any(0, characters.size() - 1);
    for (int round = 0; round < 20'000; ++round) {
        std::string password(16, ' ');
        for (char& letter : password) {
            letter = characters[any(random)];
        }
        ASSERT_TRUE(takes(password)) << password;
    }
}

}  // namespace
}  // namespace tillnote::domain
