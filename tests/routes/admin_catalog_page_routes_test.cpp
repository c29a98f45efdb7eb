#include "schema/reason_text.hpp"
#include "server/routes/form.hpp"
#include "tests/routes/page_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

namespace tillnote::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class AdminCatalogPage : public ::testing::Test {
protected:
    /// The fields that a page which asks for confirmation sends again, urlencoded.
    static std::string hidden_fields(const std::string& page) {
        const std::regex field{R"re(<input type="hidden" name="([a-z0-9_]+)" value="([^"]*)">)re"};
        std::string fields;
        for (std::sregex_iterator at{page.begin(), page.end(), field}, end; at != end; ++at) {
            if ((*at)[1] != "csrf_token") {
                if (!fields.empty()) {
                    fields += '&';
                }
                fields.append((*at)[1].str()).append("=").append(routes::encode_query((*at)[2].str()));
            }
        }
        return fields;
    }
    /// Sends a form of the editor, and confirms what it shows.
    Answer confirmed(const std::string& path, const std::string& fields) {
        const auto shown = admin.post(path, fields);
        EXPECT_EQ(shown.status, 200) << shown.body;
        EXPECT_THAT(shown.body, HasSubstr("Nothing is changed yet."));
        const auto answer = admin.post(path, hidden_fields(shown.body));
        EXPECT_EQ(answer.status, 303) << answer.body;
        return answer;
    }
    /// A day that has begun in no store: one lies an hour east of oak-street.
    std::string day(int later = 2) { return running.in_days(later); }
    std::string label_of_101() { return running.query("select label_en from reason where code = '101'"); }

    static constexpr const char* wording = "label_en=Produce+is+great&label_es=Fruta+muy+buena&owner=Produce+mgr&starter=1";

    RunningService running;
    RecordingClient client{running.url()};
    PageSession admin{running, client, "admin"};
};

TEST_F(AdminCatalogPage, ShowsTheStripAndEveryReason) {
    const auto page = admin.get("/admin/catalog").body;
    EXPECT_THAT(page, AllOf(HasSubstr("Produce price good"), HasSubstr("Fruta/verd. barata"), HasSubstr("class=\"strip\""),
                            HasSubstr("href=\"/admin/catalog/reasons/101\"")));
    EXPECT_TRUE(admin.shows("/admin/catalog/reasons/101", "Produce price good / Fruta/verd. barata"));
    EXPECT_EQ(admin.get("/admin/catalog/reasons/12345").status, 404);
}

TEST_F(AdminCatalogPage, RewordsAReasonFromADayOnOnceItIsConfirmed) {
    const std::string fields = std::string(wording) + "&valid_from=" + day(2);
    const auto shown = admin.post("/admin/catalog/reasons/101", fields);
    ASSERT_EQ(shown.status, 200) << shown.body;
    EXPECT_THAT(shown.body, AllOf(HasSubstr("Produce price good"), HasSubstr("Produce is great")));
    EXPECT_EQ(running.query("select count(*) from reason_change"), "0") << "nothing is changed before";
    const auto done = confirmed("/admin/catalog/reasons/101", fields);
    EXPECT_EQ(done.header("location"), "/admin/catalog?done=changed&on=" + day(2));
    EXPECT_EQ(running.query("select label_en || ' ' || valid_from from reason_change"), "Produce is great " + day(2));
    EXPECT_EQ(label_of_101(), "Produce price good") << "days before keep it";
    EXPECT_TRUE(admin.shows(done.header("location"), "Produce is great"));

    const auto back = confirmed("/admin/catalog/taking-back", "valid_from=" + day(2));
    EXPECT_EQ(running.query("select count(*) from reason_change"), "0");
    EXPECT_EQ(running.query("select count(*) from reason where valid_to is not null"), "0");
}

TEST_F(AdminCatalogPage, AddsAndEndsReasons) {
    confirmed("/admin/catalog/reasons",
              "reason_code=106&department=produce&reason_theme=range&polarity=request&label_en=More+berries&"
              "label_es=M%C3%A1s+bayas&owner=Produce+mgr&valid_from=" +
                  day());
    EXPECT_EQ(running.query("select valid_from::text from reason where code = '106'"), day());
    confirmed("/admin/catalog/reasons/102/end", "valid_from=" + day(4));
    EXPECT_EQ(running.query("select valid_to::text from reason where code = '102'"), day(3));
    EXPECT_TRUE(admin.shows("/admin/catalog/reasons/102", "It ends, so it is not reworded."));
    const auto again =
        admin.post("/admin/catalog/reasons",
                   "reason_code=102&department=produce&reason_theme=x&polarity=praise&label_en=A&label_es=B&owner=C&"
                   "valid_from=" +
                       day(9));
    EXPECT_EQ(again.status, 409);
    EXPECT_THAT(again.body, HasSubstr("id=\"add-reason_code-problem\""));
}

TEST_F(AdminCatalogPage, ChoosesTheFirstScreen) {
    const auto shown = admin.post("/admin/catalog/layout", "key1=604&key2=101&key3=&valid_from=" + day());
    ASSERT_EQ(shown.status, 200) << shown.body;
    EXPECT_THAT(shown.body, HasSubstr("604, 101"));
    confirmed("/admin/catalog/layout", "key1=604&key2=101&valid_from=" + day());
    const auto lane = bearer(running.lane_token("oak-street", 1));
    EXPECT_THAT(client.get("/v1/catalog", lane).body, Not(HasSubstr("\"layout\":[\"604\",\"101\"]")))
        << "not before its day";
    const auto page = admin.get("/admin/catalog?on=" + day()).body;
    EXPECT_LT(page.find("Long line"), page.find("Produce price good"));
    for (const char* wrong : {"key1=101&key2=101", "key1=12345", "key1=999", "key1="}) {
        const auto refused = admin.post("/admin/catalog/layout", std::string(wrong) + "&valid_from=" + day());
        EXPECT_EQ(refused.status, 400) << wrong;
        EXPECT_THAT(refused.body, HasSubstr("-problem\"")) << wrong;
    }
}

TEST_F(AdminCatalogPage, SaysEachMistakeAtItsFieldAndKeepsWhatWasTyped) {
    const std::string good =
        "reason_code=106&department=produce&reason_theme=range&polarity=request&label_en=Berries&"
        "label_es=Bayas&owner=Mgr&valid_from=" +
        day();
    for (const auto& [field, value, status] :
         std::vector<std::tuple<std::string, std::string, int>>{{"reason_code", "1+1", 400},
                                                                {"reason_code", "101", 409},
                                                                {"reason_code", "4111111111111111", 400},
                                                                {"owner", "4111+1111+1111+1111", 400},
                                                                {"department", "nowhere", 400},
                                                                {"reason_theme", "", 400},
                                                                {"polarity", "nice", 400},
                                                                {"label_en", "Nineteen+characters", 400},
                                                                {"label_es", "", 400},
                                                                {"owner", "", 400},
                                                                {"valid_from", "tomorrow", 400},
                                                                {"valid_from", day(0), 422}}) {
        std::string fields = good;
        const auto at = fields.find(field + "=") + field.size() + 1;
        fields.replace(at, std::min(fields.find('&', at), fields.size()) - at, value);
        const auto answer = admin.post("/admin/catalog/reasons", fields);
        EXPECT_EQ(answer.status, status) << field << " " << answer.body;
        EXPECT_THAT(answer.body, AllOf(HasSubstr("id=\"add-" + field + "-problem\""), HasSubstr("role=\"alert\""))) << field;
        EXPECT_THAT(answer.body, HasSubstr(field == "owner" ? "value=\"Berries\"" : "value=\"Mgr\"")) << field;
    }
    const auto too_long =
        admin.post("/admin/catalog/reasons/101", "label_en=Nineteen+characters&label_es=x&owner=y&valid_from=" + day());
    EXPECT_EQ(too_long.status, 400);
    EXPECT_THAT(too_long.body,
                AllOf(HasSubstr("id=\"reword-label_en-problem\""), HasSubstr("value=\"Nineteen characters\"")));
    EXPECT_EQ(running.query("select count(*) from reason_change"), "0");
}

TEST_F(AdminCatalogPage, AsksAgainWhenSomebodyElseWasFaster) {
    const std::string fields = std::string(wording) + "&valid_from=" + day(2);
    const auto shown = admin.post("/admin/catalog/reasons/101", fields);
    confirmed("/admin/catalog/reasons/103/end", "valid_from=" + day(2));
    const auto late = admin.post("/admin/catalog/reasons/101", hidden_fields(shown.body));
    EXPECT_EQ(late.status, 409);
    EXPECT_THAT(late.body, HasSubstr("Somebody has changed the catalog meanwhile"));
    EXPECT_EQ(running.query("select count(*) from reason_change where code = '101'"), "0");
    EXPECT_EQ(admin.post("/admin/catalog/reasons/101", hidden_fields(late.body)).status, 303);
}

TEST_F(AdminCatalogPage, GivesTheFilesThatImportReads) {
    const auto reasons = admin.get("/admin/catalog/reasons.tsv");
    const auto departments = admin.get("/admin/catalog/departments.tsv");
    EXPECT_THAT(reasons.header("content-disposition"), HasSubstr("reasons.tsv"));
    const auto catalog = parse_catalog(departments.body, reasons.body);
    ASSERT_TRUE(catalog) << catalog.error().detail;
    EXPECT_EQ(format_reasons(*catalog), reasons.body);
    EXPECT_THAT(admin.get("/admin/catalog/hot_keys.tsv").body, HasSubstr("key\treason\n"));
    PageSession manager(running, client, "manager");
    EXPECT_EQ(manager.get("/admin/catalog/reasons.tsv").status, 403);
    EXPECT_EQ(manager.post("/admin/catalog/reasons/101", std::string(wording) + "&valid_from=" + day()).status, 403);
    EXPECT_EQ(admin.post("/admin/catalog/taking-back", "valid_from=" + day(), "").status, 403);
}

}  // namespace
}  // namespace tillnote::test
