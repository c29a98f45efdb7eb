#include "tests/http/tls_test_server.hpp"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

namespace tillnote::http {
namespace {

class TlsReload : public TlsTest {};

TEST_F(TlsReload, KeepsOpenConnectionsAndShowsNewOnesTheNewCertificate) {
    TestServer server({}, {}, fresh_context());
    auto old = server.connect();
    const auto before = old.start_tls(offer());
    ASSERT_TRUE(before);
    old.send(get("/held"));
    ASSERT_TRUE(comes_true([&] { return server.held_count() == 1; }));
    auto shaking = server.connect();
    ASSERT_TRUE(comes_true([&] { return server.server().connection_count() == 2; }));

    server.server().use_tls(fresh_context());

    EXPECT_TRUE(comes_true([&] {
        auto fresh = server.connect();
        const auto after = fresh.start_tls(offer());
        return after && after->serial != before->serial;
    }));
    const auto between = shaking.start_tls(offer());
    ASSERT_TRUE(between) << "accepted before, shaken hands with after: " << shaking.tls_failure();
    EXPECT_EQ(between->serial, before->serial);
    server.release(json_response(200, "{}"));
    EXPECT_EQ(old.receive()->body, "{}");
    old.send(get("/hello"));
    EXPECT_EQ(old.receive()->body, "hello");
}

TEST_F(TlsReload, LosesNoRequestUnderLoad) {
    TestServer server({}, {}, fresh_context());
    std::atomic<bool> done{false};
    std::atomic<int> wrong{0};
    std::atomic<int> asked{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([&, number] {
            auto kept = server.connect();
            wrong += kept.start_tls(offer()) ? 0 : 1;
            while (!done) {
                kept.send(post("/echo", std::to_string(number)));
                const auto response = kept.receive();
                wrong += response && response->body == std::to_string(number) ? 0 : 1;
                const auto fresh = ask(server, get("/hello"));
                wrong += fresh && fresh->body == "hello" ? 0 : 1;
                ++asked;
            }
        });
    }
    std::set<std::string> seen;
    for (int round = 0; round < 20; ++round) {
        const int before = asked;
        server.server().use_tls(fresh_context());
        auto client = server.connect();
        const auto agreed = client.start_tls(offer());
        ASSERT_TRUE(agreed);
        seen.insert(agreed->serial);
        EXPECT_TRUE(comes_true([&] { return asked > before; }));
    }
    done = true;
    std::ranges::for_each(threads, &std::thread::join);
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(seen.size(), 20U);
}

}  // namespace
}  // namespace tillnote::http
