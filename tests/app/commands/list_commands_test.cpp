#include "tests/app/typed_commands.hpp"
#include "tests/support/file_text.hpp"

#include <cctype>

/// What an administrator sees on a page, as the command line prints it.
namespace tillnote::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ListCommands : public TypedCommands {
protected:
    std::string start_enrolment() {
        const auto answer = client.post_json("/v1/enrolments", to_json(EnrolmentRequest{"till by the door", {}}));
        return parse_enrolment_started(answer.body)->code;
    }
};

/// As people type ABCD-EFGH.
std::string typed_in_haste(std::string code) {
    std::erase(code, '-');
    std::ranges::transform(code, code.begin(), [](unsigned char letter) { return std::tolower(letter); });
    return code;
}

TEST_F(ListCommands, ShowWhichTerminalsWaitToBeLetIn) {
    EXPECT_THAT(typed({"lane", "list", "--pending"}), HasSubstr("No terminal waits"));
    EXPECT_EQ(typed({"lane", "list", "--pending", "--json"}), "[]\n");
    const std::string code = start_enrolment();
    const std::string other = start_enrolment();
    EXPECT_THAT(typed({"lane", "list", "--pending"}),
                AllOf(HasSubstr(code + "  good until "), HasSubstr("  till by the door\n"), HasSubstr(other)));
    EXPECT_THAT(typed({"lane", "list"}), Not(HasSubstr(code)));
    typed({"lane", "approve", typed_in_haste(code), "--store", "harbor", "--lane", "7"});
    const auto waiting = json::parse(typed({"lane", "list", "--pending", "--json"}));
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0]["code"], other);
    EXPECT_EQ(waiting[0]["device"], "till by the door");
    EXPECT_THAT(waiting[0]["expires_at"].get<std::string>(), EndsWith("Z"));
    typed({"lane", "deny", typed_in_haste(other)});
    EXPECT_EQ(running.query("select object_id from audit_entry where action = 'denied'"), other);
    EXPECT_EQ(typed({"lane", "list", "--pending", "--json"}), "[]\n");
    EXPECT_THAT(refused({"lane", "list", "--pending", "--store", "harbor"}, 2), HasSubstr("--pending")) << "of no store yet";
}

TEST_F(ListCommands, NameLanesThatNobodyHeardUnlessTheirStoreHasClosed) {
    running.lane_token("harbor", 1);
    running.lane_token("oak-street", 1);
    running.query("insert into contact select 'harbor', current_date, 1, now()");
    running.query("insert into contact select 'oak-street', current_date - 3, 1, now() - interval '3 days'");
    const auto states = [&] {
        std::string told;
        for (const auto& lane : json::parse(typed({"lane", "list", "--json"}))) {
            told += lane["store"].get<std::string>() + (lane["silent"] == true ? " silent, " : " heard, ");
        }
        return told;
    };
    EXPECT_EQ(states(), "harbor heard, oak-street silent, ");
    EXPECT_THAT(typed({"lane", "list"}), AllOf(HasSubstr("1  silent "), HasSubstr("1  enrolled ")));
    running.query("update store set closed_on = current_date - 2 where store_id = 'oak-street'");
    EXPECT_EQ(states(), "harbor heard, oak-street heard, ");
}

/// An empty day is a mistake; it does not open a store again that closes.
TEST_F(ListCommands, CloseAStoreOnADayAndNoneWithoutOne) {
    typed({"store", "close", "oak-street", "--on", running.in_days(9)});
    EXPECT_THAT(refused({"store", "close", "oak-street", "--on", ""}, 2), HasSubstr("--on must be YYYY-MM-DD"));
    EXPECT_EQ(json::parse(typed({"store", "show", "oak-street", "--json"}))["closed_on"], running.in_days(9));
}

TEST_F(ListCommands, ShowStoresAsTheyStandTodayAndWhatIsPlanned) {
    typed({"store", "change", "oak-street", "--zone", "America/Phoenix", "--cutoff-minutes", "330", "--from",
           running.in_days(3)});
    typed({"store", "move", "oak-street", "--district", "south", "--on", running.in_days(2)});
    typed({"store", "close-day", "oak-street", running.in_days(5), "--why", "Storm"});
    typed({"store", "close-day", "oak-street", running.in_days(-60), "--why", "Long ago"});
    typed({"store", "close", "oak-street", "--on", running.in_days(9)});
    typed({"recipient", "add", "oak-street", "boss@shop.example", "--time", "06:30"});
    running.lane_token("oak-street", 4);

    const std::string rows = typed({"store", "list"});
    EXPECT_THAT(rows, AllOf(HasSubstr(" north        04:00 America/Chicago      1 lanes  digest 06:30  closes on " +
                                      running.in_days(9) + "\n"),
                            HasSubstr("digest to nobody  open since "), Not(HasSubstr("America/Phoenix"))));
    const auto listed = json::parse(typed({"store", "list", "--json"}));
    const auto oak = std::ranges::find(listed, "oak-street", [](const json& row) { return row["id"].get<std::string>(); });
    ASSERT_NE(oak, listed.end());
    EXPECT_EQ((*oak)["zone"], "America/Chicago");
    EXPECT_EQ((*oak)["district"], "north");
    EXPECT_EQ((*oak)["cutoff_minutes"], 240);
    EXPECT_EQ((*oak)["closed_on"], running.in_days(9));
    EXPECT_EQ((*oak)["digest_time"], "06:30");
    EXPECT_EQ((*oak)["lanes"], json({4}));

    EXPECT_THAT(
        typed({"store", "show", "oak-street"}),
        AllOf(StartsWith("oak-street  Oak Street\ncloses on " + running.in_days(9) + "\n1 lanes\ndigest 06:30\n"),
              HasSubstr("  district north\n"), HasSubstr("from " + running.in_days(2) + "  district south  (planned)\n"),
              HasSubstr("  days begin at 04:00 America/Chicago\n"),
              HasSubstr("from " + running.in_days(3) + "  days begin at 05:30 America/Phoenix  (planned)\n"),
              HasSubstr("closed on " + running.in_days(5) + "  Storm\n"), Not(HasSubstr("Long ago"))));
    const auto shown = json::parse(typed({"store", "show", "oak-street", "--json"}));
    EXPECT_EQ(shown["zone"], "America/Chicago");
    EXPECT_EQ(shown["districts"].back(), json({{"from", running.in_days(2)}, {"district", "south"}}));
    EXPECT_EQ(shown["day_rules"].back(),
              json({{"from", running.in_days(3)}, {"zone", "America/Phoenix"}, {"cutoff_minutes", 330}}));
    EXPECT_EQ(shown["closed_days"], json::array({{{"day", running.in_days(5)}, {"why", "Storm"}}}));
    EXPECT_THAT(refused({"store", "show", "nowhere"}, 1), HasSubstr("'store list'"));
}

TEST_F(ListCommands, ShowHowAStoreWalksAndWhetherItsCheckersWrite) {
    EXPECT_THAT(typed({"store", "show", "oak-street"}), AllOf(HasSubstr("free text off\n"), Not(HasSubstr("walks to"))));
    typed({"store", "change", "oak-street", "--free-text", "on", "--walk", "deli,produce"});
    EXPECT_THAT(typed({"store", "show", "oak-street"}), HasSubstr("free text on\nwalks to deli\nwalks to produce\n"));
    typed({"store", "change", "oak-street", "--free-text", "off"});
    auto shown = json::parse(typed({"store", "show", "oak-street", "--json"}));
    EXPECT_EQ(shown["free_text"], false);
    EXPECT_EQ(shown["walk"], json({"deli", "produce"})) << "what is not named stays";
    typed({"store", "change", "oak-street", "--walk", ""});
    shown = json::parse(typed({"store", "show", "oak-street", "--json"}));
    EXPECT_EQ(shown["walk"], json::array());
    EXPECT_THAT(refused({"store", "change", "oak-street", "--walk", "deli,bakery"}, 2),
                HasSubstr("walk: 'bakery' is no department to walk to"));
    EXPECT_THAT(refused({"store", "change", "oak-street", "--free-text", "perhaps"}, 2), HasSubstr("--free-text"));
}

TEST_F(ListCommands, ShowDistrictsWithoutAStoreToo) {
    typed({"store", "district", "west", "--name", "West"});
    EXPECT_THAT(typed({"district", "list"}), HasSubstr("West                         0 stores\n"));
    const auto listed = json::parse(typed({"district", "list", "--json"}));
    ASSERT_EQ(listed.size(), 3U);
    EXPECT_EQ(listed[0], json({{"id", "north"}, {"name", "Northside"}, {"stores", {"mill-road", "oak-street"}}}));
    EXPECT_THAT(refused({"district", "recipient", "list", "east"}, 1), HasSubstr("'district list'"));
}

TEST_F(ListCommands, ShowWhoGetsMailWhomItDoesNotReachAndWhatNobodyGets) {
    typed({"recipient", "add", "oak-street", "boss@shop.example", "--kind", "alert"});
    typed({"recipient", "add", "harbor", "b@shop.example", "--time", "06:30"});
    typed({"recipient", "add", "harbor", "gone@shop.example"});
    typed({"recipient", "remove", "harbor", "gone@shop.example"});
    typed({"district", "recipient", "add", "north", "lead@shop.example"});
    running.query("update store set closed_on = current_date - 3 where store_id = 'mill-road'");
    running.query(
        "INSERT INTO delivery (delivery_id, of_store, kind, channel, target_id, business_day, edition, message_id, due_at, "
        "next_attempt_at, state, attempts, last_error, finished_at) SELECT gen_random_uuid(), 'harbor', 'digest', 'mail', "
        "recipient_id, current_date - 1, 1, 'x', now() - interval '1 day', now(), 'failed', 1, '550 no such user', now() "
        "FROM recipient WHERE email = 'b@shop.example'");
    const std::string all = typed({"recipient", "list"});
    EXPECT_THAT(all,
                AllOf(HasSubstr("harbor                   digest 06:30  en  b@shop.example  (not reached: 550 no such "
                                "user)\n"),
                      HasSubstr("gone@shop.example  (has left)\n"), HasSubstr("alert  05:45  en  boss@shop.example\n")));
    EXPECT_THAT(all, EndsWith("oak-street               Nobody gets the digest; 'recipient add oak-street EMAIL' adds "
                              "somebody.\n"));
    EXPECT_THAT(all, Not(HasSubstr("mill-road"))) << "it has closed";
    EXPECT_THAT(typed({"recipient", "list", "harbor"}), StartsWith("digest 06:30  en  b@shop.example  (not reached: 550"));
    EXPECT_EQ(typed({"district", "recipient", "list"}), "north                    en  lead@shop.example\n");
    typed({"district", "recipient", "remove", "north", "lead@shop.example"});
    EXPECT_THAT(typed({"district", "recipient", "list"}), HasSubstr("(has left)"));
}

TEST_F(ListCommands, FollowAChangedRecipient) {
    typed({"recipient", "add", "harbor", "b@shop.example"});
    typed({"recipient", "add", "harbor", "b@shop.example", "--kind", "alert"});
    EXPECT_THAT(refused({"recipient", "add", "harbor", "b@shop.example", "--time", "06:30"}, 1), HasSubstr("already"));
    typed({"recipient", "change", "harbor", "b@shop.example", "--time", "06:30"});
    typed({"recipient", "change", "harbor", "b@shop.example", "--language", "es"});
    typed({"recipient", "change", "harbor", "b@shop.example", "--kind", "alert", "--language", "es"});
    EXPECT_EQ(typed({"recipient", "list", "harbor"}),
              "digest 06:30  es  b@shop.example\nalert  05:45  es  b@shop.example\n");
    EXPECT_EQ(running.query("select count(*) from audit_entry as e join recipient as r on e.object_id = "
                            "r.recipient_id::text where action = 'changed' and of_store = 'harbor'"),
              "3");
    EXPECT_THAT(refused({"recipient", "change", "harbor", "b@shop.example"}, 2), HasSubstr("--language"));
    EXPECT_THAT(refused({"recipient", "change", "harbor", "b@shop.example", "--time", "25:00"}, 2), HasSubstr("HH:MM"));
    EXPECT_THAT(refused({"recipient", "change", "harbor", "c@shop.example", "--time", "06:30"}, 1),
                HasSubstr("'recipient list'"));

    typed({"district", "recipient", "add", "north", "lead@shop.example"});
    typed({"district", "recipient", "change", "north", "lead@shop.example", "--language", "es"});
    EXPECT_THAT(typed({"district", "recipient", "list", "north"}), HasSubstr("es  lead@shop.example\n"));
    EXPECT_THAT(refused({"district", "recipient", "change", "north", "lead@shop.example"}, 2), HasSubstr("--language"));
    EXPECT_THAT(refused({"district", "recipient", "change", "north", "c@shop.example", "--language", "es"}, 1),
                HasSubstr("'district recipient list'"));
}

TEST_F(ListCommands, TellWhatWasForgottenAndWhetherItIsLate) {
    running.stop();  // what is shown is the test's
    running.query("delete from retention_run");
    EXPECT_THAT(typed({"retention", "--runs"}), AllOf(HasSubstr(" are sealed\n"), HasSubstr("nothing was forgotten yet")));
    running.query("insert into retention_run values (now() - interval '3 hours', 12, '{2025-08-01,2025-09-01}', 0)");
    EXPECT_THAT(typed({"retention", "--runs"}),
                AllOf(HasSubstr("more than two hours"),
                      HasSubstr("  removed 12 rows, notes of the months of 2025-08-01, 2025-09-01, found 0 rows")));
    running.query("insert into retention_run values (now(), 0, '{}', 4)");
    const std::string runs = typed({"retention", "--runs"});
    EXPECT_THAT(runs, AllOf(HasSubstr("removed 0 rows, found 4 rows past their term\n"), Not(HasSubstr("two hours"))));
    EXPECT_LT(runs.find("found 4 rows"), runs.find("found 0 rows")) << "the latest first";
    EXPECT_THAT(refused({"retention", "--runs", "--check"}, 2), HasSubstr("--check"));
    running.start();
}

TEST_F(ListCommands, ShowTheCatalogWithItsValidityAndItsPlans) {
    typed({"catalog", "export", (folder / "catalog").string()});
    const std::string file = (folder / "catalog" / "reasons.tsv").string();
    std::string reasons = text_of_file(file);
    reasons.replace(reasons.find("Produce price good"), 18, "Produce is great");
    const auto ended = reasons.find("\n102\t") + 1;
    reasons.erase(ended, reasons.find('\n', ended) + 1 - ended);
    std::ofstream(file) << reasons;
    typed({"catalog", "import", file, "--from", running.in_days(3)});

    EXPECT_THAT(typed({"catalog", "list"}),
                AllOf(HasSubstr("Produce price good"), HasSubstr(" to " + running.in_days(2)), HasSubstr("first screen"),
                      EndsWith("Another catalog is planned from " + running.in_days(3) + " on; '--on " + running.in_days(3) +
                               "' shows it.\n")));
    const auto planned = json::parse(typed({"catalog", "list", "--on", running.in_days(3), "--json"}));
    EXPECT_EQ(planned["on"], running.in_days(3));
    EXPECT_EQ(planned["planned"], json({running.in_days(3)}));
    EXPECT_EQ(planned["reasons"][0]["code"], "101");
    EXPECT_EQ(planned["reasons"][0]["label_en"], "Produce is great");
    EXPECT_EQ(planned["reasons"][0]["valid_to"], nullptr);
    EXPECT_EQ(planned["reasons"][1]["valid_to"], running.in_days(2));
    EXPECT_THAT(refused({"catalog", "list", "--on", "tomorrow"}, 2), HasSubstr("--on"));
}

}  // namespace
}  // namespace tillnote::test
