#include "tests/http/test_server.hpp"
#include "tests/http/tls_test_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tillnote::http {
namespace {

using testing::HasSubstr;

constexpr const char* proxy = "127.0.0.1";
constexpr const char* stranger = "127.0.0.2";

void trust_proxy(ServerOptions& options) {
    options.proxies = {*Network::parse(proxy)};
}

class Proxied : public testing::Test {
protected:
    RawResponse ask(const char* source, const std::string& headers) {
        auto client = server.connect(0, source);
        client.send(get("/who", headers));
        return client.receive().value_or(RawResponse{});
    }

    TestServer server{{}, {}, nullptr, trust_proxy};
};

TEST_F(Proxied, ARequestIsItsClients) {
    const auto answer = ask(proxy, "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n");
    EXPECT_EQ(answer.body, "192.0.2.7 over TLS by proxy");
    EXPECT_NE(answer.header("strict-transport-security"), "");
    EXPECT_EQ(ask(proxy, "X-Forwarded-Proto: https\r\n").body, "127.0.0.1 over TLS by proxy");
}

TEST_F(Proxied, NobodyIsServedInClearThroughIt) {
    // The last ones are a proxy on this machine that says nothing of its client, who may be anybody.
    for (const std::string client : {"X-Forwarded-For: 2001:db8::7\r\n", "X-Forwarded-For: 127.0.0.1\r\n", ""}) {
        const auto in_clear = ask(proxy, client + "X-Forwarded-Proto: http\r\n");
        EXPECT_EQ(in_clear.status, 421) << client;
        EXPECT_THAT(in_clear.body, HasSubstr("begin the address with https://"));
        EXPECT_EQ(in_clear.header("strict-transport-security"), "");
        const auto unsaid = ask(proxy, client);
        EXPECT_EQ(unsaid.status, 400) << client;
        EXPECT_THAT(unsaid.body, HasSubstr("The proxy must set X-Forwarded-Proto"));
        EXPECT_EQ(unsaid.header("connection"), "close");
    }
}

TEST_F(Proxied, ItsProbesNeedNoHeaders) {
    for (const std::string headers : {"", "X-Forwarded-Proto: http\r\n"}) {
        auto client = server.connect(0, proxy);
        client.send(get("/health", headers));
        EXPECT_EQ(client.receive().value_or(RawResponse{}).body, "ok") << headers;
    }
    EXPECT_EQ(server.ask("GET /health HTTP/1.0\r\n\r\n")->status, 200);
}

TEST_F(Proxied, NobodyElseIsBelieved) {
    const auto answer = ask(stranger, "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n");
    EXPECT_EQ(answer.body, "127.0.0.2 in clear");
    EXPECT_EQ(answer.header("strict-transport-security"), "");
    EXPECT_EQ(ask(stranger, "X-Forwarded-For: garbage\r\nX-Forwarded-Proto: on\r\n").body, "127.0.0.2 in clear");
    EXPECT_EQ(ask(stranger, "Forwarded: for=192.0.2.7;proto=https\r\n").body, "127.0.0.2 in clear");
    EXPECT_EQ(ask(proxy, "Forwarded: for=192.0.2.7;proto=https\r\nX-Forwarded-Proto: https\r\n").body,
              "127.0.0.1 over TLS by proxy");
}

TEST_F(Proxied, WhatAProxyWritesWronglyIsRefused) {
    for (const std::string headers :
         {"X-Forwarded-For: garbage\r\n", "X-Forwarded-For:\r\n",
          "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-For: unknown\r\n",
          "X-Forwarded-Proto: https\r\nX-Forwarded-Proto: https\r\n", "X-Forwarded-Proto: https, http\r\n"}) {
        const auto answer = ask(proxy, headers);
        EXPECT_EQ(answer.status, 400) << headers;
        EXPECT_EQ(answer.header("connection"), "close");
        EXPECT_NE(answer.body.find("X-Forwarded-"), std::string::npos) << answer.body;
    }
}

TEST_F(Proxied, OneConnectionCarriesManyClients) {
    auto client = server.connect(0, proxy);
    const auto who = [&](const std::string& headers) {
        client.send(get("/who", headers));
        return client.receive().value_or(RawResponse{});
    };
    EXPECT_EQ(who("X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n").body, "192.0.2.7 over TLS by proxy");
    EXPECT_EQ(who("X-Forwarded-Proto: https\r\n").body, "127.0.0.1 over TLS by proxy");
    const auto next = who("X-Forwarded-For: 192.0.2.8\r\n");
    EXPECT_EQ(next.status, 400) << "nothing is left of the one before";
    EXPECT_EQ(next.header("strict-transport-security"), "");
}

class ProxiedOverTls : public TlsTest {};

TEST_F(ProxiedOverTls, TheProxySaysHowItsClientCame) {
    TestServer server({}, {}, fresh_context(), trust_proxy);
    const auto who = [&](const std::string& headers) { return ask(server, get("/who", headers)).value_or(RawResponse{}); };
    EXPECT_EQ(who("X-Forwarded-For: 192.0.2.7\r\n").body, "192.0.2.7 over TLS by proxy");
    const auto in_clear = who("X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: http\r\n");
    EXPECT_EQ(in_clear.status, 421);
    EXPECT_EQ(in_clear.header("strict-transport-security"), "");
}

TEST(ProxiedInClear, OnlyTheProxyIsAnswered) {
    TestServer server({}, {}, nullptr, [](ServerOptions& options) {
        trust_proxy(options);
        options.admitted = options.proxies;
    });
    auto admitted = server.connect(0, proxy);
    admitted.send(get("/who", "X-Forwarded-Proto: https\r\n"));
    EXPECT_EQ(admitted.receive()->status, 200);
    auto refused = server.connect(0, stranger);
    refused.send(get("/who"));
    const auto answer = refused.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 421);
    EXPECT_EQ(answer->header("connection"), "close");
}

}  // namespace
}  // namespace tillnote::http
