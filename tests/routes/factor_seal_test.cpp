#include "server/routes/factor_seal.hpp"

#include <gtest/gtest.h>

namespace tillnote::routes {
namespace {

const std::string key = make_seal_key("a line of a key file, 32 characters or more");

TEST(FactorSeal, OpensWhatItSealedForThatAccountOnly) {
    const std::string sealed = seal_factor("12345678901234567890", "account-1", key);
    EXPECT_EQ(sealed.find("12345678901234567890"), std::string::npos);
    EXPECT_EQ(open_factor(sealed, "account-1", key).value(), "12345678901234567890");
    EXPECT_EQ(open_factor(sealed, "account-2", key).error().code, ErrorCode::internal);
    EXPECT_NE(sealed, seal_factor("12345678901234567890", "account-1", key)) << "a nonce of its own each time";
}

TEST(FactorSeal, SaysWhenTheKeyIsAnotherOrMissing) {
    const std::string sealed = seal_factor("secret", "account-1", key);
    EXPECT_EQ(open_factor(sealed, "account-1", make_seal_key("another line")).error().code, ErrorCode::internal);
    const auto without = open_factor(sealed, "account-1", "");
    EXPECT_NE(without.error().detail.find("sign_in.key_file"), std::string::npos);
}

TEST(FactorSeal, ReadsWhatWasStoredBeforeThereWasAKey) {
    const std::string plain = seal_factor("secret", "account-1", "");
    EXPECT_EQ(open_factor(plain, "account-1", "").value(), "secret");
    EXPECT_EQ(open_factor(plain, "account-1", key).value(), "secret");
}

TEST(FactorSeal, RefusesWhatWasCutOrChanged) {
    const std::string sealed = seal_factor("secret", "account-1", key);
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        EXPECT_TRUE(open_factor(sealed.substr(0, size), "account-1", key).has_error()) << size;
    }
    std::string changed = sealed;
    changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_TRUE(open_factor(changed, "account-1", key).has_error());
}

}  // namespace
}  // namespace tillnote::routes
