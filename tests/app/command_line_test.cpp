#include "tests/app/typed_commands.hpp"

#include "schema/time_text.hpp"
#include "server/app/database_ports.hpp"
#include "server/domain/business_day.hpp"
#include "tests/support/file_text.hpp"
#include "tests/support/secret_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace tillnote::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class CommandLine : public TypedCommands {
protected:
    /// Mails the digests of northside's last days to its lead, without a service that might do it first.
    void send_first_digest() {
        running.stop();
        typed({"district", "recipient", "add", "north", "lead@shop.example"});
        app::DatabasePorts digest(running.config().database_digest);
        const domain::Day today{std::chrono::floor<std::chrono::days>(test::now())};
        ASSERT_TRUE(digest.district_editions.record_run("north", domain::add_days(today, -4), domain::RunOutcome::begun,
                                                        test::now()));
        EXPECT_THAT(typed({"send-due"}), HasSubstr("districts: ")) << "the day three days ago is due in any zone";
        running.start();
    }
};

TEST_F(CommandLine, InvitesAPersonByMailAndNamesWhatIsWrong) {
    EXPECT_THAT(
        typed({"user", "invite", "New@Shop.Example", "--role", "manager", "--scope", "oak-street", "--language", "es"}),
        HasSubstr("A link to set the password goes to new@shop.example"));
    EXPECT_EQ(running.query("select purpose || ' ' || language from account_link"), "invitation es");
    EXPECT_THAT(typed({"user", "invite", "new@shop.example"}), HasSubstr("seven days")) << "once more";
    EXPECT_THAT(refused({"user", "invite", "new@shop.example", "--role", "chain"}, 1), HasSubstr("has an account already"));
    EXPECT_THAT(refused({"user", "invite", "other@shop.example"}, 2), HasSubstr("--role"));
    EXPECT_THAT(refused({"user", "invite", "nobody", "--role", "chain"}, 2), HasSubstr("manager@shop.example"));
    EXPECT_THAT(refused({"user", "invite", "other@shop.example", "--role", "manager"}, 2), HasSubstr("--scope STORE"));
    EXPECT_THAT(refused({"user", "invite", "other@shop.example", "--role", "manager", "--scope", "nowhere"}, 1),
                HasSubstr("nowhere"));
}

TEST_F(CommandLine, SaysThatThreeLinksAreGoodAndWhenToTryAgain) {
    for (int sent = 0; sent < 3; ++sent) {
        EXPECT_THAT(typed({"user", "link", "chain@test.example"}), HasSubstr("good once, for an hour"));
    }
    EXPECT_THAT(refused({"user", "link", "chain@test.example"}, 1), HasSubstr("try again in 60 minutes."));
    EXPECT_EQ(running.query("select string_agg(details->>'by', ' ') from audit_entry where action = 'asked_for'"),
              "reset reset reset");
}

TEST_F(CommandLine, RefusesACommonPasswordOfANewAccount) {
    test::write_secret(folder / "password", "password1234\n");
    EXPECT_THAT(
        refused({"user", "add", "c@shop.example", "--role", "chain", "--password-file", (folder / "password").string()}, 1),
        HasSubstr("first that are guessed"));
    test::write_secret(folder / "password", "purple lamp eats tuesday\n");
    typed({"user", "add", "c@shop.example", "--role", "chain", "--password-file", (folder / "password").string()});
    EXPECT_THAT(typed({"user", "list"}), HasSubstr("c@shop.example"));
}

TEST_F(CommandLine, LeavesAnEntryOfEachChangeAndPrintsThem) {
    const auto told = [&] {
        return running.query(
            "select string_agg(concat_ws(' ', action, object_kind, object_id, of_store, of_district), ', ' order by "
            "entry_id)"
            " from audit_entry where actor_kind = 'command_line'");
    };
    typed({"store", "district", "west", "--name", "West"});
    typed({"store", "add", "pine-lane", "--name", "Pine Lane", "--district", "west", "--zone", "America/Chicago"});
    typed({"store", "close-day", "pine-lane", "2026-12-25", "--why", "Christmas"});
    typed({"store", "keys", "pine-lane", "--layout", "101,102"});
    typed({"lane", "token", "pine-lane", "3"});
    typed({"lane", "revoke", "pine-lane", "3"});
    typed({"user", "invite", "m@pine.example", "--role", "manager", "--scope", "pine-lane"});
    typed({"user", "token", "m@pine.example"});
    typed({"user", "disable", "m@pine.example"});
    typed({"district", "rhythm", "west", "weekly"});
    typed({"store", "export", "pine-lane"});
    EXPECT_EQ(told(),
              "changed district west  west, added store pine-lane pine-lane , ended business_day 2026-12-25 pine-lane , "
              "changed keys  pine-lane , added lane_token 3 pine-lane , revoked lane 3 pine-lane , "
              "invited user m@pine.example  , added session m@pine.example  , disabled user m@pine.example  , "
              "changed digest_rhythm   west, exported store pine-lane pine-lane ");
    refused({"store", "move", "pine-lane", "--district", "nowhere"}, 1);
    EXPECT_EQ(running.query("select details::text from audit_entry where action = 'invited'"),
              R"({"role": "manager pine-lane"})");
    const auto listed = json::parse(typed({"audit", "--action", "revoked", "--json"}));
    ASSERT_EQ(listed["entries"].size(), 1U);
    EXPECT_EQ(listed["entries"][0]["actor"]["kind"], "command_line");
    EXPECT_FALSE(listed["entries"][0]["actor"]["name"].get<std::string>().empty());
    EXPECT_THAT(typed({"audit", "--store", "pine-lane"}),
                AllOf(HasSubstr("revoked lane 3 pine-lane"), Not(HasSubstr("west"))));
    EXPECT_THAT(typed({"audit", "--from", "2020-01-01", "--to", "2020-01-02"}), HasSubstr("no such entry"));
    EXPECT_THAT(refused({"audit", "--from", "yesterday"}, 2), HasSubstr("--from: Name a day"));
    EXPECT_THAT(told(), EndsWith("read audit_log   , read audit_log   , read audit_log   ")) << "reading it is told of, too";
}

TEST_F(CommandLine, LooksAfterAccountsByTheRulesOfThePages) {
    typed({"user", "grant", "chain@test.example", "--role", "manager", "--scope", "oak-street"});
    EXPECT_THAT(refused({"user", "grant", "chain@test.example", "--role", "manager", "--scope", "oak-street"}, 1),
                HasSubstr("this role already"));
    EXPECT_THAT(refused({"user", "grant", "chain@test.example", "--role", "manager", "--scope", "nowhere"}, 1),
                HasSubstr("nowhere"));
    EXPECT_THAT(typed({"user", "list"}), HasSubstr("manager oak-street"));
    typed({"user", "ungrant", "chain@test.example", "--role", "chain"});
    EXPECT_THAT(refused({"user", "ungrant", "chain@test.example", "--role", "manager", "--scope", "oak-street"}, 1),
                HasSubstr("one to 20 roles"));
    EXPECT_THAT(refused({"user", "disable", "admin@test.example"}, 1), HasSubstr("the last administrator"));
    EXPECT_THAT(refused({"user", "ungrant", "admin@test.example", "--role", "admin"}, 1), HasSubstr("roles"));
    typed({"user", "disable", "chain@test.example"});
    EXPECT_THAT(refused({"user", "link", "chain@test.example"}, 1), HasSubstr("enable it first"));
    typed({"user", "enable", "chain@test.example"});
    EXPECT_THAT(typed({"user", "link", "chain@test.example"}), HasSubstr("for an hour"));
    typed({"user", "token", "chain@test.example"});
    EXPECT_THAT(typed({"user", "end-sessions", "chain@test.example"}), HasSubstr("1 sign-ins and tokens"));
    const auto users = json::parse(typed({"user", "list", "--json"}))["users"];
    EXPECT_EQ(users.size(), 4U);
    EXPECT_EQ(running.query("select string_agg(concat_ws(' ', action, object_kind), ', ' order by entry_id) from audit_entry"
                            " where object_id = 'chain@test.example'"),
              "changed user, changed user, disabled user, enabled user, asked_for password, added session, ended session");
    EXPECT_THAT(refused({"user", "end-sessions", "nobody@test.example"}, 1), HasSubstr("user list"));
}

TEST_F(CommandLine, SetsUpAStoreByTheRulesOfThePages) {
    typed({"store", "district", "valley", "--name", "Valley"});
    typed({"store", "add", "elm-court", "--name", "Elm Court", "--district", "valley", "--zone", "America/Denver"});
    typed({"store", "add", "elm-court", "--name", "Elm Court", "--district", "valley", "--zone", "America/Denver"});
    EXPECT_EQ(running.query("select count(*) from store_day_rule where store_id = 'elm-court'"), "1") << "nothing new";
    typed({"store", "change", "elm-court", "--name", "Elm & Main"});
    typed({"store", "change", "elm-court", "--cutoff-minutes", "300", "--from", running.in_days(5)});
    EXPECT_EQ(running.query("select string_agg(cutoff_minutes::text, ' ' order by valid_from) from store_day_rule where "
                            "store_id = 'elm-court'"),
              "240 300");
    typed({"store", "add", "elm-court", "--name", "Elm & Main", "--district", "valley", "--zone", "America/Denver"});
    EXPECT_EQ(running.query("select string_agg(cutoff_minutes::text, ' ' order by valid_from) from store_day_rule where "
                            "store_id = 'elm-court'"),
              "240 300")
        << "what is not typed stays";
    EXPECT_THAT(refused({"store", "change", "elm-court", "--zone", "Denver"}, 2), HasSubstr("zone: 'Denver'"));
    EXPECT_THAT(refused({"store", "change", "elm-court", "--cutoff-minutes", "60", "--from", running.in_days(-3)}, 1),
                HasSubstr("keeps its bounds"));
    EXPECT_THAT(refused({"store", "change", "elm-court"}, 2), HasSubstr("--zone or --cutoff-minutes"));
    EXPECT_THAT(refused({"store", "change", "elm-court", "--name", "E", "--from", running.in_days(5)}, 2),
                HasSubstr("--from"));
    EXPECT_THAT(refused({"store", "change", "nowhere", "--name", "E"}, 1), HasSubstr("nowhere"));
    EXPECT_THAT(refused({"store", "add", "Elm", "--name", "E", "--district", "valley", "--zone", "America/Denver"}, 2),
                HasSubstr("id: "));
    EXPECT_THAT(refused({"store", "add", "elm-court", "--name", "E", "--district", "valley", "--zone", "America/Denver",
                         "--opened-on", "2020-01-01"},
                        1),
                HasSubstr("leave --opened-on out"));
    typed({"store", "move", "elm-court", "--district", "north", "--on", running.in_days(2)});
    typed({"store", "close-day", "elm-court", running.in_days(3), "--why", "Storm"});
    EXPECT_THAT(refused({"store", "close-day", "elm-court", running.in_days(3), "--why", ""}, 2), HasSubstr("why"));
    typed({"store", "open-day", "elm-court", running.in_days(3)});
    EXPECT_THAT(refused({"store", "open-day", "elm-court", running.in_days(3)}, 1), HasSubstr("not said to be closed"));
    typed({"store", "close", "elm-court", "--on", running.in_days(9)});
    EXPECT_THAT(refused({"store", "close", "elm-court", "--on", "1999-01-01"}, 1), HasSubstr("opened on"));
    typed({"store", "reopen", "elm-court"});
    EXPECT_THAT(typed({"store", "list"}), AllOf(HasSubstr("Elm & Main"), HasSubstr("north")));
    EXPECT_THAT(typed({"audit", "--store", "elm-court"}), HasSubstr("cutoff=05:00"));
}

TEST_F(CommandLine, WritesTheCatalogThatItReadsAndPlansAnotherFromADayOn) {
    const auto written = [&](const char* name) { return (folder / "catalog" / name).string(); };
    const auto content = [&](const char* name) { return text_of_file(written(name)); };
    typed({"catalog", "export", (folder / "catalog").string()});
    const std::string version = running.query("select md5(string_agg(r::text, '' order by code)) from reason as r");
    const std::string reasons = content("reasons.tsv");
    EXPECT_THAT(reasons, HasSubstr("101\tproduce\tprice\tpraise\tProduce price good"));
    typed({"catalog", "import", written("reasons.tsv")});
    EXPECT_EQ(running.query("select md5(string_agg(r::text, '' order by code)) from reason as r"), version);
    EXPECT_EQ(running.query("select count(*) from reason_change"), "0") << "the same catalog changes nothing";

    std::string next = reasons;
    next.replace(next.find("Produce price good"), 18, "Produce is great");
    std::ofstream(folder / "catalog" / "reasons.tsv") << next;
    EXPECT_THAT(refused({"catalog", "import", written("reasons.tsv"), "--from", running.in_days(0)}, 1),
                HasSubstr("keeps its catalog"));
    typed({"catalog", "import", written("reasons.tsv"), "--from", running.in_days(3)});
    EXPECT_EQ(running.query("select label_en || ' ' || valid_from from reason_change"),
              "Produce is great " + running.in_days(3));
    typed({"catalog", "export", (folder / "catalog").string(), "--on", running.in_days(3)});
    EXPECT_EQ(content("reasons.tsv"), next);
    typed({"catalog", "export", (folder / "catalog").string(), "--on", running.in_days(2)});
    EXPECT_EQ(content("reasons.tsv"), reasons);
    typed({"catalog", "import", written("reasons.tsv"), "--from", running.in_days(3)});
    EXPECT_EQ(running.query("select count(*) from reason_change"), "0") << "taken back";
}

TEST_F(CommandLine, ResetsASecondFactor) {
    EXPECT_THAT(refused({"user", "second-factor", "reset", "chain@test.example"}, 1), HasSubstr("no second factor"));
    running.query(
        "insert into second_factor (account_id, secret, confirmed_at) select account_id, 'plain:', now() from account "
        "where email = 'chain@test.example' returning 1");
    EXPECT_THAT(typed({"user", "second-factor", "reset", "chain@test.example"}), HasSubstr("sets it up anew"));
    EXPECT_EQ(running.query("select count(*) from second_factor"), "0");
    running.query(
        "insert into second_factor (account_id, secret, confirmed_at) select account_id, 'plain:', now() from account "
        "where email = 'chain@test.example' returning 1");
    typed({"user", "disable", "chain@test.example"});
    EXPECT_THAT(typed({"user", "second-factor", "reset", "chain@test.example"}), HasSubstr("sets it up anew"))
        << "before it is enabled again";
    EXPECT_THAT(refused({"user", "second-factor", "reset", "nobody@test.example"}, 1), HasSubstr("user list"));
}

TEST_F(CommandLine, PrintsASetupTokenWhileThereIsNoAdministrator) {
    EXPECT_THAT(refused({"setup-token"}, 1), HasSubstr("an administrator already"));
    running.query("update account set disabled_at = now() where email = 'admin@test.example' returning 1");
    const std::string token = typed({"setup-token"});
    EXPECT_EQ(token.size(), 44U) << "the token, its line's end, and nothing else";
    EXPECT_EQ(running.query("select count(*) from setup_token"), "1");
    running.query("update account set disabled_at = null where email = 'admin@test.example' returning 1");
}

TEST_F(CommandLine, KeepsWhoGetsADistrictsDigest) {
    EXPECT_THAT(typed({"district", "recipient", "list", "north"}),
                AllOf(StartsWith("rhythm daily\n"), HasSubstr("'district recipient add north EMAIL' adds somebody")));
    const auto id = typed({"district", "recipient", "add", "north", "lead@shop.example", "--language", "es"});
    typed({"district", "rhythm", "north", "weekly"});
    EXPECT_EQ(typed({"district", "recipient", "list", "north"}), "rhythm weekly\nes  lead@shop.example\n");
    typed({"district", "recipient", "remove", "north", "lead@shop.example"});
    EXPECT_THAT(typed({"district", "recipient", "list", "north"}), HasSubstr("es  lead@shop.example  (has left)"));
    EXPECT_EQ(typed({"district", "recipient", "add", "north", "lead@shop.example"}), id) << "back in";
    EXPECT_EQ(running.query("select count(*) from audit_entry where object_id = '" + id.substr(0, 36) + "'"), "3");
    EXPECT_THAT(refused({"district", "recipient", "add", "north", "nobody"}, 2), HasSubstr("manager@shop.example"));
    EXPECT_THAT(refused({"district", "recipient", "remove", "north", "else@shop.example"}, 1), HasSubstr("list' shows it"));
    EXPECT_THAT(refused({"district", "recipient", "list", "west"}, 1), HasSubstr("district"));
    EXPECT_THAT(refused({"district", "recipient", "add", "west", "lead@shop.example"}, 1), HasSubstr("district"));
    EXPECT_THAT(refused({"district", "rhythm", "north", "hourly"}, 2), HasSubstr("RHYTHM"));
}

TEST_F(CommandLine, PrintsADistrictsDigestAsItWasSent) {
    EXPECT_THAT(refused({"district", "digest", "north", "latest"}, 1), HasSubstr("none of its digests was made yet"));
    send_first_digest();
    const std::string text = typed({"district", "digest", "north", "latest"});
    EXPECT_THAT(text, AllOf(HasSubstr("Northside"), HasSubstr("Oak Street: no digest of the last day")));
    EXPECT_EQ(typed({"district", "digest", "north", "latest", "--text"}), text);
    EXPECT_THAT(typed({"district", "digest", "north", "latest", "--html", "--edition", "1"}), StartsWith("<!DOCTYPE html>"));
    const std::string bytes = typed({"district", "digest", "north", "latest", "--json"});
    const std::string day = json::parse(bytes)["day"];
    RecordingClient anew{running.url()};
    EXPECT_EQ(bytes, anew.get("/v1/districts/north/digests/" + day, bearer(running.bearer_of("district"))).body + "\n");
    EXPECT_THAT(refused({"district", "digest", "north", day, "--edition", "2"}, 1), HasSubstr("There is no such digest"));
    EXPECT_THAT(refused({"district", "digest", "north", "yesterday"}, 2), HasSubstr("YYYY-MM-DD or 'latest'"));
    EXPECT_THAT(refused({"district", "digest", "north", day, "--json", "--html"}, 2), Not(IsEmpty()));
}

TEST_F(CommandLine, ExplainsADistrictsDigestFromItsKeptInput) {
    send_first_digest();
    const std::string explained = typed({"district", "explain", "north", "latest"});
    EXPECT_THAT(explained, StartsWith("Edition 1 of 1, frozen at "));
    EXPECT_THAT(explained, AllOf(HasSubstr("equals what was sent, byte for byte."), HasSubstr("Oak Street: 0 remarks = "),
                                 HasSubstr("nothing has arrived since."), HasSubstr("frozen: mill-road oak-street.")));
    const std::string day = json::parse(typed({"district", "digest", "north", "latest", "--json"}))["day"];
    std::ofstream(folder / "traffic.csv") << "store,day,staffed_transactions\noak-street," << day << ",1834\n";
    typed({"traffic", "import", (folder / "traffic.csv").string()});
    EXPECT_THAT(typed({"district", "explain", "north", day, "--edition", "1"}),
                EndsWith("this has arrived since:\n  Oak Street, " + day + ": traffic not known then, 1834 now\n"));
    running.query("UPDATE district_edition SET digest = replace(digest, 'Northside', 'Southside') RETURNING 1");
    EXPECT_THAT(typed({"district", "explain", "north", day}),
                AllOf(HasSubstr("derives something else"), Not(HasSubstr("byte for byte"))));
    running.query("UPDATE district_edition SET input = '{}' RETURNING 1");
    EXPECT_THAT(refused({"district", "explain", "north", day}, 1), HasSubstr("cannot be read"));
    EXPECT_THAT(refused({"district", "explain", "south", "latest"}, 1), HasSubstr("none of its digests was made yet"));
}

TEST_F(CommandLine, ListsAMailThatCameBackAsFailed) {
    send_first_digest();
    const auto deliveries = json::parse(typed({"deliveries", "list", "--state", "sent", "--json"}));
    ASSERT_FALSE(deliveries.empty());
    const std::string sent = deliveries[0]["message_id"];
    const std::string file = folder / "bounce";
    const auto write = [&](const std::string& action, const std::string& message_id) {
        std::ofstream(file) << "Content-Type: multipart/report\n\n--x\nContent-Type: message/delivery-status\n\nAction: "
                            << action << "\nStatus: 5.1.1\n\n--x\nContent-Type: text/rfc822-headers\n\nMessage-ID: <"
                            << message_id << ">\n\n--x--\n";
    };
    write("delayed", sent);
    EXPECT_THAT(typed({"bounce", file}), HasSubstr("not given up"));
    write("failed", "another@shop.example");
    EXPECT_THAT(refused({"bounce", file}, 1), HasSubstr("No mail was sent with the Message-ID another@shop.example"));
    write("failed", sent);
    EXPECT_THAT(typed({"bounce", file}), HasSubstr("bounced"));
    EXPECT_THAT(typed({"deliveries", "list", "--state", "failed"}), HasSubstr(": Bounced: 5.1.1"));
    std::ofstream(file) << "Subject: hello\n\nNothing of the kind.\n";
    EXPECT_THAT(refused({"bounce", file}, 1), HasSubstr("no delivery status notification"));
    EXPECT_THAT(refused({"bounce", folder / "none"}, 1), HasSubstr("cannot be read"));
}

TEST_F(CommandLine, ExportsAStoreAndErasesItOnlyWhenItHasClosed) {
    const Printed exported = type({"store", "export", "harbor"});
    EXPECT_EQ(exported.exit, 0) << exported.error;
    EXPECT_THAT(exported.out, HasSubstr("{\"table\":\"store\",\"row\":{\"store_id\":\"harbor\""));
    EXPECT_THAT(exported.error, HasSubstr("store: 1 rows exported"));
    EXPECT_THAT(refused({"store", "export", "nowhere"}, 1), HasSubstr("nowhere"));
    EXPECT_THAT(refused({"store", "erase", "harbor", "--confirm", "oak-street"}, 2), HasSubstr("a second time"));
    EXPECT_THAT(refused({"store", "erase", "harbor", "--confirm", "harbor"}, 1), HasSubstr("closed for two days"));
    running.query("UPDATE store SET closed_on = current_date - 3 WHERE store_id = 'harbor' RETURNING 1");
    EXPECT_THAT(typed({"store", "erase", "harbor", "--confirm", "harbor"}), HasSubstr("store: 1 rows erased"));
    EXPECT_THAT(refused({"store", "export", "harbor"}, 1), HasSubstr("harbor"));
}

TEST_F(CommandLine, MakesListsAndRevokesReadTokens) {
    EXPECT_THAT(typed({"token", "list"}), HasSubstr("There are no read tokens"));
    std::string secret = typed({"token", "add", "Power BI", "--district", "north", "--days", "30"});
    ASSERT_THAT(secret, AllOf(StartsWith("tnr_"), EndsWith("\n")));
    secret.pop_back();
    const auto read = [&](const std::string& path) { return client.get(path, bearer(secret)).status; };
    EXPECT_EQ(read("/v1/districts/north/comparison"), 200);
    EXPECT_EQ(read("/v1/districts/south/comparison"), 403);
    const json listed = json::parse(typed({"token", "list", "--json"}));
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0]["name"], "Power BI");
    EXPECT_EQ(listed[0]["reads"], "district");
    EXPECT_EQ(listed[0]["scope"], "north");
    EXPECT_THAT(listed[0].dump(), Not(HasSubstr(secret)));
    EXPECT_THAT(typed({"token", "list"}), AllOf(HasSubstr("district north"), HasSubstr("Power BI"), Not(HasSubstr(secret))));
    const std::string id = listed[0]["token_id"];
    typed({"token", "revoke", id});
    EXPECT_EQ(read("/v1/districts/north/comparison"), 401);
    EXPECT_EQ(json::parse(typed({"token", "list", "--json"}))[0]["state"], "revoked");
    EXPECT_THAT(refused({"token", "revoke", "which"}, 2), HasSubstr("token list"));
    EXPECT_THAT(refused({"token", "revoke", fresh_id().to_string()}, 1), Not(IsEmpty()));
}

TEST_F(CommandLine, TakesACardNumberNowhereAndRepeatsNone) {
    const std::string number = "4111111111111111";
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"user", "invite", number + "@shop.example", "--role", "chain"},
             {"user", "invite", "other@shop.example", "--role", "manager", "--scope", number},
             {"store", "district", number, "--name", "Valley"},
             {"store", "district", "valley", "--name", number},
             {"store", "change", "oak-street", "--name", "Pine " + number},
             {"store", "close-day", "oak-street", running.in_days(3), "--why", number},
             {"district", "recipient", "add", "north", number + "@shop.example"},
             {"token", "add", "for " + number, "--chain"}}) {
        EXPECT_THAT(refused(words, 2),
                    AllOf(HasSubstr("looks like a card number; write it without."), Not(HasSubstr(number))));
    }
}

TEST_F(CommandLine, RefusesReadTokensThatSayTooLittleOrTooMuch) {
    EXPECT_THAT(refused({"token", "add", "BI"}, 2), HasSubstr("--chain"));
    EXPECT_THAT(refused({"token", "add", "BI", "--chain", "--store", "oak-street"}, 2), Not(IsEmpty()));
    EXPECT_THAT(refused({"token", "add", "BI", "--chain", "--days", "367"}, 2), HasSubstr("366"));
    EXPECT_THAT(refused({"token", "add", "BI", "--store", "nowhere"}, 1), HasSubstr("store"));
    EXPECT_THAT(refused({"token", "add", std::string(61, 'x'), "--chain"}, 2), HasSubstr("60"));
    EXPECT_EQ(json::parse(typed({"token", "list", "--json"})).size(), 0U);
}

}  // namespace
}  // namespace tillnote::test
