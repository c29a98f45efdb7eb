#include "schema/secret_file.hpp"

#include "tests/support/secret_file.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace tillnote {
namespace {

using std::filesystem::perms;
using testing::HasSubstr;
using testing::Not;

class SecretFile : public testing::Test {
protected:
    ~SecretFile() override { ::unsetenv("CREDENTIALS_DIRECTORY"); }

    test::TemporaryFolder folder_;
    std::string path_ = test::write_secret(folder_.path() / "secret", "open sesame\nmore\n");
};

TEST_F(SecretFile, HoldsTheSecretInItsFirstLine) {
    EXPECT_EQ(*read_secret_file(path_), "open sesame");
    EXPECT_EQ(*read_secret_file(test::write_secret(path_, "from another system\r\n")), "from another system");
    EXPECT_EQ(*read_secret_file(test::write_secret(path_, "no end of line")), "no end of line");
}

TEST_F(SecretFile, MayBeReadByItsOwnerAndOneGroup) {
    for (const perms fine : {perms::none, perms::group_read}) {
        std::filesystem::permissions(path_, perms::owner_read | fine);
        EXPECT_TRUE(read_secret_file(path_));
    }
    for (const perms open : {perms::others_read, perms::others_write, perms::others_exec, perms::group_write}) {
        std::filesystem::permissions(path_, perms::owner_read | open);
        const auto refused = read_secret_file(path_);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::invalid_field);
        EXPECT_THAT(refused.error().detail, HasSubstr("open to others: chmod 640 " + path_));
        EXPECT_THAT(refused.error().detail, Not(HasSubstr("sesame")));
    }
}

TEST_F(SecretFile, IsNamedWhenItCannotBeRead) {
    const auto empty = test::write_secret(folder_.path() / "empty", "");
    for (const auto& path : {std::string("/nowhere/secret"), empty, test::write_secret(path_, "\nbelow\n")}) {
        const auto refused = read_secret_file(path);
        ASSERT_FALSE(refused) << path;
        EXPECT_EQ(refused.error().code, ErrorCode::not_found);
        EXPECT_THAT(refused.error().detail, HasSubstr(path));
    }
    EXPECT_THAT(read_secret_file(folder_.path().string()).error().detail, HasSubstr("is not a file"));
}

TEST_F(SecretFile, IsFoundAmongTheCredentialsOfTheUnit) {
    ::setenv("CREDENTIALS_DIRECTORY", folder_.path().c_str(), 1);
    EXPECT_EQ(*read_secret_file("credential:secret"), "open sesame");
    EXPECT_EQ(secret_path("/etc/tillnote/key"), "/etc/tillnote/key");
    ::unsetenv("CREDENTIALS_DIRECTORY");
    EXPECT_EQ(secret_path("credential:secret"), "/etc/credstore/secret");
}

TEST_F(SecretFile, IsOverwrittenInMemoryWhereItsScopeEnds) {
    std::string secret = "open sesame, and long enough to lie on the heap";
    const auto bytes = secret.size();
    {
        const WipedAtEnd wiped(secret);
    }
    EXPECT_EQ(secret, std::string(bytes, '\0'));
}

}  // namespace
}  // namespace tillnote
