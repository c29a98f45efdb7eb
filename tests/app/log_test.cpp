#include "server/app/log.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>
#include <thread>
#include <vector>

namespace tillnote::app {
namespace {

/// What `act` logs at `level` and above, each line read as JSON; a line that is none throws.
template <typename Act>
std::vector<nlohmann::json> lines_of(std::string_view level, Act act) {
    testing::internal::CaptureStderr();
    start_log(level);
    act();
    start_log("error");
    std::istringstream text(testing::internal::GetCapturedStderr());
    std::vector<nlohmann::json> lines;
    for (std::string line; std::getline(text, line);) {
        lines.push_back(nlohmann::json::parse(line));
    }
    return lines;
}

TEST(Log, IsOneJsonObjectPerEventWithItsTimeLevelAndName) {
    const auto lines = lines_of("debug", [] {
        log_event(LogLevel::debug, "rollup", {{"store_days", std::int64_t{3}}});
        log_event(LogLevel::error, "commit_failed", {{"code", std::string("busy")}, {"ms", 1.5}});
    });
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].value("level", ""), "debug");
    EXPECT_EQ(lines[0].value("event", ""), "rollup");
    EXPECT_EQ(lines[0]["store_days"], 3);
    EXPECT_EQ(lines[1]["code"], "busy");
    EXPECT_EQ(lines[1]["ms"], 1.5);
    for (const auto& line : lines) {
        EXPECT_TRUE(line.value("at", "").ends_with('Z')) << line;
    }
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
    const auto log_all = [] {
        for (const auto level : {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error}) {
            log_event(level, "event");
        }
    };
    EXPECT_EQ(lines_of("debug", log_all).size(), 4U);
    EXPECT_EQ(lines_of("info", log_all).size(), 3U);
    EXPECT_EQ(lines_of("warning", log_all).size(), 2U);
    EXPECT_EQ(lines_of("error", log_all).size(), 1U);
}

TEST(Log, KeepsOneLineWhateverAValueHolds) {
    const std::string hostile = "a\nb\r\"}{\\ \xff\xc3 {} %s \x01";
    const auto lines = lines_of("info", [&] { log_event(LogLevel::info, "event", {{"what", hostile}}); });
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_TRUE(lines[0].value("what", "").starts_with("a\nb\r\"}{\\ ")) << lines[0];
    EXPECT_TRUE(lines[0].value("what", "").ends_with(" {} %s \x01")) << lines[0];
}

TEST(Log, TakesOnlyShortPlainWordsFromAPathThatNobodyKnows) {
    EXPECT_EQ(mask_long_segments("/v1/stores/oak-street/x"), "/v1/stores/oak-street/x");
    EXPECT_EQ(mask_long_segments("/unsubscribe/store-1.c2VjcmV0dG9rZW4/"), "/unsubscribe/*/");
    EXPECT_EQ(mask_long_segments("/a@b.cc/4111111111111111/caf\xc3\xa9//"), "/*/*/*//");
    EXPECT_EQ(mask_long_segments(""), "");
}

TEST(Log, LinesOfSeveralThreadsDoNotMix) {
    const auto lines = lines_of("info", [] {
        std::vector<std::thread> threads;
        for (std::int64_t thread = 0; thread < 4; ++thread) {
            threads.emplace_back([thread] {
                for (int count = 0; count < 200; ++count) {
                    log_event(LogLevel::info, "event", {{"thread", thread}, {"text", std::string(300, 'x')}});
                }
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
    });
    EXPECT_EQ(lines.size(), 800U);
}

}  // namespace
}  // namespace tillnote::app
