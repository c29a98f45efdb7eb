#include "tests/http/tls_test_server.hpp"

#include <gmock/gmock.h>
#include <openssl/ssl.h>

namespace tillnote::http {
namespace {

class TlsHandshake : public TlsTest {
protected:
    std::optional<TlsAgreement> agree(const TlsOffer& offered) {
        auto client = server_.connect();
        auto agreed = client.start_tls(offered);
        failure_ = client.tls_failure();
        return agreed;
    }

    TestServer server_{{}, {}, fresh_context()};
    std::string failure_;
};

TEST_F(TlsHandshake, AgreesOnTls13WithAClientOfToday) {
    const auto agreed = agree(offer());
    ASSERT_TRUE(agreed) << failure_;
    EXPECT_EQ(agreed->protocol, "TLSv1.3");
    EXPECT_EQ(agreed->alpn, "http/1.1");
    EXPECT_FALSE(agreed->compressed);
}

TEST_F(TlsHandshake, TakesTls12WithForwardSecrecyAndAuthenticatedEncryption) {
    for (const char* suite :
         {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"}) {
        auto offered = offer();
        offered.protocol_max = TLS1_2_VERSION;
        offered.suites = suite;
        const auto agreed = agree(offered);
        ASSERT_TRUE(agreed) << suite << ": " << failure_;
        EXPECT_EQ(agreed->protocol, "TLSv1.2");
        EXPECT_EQ(agreed->suite, suite);
    }
}

TEST_F(TlsHandshake, RefusesOlderProtocols) {
    for (const int protocol : {TLS1_VERSION, TLS1_1_VERSION}) {
        auto offered = offer();
        offered.protocol_min = offered.protocol_max = protocol;
        EXPECT_FALSE(agree(offered));
        EXPECT_EQ(failure_, "tlsv1 alert protocol version");
    }
    EXPECT_TRUE(comes_true([&] { return server_.handshake_failures().size() == 2; }));
    EXPECT_THAT(server_.handshake_failures(), testing::Each("unsupported protocol"));
}

TEST_F(TlsHandshake, RefusesSuitesWithoutForwardSecrecyOrAuthenticatedEncryption) {
    for (const char* suite : {"ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA384",
                              "ECDHE-ECDSA-AES128-CCM8", "ECDHE-ECDSA-NULL-SHA", "AES128-GCM-SHA256", "AES256-SHA",
                              "DHE-RSA-AES256-GCM-SHA384", "ADH-AES128-SHA", "AECDH-AES256-SHA"}) {
        auto offered = offer();
        offered.protocol_max = TLS1_2_VERSION;
        offered.suites = suite;
        EXPECT_FALSE(agree(offered)) << suite;
        EXPECT_EQ(failure_, "sslv3 alert handshake failure") << suite;
    }
}

TEST_F(TlsHandshake, RefusesOtherGroups) {
    for (const char* group : {"P-521", "X448", "ffdhe2048"}) {
        auto offered = offer();
        offered.groups = group;
        EXPECT_FALSE(agree(offered)) << group;
    }
    for (const char* group : {"X25519", "P-256"}) {
        auto offered = offer();
        offered.groups = group;
        EXPECT_TRUE(agree(offered)) << group << ": " << failure_;
    }
}

TEST_F(TlsHandshake, RefusesAClientThatWantsAnotherProtocolInside) {
    auto offered = offer();
    offered.alpn = "h2";
    EXPECT_FALSE(agree(offered));
    EXPECT_THAT(failure_, testing::HasSubstr("no application protocol"));
    offered.alpn = "";
    EXPECT_TRUE(agree(offered)) << "a client that names none speaks HTTP/1.1";
}

TEST_F(TlsHandshake, DoesNotRenegotiate) {
    auto offered = offer();
    offered.protocol_max = TLS1_2_VERSION;
    auto client = server_.connect();
    const auto agreed = client.start_tls(offered);
    ASSERT_TRUE(agreed) << client.tls_failure();
    EXPECT_TRUE(agreed->renegotiates_securely) << "says that it knows RFC 5746";
    EXPECT_FALSE(client.renegotiate());
}

TEST_F(TlsHandshake, HandsOutNoTickets) {
    for (const int protocol : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto offered = offer();
        offered.protocol_max = protocol;
        auto client = server_.connect();
        ASSERT_TRUE(client.start_tls(offered)) << client.tls_failure();
        client.send(get("/hello"));
        ASSERT_TRUE(client.receive()) << "a ticket would have come before it";
        EXPECT_FALSE(client.has_resumable_session());
    }
}

}  // namespace
}  // namespace tillnote::http
