#include "tests/routes/page_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(AdminRecipientPage, ShowsEveryListThoseThatFailFirstAndWhatNobodyReads) {
    RunningService running;
    RecordingClient client{running.url()};
    PageSession admin{running, client, "admin"};
    const auto add = [&](const std::string& place, const std::string& email) {
        const auto added = client.post_json("/v1/" + place + "/recipients", R"({"email": ")" + email + R"("})",
                                            bearer(running.bearer_of("admin")));
        EXPECT_EQ(added.status, 201) << added.body;
    };
    add("stores/oak-street", "a@shop.example");
    add("stores/harbor", "b@shop.example");
    add("districts/north", "lead@shop.example");
    running.query(
        "INSERT INTO delivery (delivery_id, of_store, kind, channel, target_id, business_day, edition, message_id, due_at, "
        "next_attempt_at, state, attempts, last_error, finished_at) SELECT gen_random_uuid(), store_id, 'digest', 'mail', "
        "recipient_id, current_date - n, 1, 'x' || n, now() - n * interval '1 day', now(), CASE n WHEN 1 THEN 'failed' ELSE "
        "'sent' "
        "END, 1, CASE n WHEN 1 THEN '550 no such user' END, now() FROM recipient, generate_series(1, 2) AS n WHERE store_id "
        "= "
        "'harbor'");
    const auto page = admin.get("/admin/recipients").body;
    EXPECT_THAT(page, AllOf(HasSubstr("1 of 3 are not reached."), HasSubstr("550 no such user"),
                            HasSubstr("lead@shop.example"), HasSubstr("href=\"/stores/mill-road/recipients\"")));
    EXPECT_LT(page.find("b@shop.example"), page.find("a@shop.example")) << "who is not reached comes first";
    EXPECT_THAT(page.substr(0, page.find("<table")), Not(HasSubstr("/stores/harbor/recipients"))) << "somebody reads it";

    const auto list = admin.get("/stores/harbor/recipients");
    ASSERT_EQ(list.status, 200) << list.body;
    EXPECT_THAT(list.body, AllOf(HasSubstr("b@shop.example"), HasSubstr("href=\"/admin/recipients\""),
                                 Not(HasSubstr("/stores/harbor/latest"))))
        << "an administrator keeps the list, and does not read the digest";
    EXPECT_EQ(
        admin.post("/stores/harbor/recipients", "email=c%40shop.example&kind=digest&language=en&local_time=06%3A00").status,
        303);
    PageSession chain(running, client, "chain");
    EXPECT_EQ(chain.get("/admin/recipients").status, 403);
    EXPECT_EQ(chain.get("/stores/harbor/recipients").status, 403);
}

}  // namespace
}  // namespace tillnote::test
