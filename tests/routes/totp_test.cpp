#include "server/routes/totp.hpp"

#include <gtest/gtest.h>

namespace tillnote::routes {
namespace {

using namespace std::chrono_literals;

Instant at_second(std::int64_t seconds) {
    return Instant{std::chrono::seconds(seconds)};
}

const std::string secret_of_rfc = "12345678901234567890";

TEST(Totp, GivesTheVectorsOfRfc6238) {
    // Appendix B, the rows of SHA-1.
    for (const auto& [seconds, code] :
         {std::pair{59LL, "94287082"}, std::pair{1111111109LL, "07081804"}, std::pair{1111111111LL, "14050471"},
          std::pair{1234567890LL, "89005924"}, std::pair{2000000000LL, "69279037"}, std::pair{20000000000LL, "65353130"}}) {
        EXPECT_EQ(totp_code(secret_of_rfc, totp_step_of(at_second(seconds)), 8), code) << seconds;
    }
}

TEST(Totp, GivesTheVectorsOfRfc4226) {
    // Appendix D: the counter instead of the time.
    const char* const codes[] = {"755224", "287082", "359152", "969429", "338314",
                                 "254676", "287922", "162583", "399871", "520489"};
    for (std::int64_t counter = 0; counter < 10; ++counter) {
        EXPECT_EQ(totp_code(secret_of_rfc, counter), codes[counter]) << counter;
    }
}

TEST(Totp, TakesOneStepBeforeAndAfterAndNoMore) {
    const Instant now = at_second(1'800'000'015);
    const std::int64_t current = totp_step_of(now);
    for (std::int64_t off = -3; off <= 3; ++off) {
        const auto found = find_totp_step(secret_of_rfc, totp_code(secret_of_rfc, current + off), now);
        EXPECT_EQ(found.has_value(), off >= -1 && off <= 1) << off;
        if (found) {
            EXPECT_EQ(*found, current + off);
        }
    }
    EXPECT_FALSE(find_totp_step(secret_of_rfc, "", now));
    EXPECT_FALSE(find_totp_step(secret_of_rfc, "1234567", now));
}

TEST(Totp, WritesBase32AsRfc4648) {
    for (const auto& [bytes, text] :
         {std::pair{"", ""}, std::pair{"f", "MY"}, std::pair{"fo", "MZXQ"}, std::pair{"foo", "MZXW6"},
          std::pair{"foob", "MZXW6YQ"}, std::pair{"fooba", "MZXW6YTB"}, std::pair{"foobar", "MZXW6YTBOI"}}) {
        EXPECT_EQ(to_base32(bytes), text);
    }
}

TEST(Totp, LinksToTheAppWithAnEscapedAddress) {
    EXPECT_EQ(totp_link("a/b+c@x.example", "foobar"),
              "otpauth://totp/Tillnote:a%2Fb%2Bc%40x.example?secret=MZXW6YTBOI&issuer=Tillnote&algorithm=SHA1&digits=6&"
              "period=30");
}

TEST(Totp, MakesSecretsThatDiffer) {
    EXPECT_EQ(make_totp_secret().size(), totp_secret_bytes);
    EXPECT_NE(make_totp_secret(), make_totp_secret());
}

}  // namespace
}  // namespace tillnote::routes
