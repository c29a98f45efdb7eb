#include "lane-client/server_link.hpp"
#include "lane-client/verdict.hpp"
#include "schema/time_text.hpp"
#include "tests/lane-client/lane_fixture.hpp"
#include "tests/support/scripted_http_server.hpp"
#include "tests/support/test_certificate.hpp"

#include <gmock/gmock.h>
#include <openssl/ssl.h>

#include <cstdlib>
#include <fstream>

namespace tillnote::lane::test {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using tillnote::test::make_test_certificate;
using tillnote::test::ScriptedAnswer;
using tillnote::test::ScriptedHttpServer;
using tillnote::test::ScriptedRequest;
using tillnote::test::TestAuthority;
using tillnote::test::TestCertificate;

/// What a terminal says of a server it must not trust. Nothing that is secret may have left it by then.
class ServerTrust : public ::testing::Test {
protected:
    static ScriptedAnswer fine(const ScriptedRequest&) { return {}; }

    Result<HttpAnswer> ask(const std::string& url, const std::string& trusted) {
        const auto link = make_server_link(parse_server_address(url).value(), trusted, {5s, 5s, 5s});
        return link->exchange({"POST", "/v1/notes", "secret", {}, "{}"});
    }

    /// The sentence for a server that shows `made` while the terminal trusts `trusted`.
    std::string refusal(const TestCertificate& made, const std::string& trusted, int protocol_max = 0,
                        const char* suites = nullptr) {
        ScriptedHttpServer server(fine, ScriptedHttpServer::Tls{made.certificate_file, made.key_file, protocol_max, suites});
        return refusal_at(server, server.url(), trusted);
    }
    std::string refusal_at(const ScriptedHttpServer& server, const std::string& url, const std::string& trusted) {
        const auto answer = ask(url, trusted);
        if (answer) {
            return "it was trusted";
        }
        EXPECT_EQ(answer.error().code, ErrorCode::untrusted_server);
        EXPECT_THAT(answer.error().detail, HasSubstr("The server " + url + " cannot be trusted: "));
        EXPECT_TRUE(server.requests().empty()) << "the token has left";
        return answer.error().detail;
    }
    static std::string day(int days_from_now) {
        const auto at =
            std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) + std::chrono::days(days_from_now);
        return format_day(std::chrono::year_month_day(at));
    }

    TemporaryFolder folder_;
    TestAuthority authority_{folder_.path()};
};

TEST_F(ServerTrust, IsGivenToTheNamedAuthorityAndTheRightName) {
    const auto made = authority_.issue(folder_.path(), "server");
    ScriptedHttpServer server(fine, ScriptedHttpServer::Tls{made.certificate_file, made.key_file});
    EXPECT_EQ(ask(server.url(), authority_.file()).value().status, 200);
    const auto named = authority_.issue(folder_.path(), "named", {.name = "DNS:localhost"});
    ScriptedHttpServer by_name(fine, ScriptedHttpServer::Tls{named.certificate_file, named.key_file});
    EXPECT_EQ(ask("https://localhost:" + std::to_string(by_name.port()), authority_.file()).value().status, 200);
}

TEST_F(ServerTrust, IsGivenToASelfSignedCertificateThatWasNamed) {
    const auto made = make_test_certificate(folder_.path());
    ScriptedHttpServer server(fine, ScriptedHttpServer::Tls{made.certificate_file, made.key_file});
    EXPECT_EQ(ask(server.url(), made.certificate_file).value().status, 200);
}

TEST_F(ServerTrust, IsRefusedToASelfSignedCertificateNobodyNamed) {
    const auto made = make_test_certificate(folder_.path());
    for (const std::string& trusted : {std::string(), authority_.file()}) {
        EXPECT_THAT(refusal(made, trusted), AllOf(HasSubstr("self-signed"), HasSubstr("--ca-file FILE")));
    }
}

TEST_F(ServerTrust, IsRefusedToAnotherAuthority) {
    const TestAuthority other(folder_.path(), "other");
    const auto made = other.issue(folder_.path(), "server");
    for (const std::string& trusted : {std::string(), authority_.file()}) {
        EXPECT_THAT(refusal(made, trusted), AllOf(HasSubstr("comes from 'Tillnote test authority"),
                                                  HasSubstr("--ca-file FILE"), HasSubstr("intermediate")));
    }
}

TEST_F(ServerTrust, IsRefusedToACertificateForAnotherName) {
    const auto made = authority_.issue(folder_.path(), "server", {.name = "DNS:other.example,IP:192.0.2.7"});
    EXPECT_THAT(refusal(made, authority_.file()),
                HasSubstr("its certificate is for other.example, 192.0.2.7, not for 127.0.0.1. Enrol with a name"));
    ScriptedHttpServer server(fine, ScriptedHttpServer::Tls{made.certificate_file, made.key_file});
    EXPECT_THAT(refusal_at(server, "https://localhost:" + std::to_string(server.port()), authority_.file()),
                HasSubstr("not for localhost."));
}

TEST_F(ServerTrust, ShowsNothingOfACertificateButPlainText) {
    const auto made = authority_.issue(folder_.path(), "server", {.name = "DNS:evil\x1b[2J.example"});
    EXPECT_THAT(refusal(made, authority_.file()), HasSubstr("is for evil?[2J.example,"));
}

TEST_F(ServerTrust, IsRefusedToAnExpiredCertificate) {
    const auto made = authority_.issue(folder_.path(), "server", {.valid_for_days = -1});
    EXPECT_THAT(refusal(made, authority_.file()), AllOf(HasSubstr("expired on " + day(-1) + ". Renew it"),
                                                        HasSubstr("this terminal's clock (it says " + day(0))));
}

TEST_F(ServerTrust, IsRefusedToACertificateOfTheFuture) {
    const auto made = authority_.issue(folder_.path(), "server", {.valid_from_days = 2, .valid_for_days = 9});
    EXPECT_THAT(
        refusal(made, authority_.file()),
        AllOf(HasSubstr("not valid before " + day(2) + ". Set this terminal's clock"), HasSubstr("(it says " + day(0))));
}

TEST_F(ServerTrust, IsRefusedToOldProtocols) {
    const auto made = authority_.issue(folder_.path(), "server");
    for (const int protocol : {TLS1_VERSION, TLS1_1_VERSION}) {
        EXPECT_THAT(refusal(made, authority_.file(), protocol), HasSubstr("speaks only old versions of TLS"));
    }
    ScriptedHttpServer server(fine, ScriptedHttpServer::Tls{made.certificate_file, made.key_file, TLS1_2_VERSION});
    EXPECT_TRUE(ask(server.url(), authority_.file()));
}

TEST_F(ServerTrust, IsRefusedToServersWithoutACommonCipher) {
    const auto made = authority_.issue(folder_.path(), "server");
    EXPECT_THAT(refusal(made, authority_.file(), TLS1_2_VERSION, "AECDH-AES256-SHA"), HasSubstr("none of the ciphers"));
}

TEST_F(ServerTrust, IsRefusedWhereNoTlsIsSpoken) {
    // As an HTTP server that hears a TLS greeting.
    ScriptedHttpServer server([](const ScriptedRequest&) { return ScriptedAnswer{400, "text/plain", "bad request"}; });
    const std::string url = "https://127.0.0.1:" + std::to_string(server.port());
    const auto answer = ask(url, authority_.file());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::untrusted_server);
    EXPECT_THAT(answer.error().detail, AllOf(HasSubstr("port " + std::to_string(server.port()) + " does not speak TLS"),
                                             HasSubstr("[tls] in its configuration")));
}

TEST_F(ServerTrust, SaysToWriteHttpsWhereTheServerAsksForIt) {
    const Error error = not_tillnote({421, "application/problem+json", {}, "{}"});
    EXPECT_EQ(error.code, ErrorCode::untrusted_server);
    EXPECT_THAT(error.detail, HasSubstr("begin the URL with https://"));
    Batch batch;
    batch.notes.resize(1);
    EXPECT_EQ(judge_answer({421, "application/problem+json", {}, R"({"type":"/problems/misdirected-host"})"}, batch).verdict,
              Verdict::back_off)
        << "the note stays";
}

TEST_F(ServerTrust, SaysWhatTheServerHasAgainstTheProxy) {
    Batch batch;
    batch.notes.resize(1);
    for (const auto& [status, type] : {std::pair{421, "misdirected-host"}, std::pair{400, "malformed-request"}}) {
        const HttpAnswer answer{status,
                                "application/problem+json",
                                {},
                                std::string(R"({"type":"/problems/)") + type +
                                    R"(","detail":"The proxy must set X-Forwarded-Proto.\u001b[2J","errors":[)" +
                                    R"({"pointer":"X-Forwarded-Proto","message":"-"}]})"};
        EXPECT_THAT(not_tillnote(answer).detail,
                    testing::EndsWith("(status " + std::to_string(status) + "): The proxy must set X-Forwarded-Proto.?[2J"));
        EXPECT_THAT(judge_answer(answer, batch).verdict, testing::AnyOf(Verdict::back_off, Verdict::refused))
            << "the note stays";
    }
    EXPECT_THAT(not_tillnote({400, "text/plain", {}, "bad request"}).detail, HasSubstr("is not Tillnote"));
}

TEST_F(ServerTrust, NamesAFileOfAuthoritiesItCannotRead) {
    const auto made = authority_.issue(folder_.path(), "server");
    std::ofstream(folder_.path() / "empty.pem") << "nothing";
    for (const char* name : {"empty.pem", "nowhere.pem"}) {
        ScriptedHttpServer server(fine, ScriptedHttpServer::Tls{made.certificate_file, made.key_file});
        const auto answer = ask(server.url(), (folder_.path() / name).string());
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, ErrorCode::untrusted_server);
        EXPECT_THAT(answer.error().detail, AllOf(HasSubstr(name), HasSubstr("BEGIN CERTIFICATE")));
    }
}

TEST_F(ServerTrust, ComesBackWithARepairedFileOfAuthorities) {
    const TestAuthority other(folder_.path(), "other");
    const auto made = other.issue(folder_.path(), "server");
    ScriptedHttpServer server(fine, ScriptedHttpServer::Tls{made.certificate_file, made.key_file});
    const auto link = make_server_link(parse_server_address(server.url()).value(), authority_.file(), {5s, 5s, 5s});
    const HttpCall call{"POST", "/v1/notes", "secret", {}, "{}"};
    EXPECT_FALSE(link->exchange(call));
    std::filesystem::copy_file(other.file(), authority_.file(), std::filesystem::copy_options::overwrite_existing);
    EXPECT_EQ(link->exchange(call).value().status, 200);
}

}  // namespace
}  // namespace tillnote::lane::test
