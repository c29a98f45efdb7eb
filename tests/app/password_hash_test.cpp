#include "server/app/password_hash.hpp"

#include <gtest/gtest.h>

namespace tillnote::app {
namespace {

TEST(PasswordHash, IsArgon2idWithTheParametersWePromise) {
    const auto hash = hash_password("correct horse battery staple");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
}

TEST(PasswordHash, MatchesOnlyTheSamePassword) {
    const auto hash = hash_password("correct horse battery staple");
    EXPECT_TRUE(matches_password("correct horse battery staple", hash));
    EXPECT_FALSE(matches_password("correct horse battery stapl", hash));
    EXPECT_FALSE(matches_password("", hash));
    EXPECT_FALSE(matches_password("x", "not a hash"));
}

TEST(PasswordHash, KnowsOneThatWasMadeWithOtherParameters) {
    EXPECT_FALSE(is_outdated_hash(hash_password("correct horse battery staple")));
    EXPECT_TRUE(
        is_outdated_hash("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
                         "aWdub3JlZGlnbm9yZWRpZ25vcmVkaWdub3JlZGlnbm8"));
    EXPECT_TRUE(is_outdated_hash("not a hash"));
}

TEST(PasswordHash, TheSamePasswordHashesDifferentlyEachTime) {
    EXPECT_NE(hash_password("correct horse"), hash_password("correct horse"));
}

}  // namespace
}  // namespace tillnote::app
