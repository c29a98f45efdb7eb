#include "lane-client/unix_socket.hpp"

#include "tests/lane-client/lane_fixture.hpp"

#include <future>
#include <vector>

namespace tillnote::lane::test {
namespace {

TEST(UnixSocket, ConnectsAtOnceOrNotAtAll) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "agent.sock";
    EXPECT_FALSE(connect_at_once(file).is_open()) << "nobody is there";
    const Descriptor listening = listen_at(file).value();
    std::vector<Descriptor> waiting;
    waiting.push_back(connect_at_once(file));
    EXPECT_TRUE(waiting.back().is_open());
    // Nobody accepts: the kernel's queue fills up, and then a connect that waits would do so for seconds.
    auto filled = std::async(std::launch::async, [&] {
        while (waiting.back().is_open() && waiting.size() < 1000) {
            waiting.push_back(connect_at_once(file));
        }
        return waiting.size();
    });
    ASSERT_EQ(filled.wait_for(std::chrono::seconds{4}), std::future_status::ready);
    EXPECT_LT(filled.get(), 1000U);
}

}  // namespace
}  // namespace tillnote::lane::test
