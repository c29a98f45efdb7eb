#include "lane-client/http_token.hpp"

#include "tests/lane-client/lane_fixture.hpp"

#include <set>
#include <thread>
#include <vector>

#include <sys/stat.h>

namespace tillnote::lane::test {
namespace {

TEST(HttpToken, IsMadeOnceAndReadableByItsUserOnly) {
    const TemporaryFolder folder;
    const auto state = StateFolder::open(folder.path()).value();
    const std::string token = get_http_token(state).value();
    EXPECT_EQ(token.size(), 43U);
    EXPECT_EQ(get_http_token(state).value(), token);
    struct ::stat about{};
    ASSERT_EQ(::stat(state.http_token_file().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST(HttpToken, IsTheSameForAllWhoAskAtOnce) {
    const TemporaryFolder folder;
    const auto state = StateFolder::open(folder.path()).value();
    std::vector<std::string> tokens(8);
    std::vector<std::thread> asking;
    for (std::string& token : tokens) {
        asking.emplace_back([&] { token = get_http_token(state).value(); });
    }
    for (std::thread& thread : asking) {
        thread.join();
    }
    EXPECT_EQ(std::set<std::string>(tokens.begin(), tokens.end()).size(), 1U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1) << "no drafts are left";
}

TEST(HttpToken, SaysWhatToDoWhenItsFileIsDamaged) {
    const TemporaryFolder folder;
    const auto state = StateFolder::open(folder.path()).value();
    ASSERT_TRUE(write_small_file(state.http_token_file(), "short\n"));
    const auto token = get_http_token(state);
    ASSERT_FALSE(token);
    EXPECT_NE(token.error().detail.find("Remove it"), std::string::npos);
}

}  // namespace
}  // namespace tillnote::lane::test
