#include "server/http/forwarded.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tillnote::http {
namespace {

using Lines = std::vector<std::string>;

class ForwardedBy : public testing::Test {
protected:
    Result<Forwarded> read(const Lines& lines, const Lines& protocols = {}) const {
        std::vector<std::pair<std::string, std::string>> headers{{"host", "tillnote.example"}};
        for (const auto& line : lines) {
            headers.emplace_back("x-forwarded-for", line);
        }
        for (const auto& protocol : protocols) {
            headers.emplace_back("x-forwarded-proto", protocol);
        }
        return read_forwarded(headers, *parse_address("10.0.0.1"), proxies);
    }
    std::string client_of(const Lines& lines) const {
        const auto found = read(lines);
        return found ? to_text(found->client) : "refused";
    }

    Networks proxies{*Network::parse("10.0.0.0/24"), *Network::parse("fd00::/64")};
};

TEST_F(ForwardedBy, AProxyTheClientIsTheLastThatIsNone) {
    EXPECT_EQ(client_of({}), "10.0.0.1") << "the proxy itself, looking after our health";
    EXPECT_EQ(client_of({"192.0.2.7"}), "192.0.2.7");
    EXPECT_EQ(client_of({"192.0.2.7, 10.0.0.2"}), "192.0.2.7") << "two proxies in a row";
    EXPECT_EQ(client_of({"192.0.2.7,10.0.0.2,\t10.0.0.3"}), "192.0.2.7");
    EXPECT_EQ(client_of({"10.0.0.3, 10.0.0.2"}), "10.0.0.3") << "proxies all the way";
    EXPECT_EQ(client_of({"192.0.2.7, fd00::2"}), "192.0.2.7");
    EXPECT_EQ(client_of({"2001:db8::7"}), "2001:db8::7");
}

TEST_F(ForwardedBy, AClientThatWritesTheHeaderItselfGainsNothing) {
    EXPECT_EQ(client_of({"127.0.0.1, 192.0.2.7"}), "192.0.2.7");
    EXPECT_EQ(client_of({"10.0.0.9, 192.0.2.7"}), "192.0.2.7") << "also by naming a proxy";
    EXPECT_EQ(client_of({"<script>, , 192.0.2.7"}), "192.0.2.7") << "what is not looked at may be anything";
    EXPECT_EQ(client_of({std::string(8'000, ','), "192.0.2.7"}), "192.0.2.7");
}

TEST_F(ForwardedBy, SeveralLinesAreOneList) {
    EXPECT_EQ(client_of({"198.51.100.1", "192.0.2.7"}), "192.0.2.7");
    EXPECT_EQ(client_of({"192.0.2.7", "10.0.0.2"}), "192.0.2.7");
    EXPECT_EQ(client_of({"192.0.2.7, 10.0.0.2", "10.0.0.3, 10.0.0.4"}), "192.0.2.7");
    EXPECT_EQ(client_of({"garbage", "192.0.2.7, 10.0.0.2"}), "192.0.2.7");
}

TEST_F(ForwardedBy, APortAndBracketsAreNoPartOfTheAddress) {
    EXPECT_EQ(client_of({"192.0.2.7:50123"}), "192.0.2.7");
    EXPECT_EQ(client_of({"[2001:db8::7]"}), "2001:db8::7");
    EXPECT_EQ(client_of({"[2001:db8::7]:50123"}), "2001:db8::7");
    EXPECT_EQ(client_of({"::ffff:192.0.2.7"}), "192.0.2.7") << "one address, one form";
}

TEST_F(ForwardedBy, WhatAProxyWritesMustBeAnAddress) {
    for (const std::string text :
         {"", ",", "192.0.2.7,", "unknown", "_hidden", "192.0.2.7 10.0.0.2", "192.0.2", "192.0.2.7:", "192.0.2.7:x",
          "192.0.2.7:123456", "[192.0.2.7]", "[2001:db8::7", "[2001:db8::7]50123", "2001:db8::7]", "\"192.0.2.7\"",
          "for=192.0.2.7", "192.0.2.7;proto=https", "garbage, 10.0.0.2", "fe80::1%eth0"}) {
        const auto found = read({text});
        ASSERT_FALSE(found) << text;
        EXPECT_EQ(found.error().code, ErrorCode::malformed_request);
        EXPECT_EQ(found.error().field, "X-Forwarded-For");
    }
    EXPECT_FALSE(read({"192.0.2.7", ""})) << "the last line counts";
}

TEST_F(ForwardedBy, ManyProxiesInARowAreALoop) {
    std::string list = "192.0.2.7";
    for (int hop = 1; hop < proxies_in_a_row_max; ++hop) {
        list += ", 10.0.0.2";
    }
    EXPECT_EQ(client_of({list}), "192.0.2.7");
    EXPECT_EQ(client_of({list + ", 10.0.0.2"}), "refused");
}

TEST_F(ForwardedBy, TheProtocolIsSaidOnceAndPlainly) {
    EXPECT_EQ(read({"192.0.2.7"})->secure, std::nullopt);
    EXPECT_EQ(read({"192.0.2.7"}, {"https"})->secure, true);
    EXPECT_EQ(read({}, {"HTTPS"})->secure, true);
    EXPECT_EQ(read({}, {"http"})->secure, false);
    for (const Lines& protocols : {Lines{"https", "https"}, Lines{"http", "https"}, Lines{"https, http"}, Lines{""},
                                   Lines{"on"}, Lines{"httpsx"}, Lines{"https "}}) {
        const auto found = read({"192.0.2.7"}, protocols);
        ASSERT_FALSE(found) << protocols.front();
        EXPECT_EQ(found.error().field, "X-Forwarded-Proto");
    }
}

}  // namespace
}  // namespace tillnote::http
