#include "server/http/address.hpp"

#include <gtest/gtest.h>

namespace tillnote::http {
namespace {

TEST(AnAddress, HasOneForm) {
    EXPECT_EQ(parse_address("192.0.2.1"), parse_address("::ffff:192.0.2.1"));
    EXPECT_EQ(parse_address("2001:DB8::1"), parse_address("2001:db8:0:0:0:0:0:1"));
    EXPECT_EQ(to_text(*parse_address("::ffff:192.0.2.1")), "192.0.2.1");
    EXPECT_EQ(to_text(*parse_address("2001:DB8:0::1")), "2001:db8::1");
    EXPECT_NE(parse_address("192.0.2.1"), parse_address("::192.0.2.1"));
}

TEST(AnAddress, IsNothingElse) {
    for (const std::string_view text :
         {"", " 192.0.2.1", "192.0.2.1 ", "192.0.2", "192.0.2.256", "192.0.2.01", "0x7f.0.0.1", "3221225985",
          "[2001:db8::1]", "2001:db8::1%eth0", "2001:db8::g", "1:2:3:4:5:6:7:8:9", "localhost", "192.0.2.1:80", "unknown"}) {
        EXPECT_FALSE(parse_address(text)) << text;
    }
    EXPECT_FALSE(parse_address(std::string_view("192.0.2.1\0x", 11)));
}

TEST(AnAddress, IsCountedByHousehold) {
    EXPECT_EQ(counted_address("2001:db8:1:2:aaaa::1"), counted_address("2001:db8:1:2:bbbb::9"));
    EXPECT_NE(counted_address("2001:db8:1:2::1"), counted_address("2001:db8:1:3::1"));
    EXPECT_EQ(counted_address("::ffff:192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(counted_address("192.0.2.1"), "192.0.2.1");
    EXPECT_NE(counted_address("192.0.2.1"), counted_address("192.0.2.2"));
}

TEST(ANetwork, HoldsTheAddressesThatBeginAlike) {
    struct Case {
        const char* network;
        const char* inside;
        const char* outside;
    };
    for (const auto& [network, inside, outside] :
         {Case{"10.0.0.0/8", "10.255.255.255", "11.0.0.0"}, Case{"192.0.2.128/25", "192.0.2.200", "192.0.2.127"},
          Case{"192.0.2.7", "192.0.2.7", "192.0.2.6"}, Case{"192.0.2.7/32", "::ffff:192.0.2.7", "192.0.2.6"},
          Case{"0.0.0.0/0", "203.0.113.9", "2001:db8::1"}, Case{"2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1"},
          Case{"::/0", "2001:db8::1", ""}, Case{"fd00::1", "fd00::1", "fd00::2"}}) {
        const auto parsed = Network::parse(network);
        ASSERT_TRUE(parsed) << network;
        EXPECT_TRUE(parsed->contains(*parse_address(inside))) << network;
        if (const auto other = parse_address(outside)) {
            EXPECT_FALSE(parsed->contains(*other)) << network;
        }
    }
}

TEST(ANetwork, IsRefusedWhereItIsNotWhatSomebodyMeant) {
    for (const char* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/ 8", "10.0.0.0/8x", "10.0.0.1/8",
                             "10.0.0.0/0008", "2001:db8::/129", "2001:db8::1/64", "proxy.example", "10.0.0.0/255.0.0.0"}) {
        EXPECT_FALSE(Network::parse(text)) << text;
    }
}

TEST(ANetwork, OfLoopbackIsThisMachine) {
    for (const char* text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
        EXPECT_TRUE(contain(loopback_networks(), *parse_address(text))) << text;
    }
    for (const char* text : {"128.0.0.1", "0.0.0.0", "::", "::2", "192.168.0.1"}) {
        EXPECT_FALSE(contain(loopback_networks(), *parse_address(text))) << text;
    }
}

}  // namespace
}  // namespace tillnote::http
