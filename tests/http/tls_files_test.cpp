#include "tests/http/tls_test_server.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace tillnote::http {
namespace {

using testing::HasSubstr;

class TlsFilesTest : public TlsTest {
protected:
    /// The error of loading these two; empty when they load.
    Error refusal(const std::string& certificate, const std::string& key) {
        const auto loaded = TlsContext::load({certificate, key});
        return loaded ? Error{} : loaded.error();
    }
    std::string write(const std::string& name, const std::string& text) {
        const auto path = (folder_.path() / name).string();
        std::ofstream(path) << text;
        std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        return path;
    }
    void run_openssl(const std::string& words) {
        ASSERT_EQ(std::system(("cd '" + folder_.path().string() + "' && openssl " + words + " 2>/dev/null").c_str()), 0);
    }
    [[nodiscard]] std::string at(const std::string& name) const { return (folder_.path() / name).string(); }

    test::TestCertificate made_ = authority_.issue(folder_.path(), "server");
};

TEST_F(TlsFilesTest, TellHowLongTheCertificateIsValid) {
    const auto context = load_tls(authority_.issue(folder_.path(), "short", {.valid_from_days = -2, .valid_for_days = 5}));
    const auto now = std::chrono::system_clock::now();
    EXPECT_NEAR(std::chrono::duration<double>(context->not_after() - now).count(), 5 * 86400.0, 60);
    EXPECT_NEAR(std::chrono::duration<double>(now - context->not_before()).count(), 2 * 86400.0, 60);
}

TEST_F(TlsFilesTest, AreNamedWhenTheyAreNotThere) {
    auto error = refusal("/nowhere/server.pem", made_.key_file);
    EXPECT_EQ(error.field, "tls.certificate");
    EXPECT_THAT(error.detail, HasSubstr("/nowhere/server.pem cannot be read: No such file"));
    error = refusal(made_.certificate_file, "/nowhere/server.key");
    EXPECT_EQ(error.field, "tls.key");
    EXPECT_THAT(error.detail, HasSubstr("/nowhere/server.key cannot be read: No such file"));
}

TEST_F(TlsFilesTest, MayNotBeSwappedEmptyOrCutShort) {
    auto error = refusal(made_.key_file, made_.certificate_file);
    EXPECT_EQ(error.field, "tls.certificate");
    EXPECT_THAT(error.detail, HasSubstr("holds no certificate in PEM form"));
    EXPECT_THAT(refusal(write("empty.pem", ""), made_.key_file).detail, HasSubstr("empty.pem holds no certificate"));
    EXPECT_THAT(refusal(made_.certificate_file, write("empty.key", "")).detail, HasSubstr("empty.key holds no private key"));
    std::ifstream stream(made_.certificate_file);
    std::string half(200, '\0');
    stream.read(half.data(), 200);
    EXPECT_THAT(refusal(write("half.pem", half), made_.key_file).detail, HasSubstr("half.pem holds no certificate"));
}

TEST_F(TlsFilesTest, BelongTogether) {
    const auto other = authority_.issue(folder_.path(), "other");
    const auto error = refusal(made_.certificate_file, other.key_file);
    EXPECT_EQ(error.field, "tls.key");
    EXPECT_THAT(error.detail, HasSubstr("is not the one of the certificate"));
}

TEST_F(TlsFilesTest, KeepTheKeyFromOthers) {
    using std::filesystem::perms;
    for (const auto open : {perms::others_read, perms::group_write, perms::others_write, perms::others_exec}) {
        std::filesystem::permissions(made_.key_file, perms::owner_read | perms::owner_write | open);
        const auto error = refusal(made_.certificate_file, made_.key_file);
        EXPECT_EQ(error.field, "tls.key");
        EXPECT_THAT(error.detail, HasSubstr("chmod 640"));
    }
    std::filesystem::permissions(made_.key_file, perms::owner_read | perms::owner_write | perms::group_read);
    EXPECT_EQ(refusal(made_.certificate_file, made_.key_file).detail, "") << "a group, as of Debian's ssl-cert";
}

TEST_F(TlsFilesTest, HaveNoPassphrase) {
    for (const char* words : {"pkey -in server.key -aes256 -passout pass:secret -out locked.key",
                              "ec -in server.key -aes128 -passout pass:secret -out locked.key"}) {
        ASSERT_NO_FATAL_FAILURE(run_openssl(words));
        std::filesystem::permissions(at("locked.key"), std::filesystem::perms::owner_read);
        const auto error = refusal(made_.certificate_file, at("locked.key"));
        EXPECT_EQ(error.field, "tls.key");
        EXPECT_THAT(error.detail, HasSubstr("has a passphrase"));
        EXPECT_THAT(error.detail, HasSubstr("openssl pkey -in"));
        std::filesystem::remove(at("locked.key"));
    }
}

TEST_F(TlsFilesTest, HoldNothingWeak) {
    ASSERT_NO_FATAL_FAILURE(
        run_openssl("req -x509 -newkey rsa:1024 -nodes -keyout weak.key -out weak.pem -subj /CN=weak -days 2"));
    auto error = refusal(at("weak.pem"), at("weak.key"));
    EXPECT_EQ(error.field, "tls.certificate");
    EXPECT_THAT(error.detail, HasSubstr("RSA from 2048 bits"));
    ASSERT_NO_FATAL_FAILURE(
        run_openssl("req -x509 -newkey rsa:2048 -nodes -keyout sound.key -out sound.pem -subj /CN=sound -days 2"));
    EXPECT_EQ(refusal(at("sound.pem"), at("sound.key")).detail, "");
}

TEST_F(TlsFilesTest, MayHoldTheChain) {
    std::ifstream leaf(made_.certificate_file);
    std::ifstream authority(authority_.file());
    const std::string chain =
        std::string(std::istreambuf_iterator<char>(leaf), {}) + std::string(std::istreambuf_iterator<char>(authority), {});
    EXPECT_EQ(refusal(write("chain.pem", chain), made_.key_file).detail, "");
}

}  // namespace
}  // namespace tillnote::http
