#include "schema/contact_mask.hpp"

#include "schema/limits.hpp"
#include "schema/text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tillnote {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

const Pairs masked{
    {"write to ann.lee+shop@example.com please", "write to *** please"},
    {"ann@example.co.uk", "***"},
    {"(ann@example.com)", "(***)"},
    {"mail ann@example.com.", "mail ***."},
    {"ann @ example.com", "***"},
    {"ann\xEF\xBC\xA0"
     "example.com",
     "***"},
    {"jos\xC3\xA9@correo.mx o 312-555-0142", "*** o ***"},
    {"\xD0\xB0\xD0\xBD\xD0\xBD\xD0\xB0@\xD0\xBF\xD0\xBE\xD1\x87\xD1\x82\xD0\xB0.\xD1\x80\xD1\x84", "***"},
    {"a@b.co,c@d.co", "***,***"},
    {"call 312-555-0142", "call ***"},
    {"call (312) 555-0142 today", "call *** today"},
    {"312.555.0142", "***"},
    {"312 555 0142", "***"},
    {"1-312-555-0142", "***"},
    {"+1 312 555 0142", "***"},
    {"+1 (312) 555-0142", "***"},
    {"3125550142", "***"},
    {"13125550142", "***"},
    {"555-0142", "***"},
    {"+49 30 1234567", "***"},
    {"+493012345678", "***"},
    {"020 7946 0958", "***"},
    {"0171/1234567", "***"},
    {"0049 30 1234567", "***"},
    {"55 1234 5678", "***"},
    {"\xD9\xA3\xD9\xA1\xD9\xA2-\xD9\xA5\xD9\xA5\xD9\xA5-\xD9\xA0\xD9\xA1\xD9\xA4\xD9\xA2", "***"},
    {"312\xE2\x80\x8B-555-0142", "***"},
    {"on 11/22/2026 call 312-555-0142", "on 11/22/2026 call ***"},
};

const std::vector<std::string> passing{
    "",
    "soft bread",
    "$3.99 or 2 for $5.00",
    "1,299.00",
    "was 12.99 now 10.99 13.99",
    "$500-1000",
    "3@1.99 each",
    "see you @store",
    "ann@home",
    "2026-11-22",
    "11/22/2026 10:30",
    "02.03.2026 08:15",
    "22.11.26",
    "2026-11-22 18",
    "4006381333931",
    "4 006381 333931",
    "0 36000 29145 2",
    "036000291452",
    "40063813",
    "10614141543219",
    "PLU 4011, 4012 and 94011",
    "60614-1234",
    "12 oz, 340 g, aisle 12",
    "lane 5 at 10:30, 17:42",
    "1000000",
};

TEST(ContactMask, HidesAddressesAndPhoneNumbers) {
    for (const auto& [text, expected] : masked) {
        EXPECT_EQ(mask_contacts(text), expected) << text;
    }
}

TEST(ContactMask, LeavesPricesDatesBarcodesAndPlainWordsAlone) {
    for (const std::string& text : passing) {
        EXPECT_EQ(mask_contacts(text), text);
    }
}

TEST(ContactMask, ChangesNothingMoreTheSecondTime) {
    for (const auto& [text, expected] : masked) {
        EXPECT_EQ(mask_contacts(mask_contacts(text)), expected) << text;
    }
    // Behind a mask is a phone number what was a part of an address.
    const std::string once = mask_contacts("411111111111 a@b.examp1051051000");
    EXPECT_EQ(mask_contacts(once), once);
}

TEST(ContactMask, NeverMakesACommentLongerOrBroken) {
    std::string text;
    for (const auto& [one, expected] : masked) {
        text += one + " ";
        const std::string shorter = mask_contacts(text);
        ASSERT_TRUE(count_characters(shorter).has_value());
        EXPECT_LE(shorter.size(), text.size());
    }
}

TEST(ContactMask, HidesWhatStandsAmongOtherNumbers) {
    EXPECT_EQ(mask_contacts("2 for 5.00, 312-555-0142, 4006381333931"), "2 for 5.00, ***, 4006381333931");
    EXPECT_EQ(mask_contacts("milk 2026-11-22 and ann@example.com"), "milk 2026-11-22 and ***");
}

}  // namespace
}  // namespace tillnote
