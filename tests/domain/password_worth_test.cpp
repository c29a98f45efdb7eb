#include "server/domain/password_worth.hpp"

#include "server/domain/common_passwords_text.hpp"
#include "server/domain/common_words.hpp"
#include "server/domain/keyboard_run.hpp"

#include <gtest/gtest.h>

#include <array>
#include <sstream>
#include <string>
#include <vector>

namespace tillnote::domain {
namespace {

int worth(std::string_view password) {
    return password_worth(password, {});
}

std::vector<std::string> words_of_the_list() {
    std::vector<std::string> words;
    std::istringstream lines{std::string(common_passwords_text())};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream parts(line.starts_with('#') ? "" : line);
        for (std::string word; parts >> word;) {
            words.push_back(word);
        }
    }
    return words;
}

TEST(PasswordWorth, AddsUpTheCheapestReading) {
    EXPECT_EQ(worth(""), 0);
    EXPECT_EQ(worth("password"), 4);
    EXPECT_EQ(worth("p4$$w0rd"), 4);
    EXPECT_EQ(worth("1oving"), 11) << "no word: a digit and five letters";
    EXPECT_EQ(worth("f1sh"), 4) << "1 for i";
    EXPECT_EQ(worth("app1e"), 4) << "1 for l";
    EXPECT_EQ(worth("password 1234"), 6);
    EXPECT_EQ(worth("1234love"), 6) << "the run ends where the word begins";
    EXPECT_EQ(worth("1q2w3e4r5t6y"), 3);
    EXPECT_EQ(worth("summer2026"), 6);
    EXPECT_EQ(worth("summer2126"), 8) << "no year: 4 and four digits";
    EXPECT_EQ(worth("kz"), 4);
    EXPECT_EQ(worth("ñü"), 4) << "two characters of two bytes each";
    EXPECT_EQ(worth("kzkzkzkz"), worth("kz"));
}

TEST(PasswordWorth, CountsTheNamesItIsGivenAsWords) {
    const std::array<std::string, 1> names{"bartholomewandsonsofoakstreet"};
    EXPECT_EQ(password_worth("bartholomewandsonsofoakstreet", names), 4);
    EXPECT_GT(worth("bartholomewandsonsofoakstreet"), password_worth_min);
}

TEST(PasswordWorth, LooksAtTheBeginningOfALongOne) {
    std::string text;
    for (int index = 0; index < 512; ++index) {
        text.push_back(static_cast<char>('a' + index * index % 26));
    }
    EXPECT_EQ(worth(text), worth(text.substr(0, 64)));
}

TEST(PasswordWorth, IsTooSmallForEveryPairOfListedWordsWithAYearAndASign) {
    const auto words = words_of_the_list();
    ASSERT_GT(count_common_words(), 1'000U);
    // Every word before every fiftieth one: some 30,000 pairs.
    for (std::size_t first = 0; first < words.size(); ++first) {
        for (std::size_t second = first % 50; second < words.size(); second += 50) {
            const std::string password = words[first] + words[second] + "2026!";
            ASSERT_LT(worth(password), password_worth_min) << password;
        }
    }
}

TEST(PasswordWorth, KnowsEveryWordInLowerCase) {
    for (const auto& word : words_of_the_list()) {
        EXPECT_TRUE(is_common_word(word)) << word;
        EXPECT_LE(word.size(), longest_common_word());
        EXPECT_EQ(word.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), std::string::npos) << word;
    }
}

TEST(KeyboardRuns, AreStraightAlongKeysLettersAndDigits) {
    for (const char* run :
         {"qwertyuiop", "poiuy", "1qaz", "zaq1", "abcdef", "fedcba", "7890123", "147", "159", "aaaa", "!@#$"}) {
        EXPECT_EQ(keyboard_runs(run).straight, std::string_view(run).size()) << run;
        EXPECT_EQ(keyboard_runs(run).zigzag, std::string_view(run).size()) << run;
    }
    EXPECT_EQ(keyboard_runs("").straight, 0U);
    EXPECT_EQ(keyboard_runs("q").straight, 1U);
    EXPECT_EQ(keyboard_runs("qm").straight, 1U);
    EXPECT_EQ(keyboard_runs("abcp").straight, 3U);
    EXPECT_EQ(keyboard_runs("qwertz").straight, 5U);
    EXPECT_EQ(keyboard_runs("ññ").straight, 1U) << "bytes are not keys";
}

TEST(KeyboardRuns, GoToAndFroInTwoKindsOfSteps) {
    for (const char* run : {"1q2w3e4r5t", "aabbccdd", "asdfvbn", "zaqwsxedc"}) {
        const auto runs = keyboard_runs(run);
        EXPECT_LT(runs.straight, 5U) << run;
        EXPECT_EQ(runs.zigzag >= 4, true) << run;
    }
    EXPECT_EQ(keyboard_runs("1q2w3e4r5t").zigzag, 10U);
    EXPECT_EQ(keyboard_runs("rderrre4").zigzag, 3U) << "neighbours, but every way";
}

}  // namespace
}  // namespace tillnote::domain
