#include "tests/routes/form_session.hpp"
#include "tests/routes/page_session.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class UserRoutes : public ::testing::Test {
protected:
    std::string id_of(const std::string& email) {
        return running.query("select account_id from account where email = '" + email + "'");
    }
    test::Answer patch(const std::string& email, const json& body) {
        auto headers = bearer(admin);
        headers.emplace_back("Content-Type", "application/json");
        return client.send("PATCH", "/v1/users/" + id_of(email), headers, body.dump());
    }
    test::Answer remove(const std::string& email, const std::string& what) {
        return client.send("DELETE", "/v1/users/" + id_of(email) + "/" + what, bearer(admin), std::nullopt);
    }
    json listed(const std::string& search) {
        return json::parse(client.get("/v1/users?search=" + search, bearer(admin)).body)["users"];
    }
    /// A second administrator, so that the first is not the last.
    void add_administrator() {
        running.query(
            "with added as (insert into account (account_id, email, password_hash, created_at) values (gen_random_uuid(), "
            "'second@test.example', 'hash', now()) returning account_id) insert into account_grant select account_id, "
            "'admin', '' from added returning 1");
    }
    std::string told() {
        return running.query(
            "select coalesce(string_agg(concat_ws(' ', action, object_kind, object_id), ', ' order by "
            "entry_id), '') from audit_entry where action <> 'read'");
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    const std::string admin = running.bearer_of("admin");
};

TEST_F(UserRoutes, InviteAndShowWhoSignsIn) {
    const auto made = client.post_json(
        "/v1/users",
        json{{"email", "New@Shop.Example"}, {"role", "manager"}, {"scope", "oak-street"}, {"language", "es"}}.dump(),
        bearer(admin));
    ASSERT_EQ(made.status, 201) << made.body;
    const auto user = json::parse(made.body);
    EXPECT_EQ(user["email"], "new@shop.example");
    EXPECT_EQ(user["state"], "invited");
    EXPECT_EQ(user["grants"], (json::array({json{{"role", "manager"}, {"scope", "oak-street"}}})));
    EXPECT_TRUE(user["last_sign_in_at"].is_null());
    EXPECT_EQ(running.query("select purpose || ' ' || language from account_link"), "invitation es");
    EXPECT_EQ(listed("shop.example").size(), 1U);
    EXPECT_EQ(json::parse(client.get("/v1/users/" + user["user_id"].get<std::string>(), bearer(admin)).body), user);
    EXPECT_EQ(told(), "invited user new@shop.example");
    const auto post = [&](const json& body) { return client.post_json("/v1/users", body.dump(), bearer(admin)); };
    EXPECT_EQ(post({{"email", "new@shop.example"}, {"role", "chain"}}).status, 409);
    EXPECT_EQ(post({{"email", "nobody"}, {"role", "chain"}}).status, 400);
    EXPECT_EQ(post({{"email", "o@shop.example"}, {"role", "boss"}}).status, 400);
    EXPECT_EQ(post({{"email", "o@shop.example"}, {"role", "manager"}}).status, 400);
    EXPECT_EQ(post({{"email", "o@shop.example"}, {"role", "manager"}, {"scope", "nowhere"}}).status, 422);
    EXPECT_EQ(post({{"email", "o@shop.example"}, {"role", "chain"}, {"language", "fr"}}).status, 400);
    EXPECT_EQ(told(), "invited user new@shop.example") << "the rest did not happen";
    const auto body = client.get("/v1/users", bearer(admin)).body;
    EXPECT_THAT(body, AllOf(Not(HasSubstr("argon")), Not(HasSubstr("hash"))));
}

TEST_F(UserRoutes, ChangeARoleAndEndItsSignInsAtOnce) {
    const auto manager = running.bearer_of("manager");
    ASSERT_EQ(client.get("/v1/stores", bearer(manager)).status, 200);
    const auto changed =
        patch("manager@test.example", {{"grants", json::array({json{{"role", "district"}, {"scope", "south"}}})}});
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(json::parse(changed.body)["grants"][0]["role"], "district");
    EXPECT_EQ(client.get("/v1/stores", bearer(manager)).status, 401) << "the sign-in of before";
    EXPECT_EQ(client.get("/v1/districts/south/comparison", bearer(running.bearer_of("manager"))).status, 200);
    EXPECT_EQ(running.query("select details from audit_entry where action = 'changed'"),
              R"({"after": "district south", "before": "manager oak-street"})");
}

TEST_F(UserRoutes, DisableAndEnable) {
    const auto chain = running.bearer_of("chain");
    EXPECT_EQ(json::parse(patch("chain@test.example", {{"state", "disabled"}}).body)["state"], "disabled");
    EXPECT_EQ(client.get("/v1/stores", bearer(chain)).status, 401);
    EXPECT_EQ(json::parse(patch("chain@test.example", {{"state", "enabled"}}).body)["state"], "enabled");
    EXPECT_EQ(client.get("/v1/stores", bearer(chain)).status, 401) << "a token of before stays ended";
    EXPECT_EQ(told(), "disabled user chain@test.example, enabled user chain@test.example");
}

TEST_F(UserRoutes, KeepTheLastAdministratorAndTheOwnRole) {
    EXPECT_EQ(patch("admin@test.example", {{"state", "disabled"}}).status, 403);
    add_administrator();
    EXPECT_EQ(patch("admin@test.example", {{"grants", json::array({json{{"role", "chain"}}})}}).status, 403);
    EXPECT_EQ(patch("second@test.example", {{"state", "disabled"}}).status, 200);
    EXPECT_EQ(remove("admin@test.example", "second-factor").status, 403);
    EXPECT_EQ(told(), "disabled user second@test.example");
}

TEST_F(UserRoutes, RefuseAChangeWithoutSense) {
    EXPECT_EQ(patch("chain@test.example", json::object()).status, 400);
    EXPECT_EQ(patch("chain@test.example", {{"state", "gone"}}).status, 400);
    EXPECT_EQ(patch("chain@test.example", {{"grants", json::array()}}).status, 400);
    EXPECT_EQ(
        patch("chain@test.example", {{"grants", json::array({json{{"role", "manager"}, {"scope", "nowhere"}}})}}).status,
        422);
    EXPECT_EQ(patch("chain@test.example", {{"email", "x@y.example"}, {"state", "enabled"}}).status, 400);
    EXPECT_EQ(client.get("/v1/users/0190f000-0000-7000-8000-000000000000", bearer(admin)).status, 404);
}

TEST_F(UserRoutes, SendALinkTakeAFactorAndEndSignIns) {
    const auto chain = running.bearer_of("chain");
    EXPECT_EQ(client.post_json("/v1/users/" + id_of("chain@test.example") + "/link", "{}", bearer(admin)).status, 204);
    EXPECT_EQ(running.query("select purpose from account_link"), "reset");
    EXPECT_EQ(remove("chain@test.example", "second-factor").status, 409);
    running.query("insert into second_factor (account_id, secret, confirmed_at) values ('" + id_of("chain@test.example") +
                  "', 'plain:', now()) returning 1");
    EXPECT_EQ(remove("chain@test.example", "second-factor").status, 204);
    EXPECT_EQ(running.query("select count(*) from second_factor"), "0");
    const auto again = running.bearer_of("chain");
    EXPECT_EQ(remove("chain@test.example", "sessions").status, 204);
    EXPECT_EQ(client.get("/v1/stores", bearer(chain)).status, 401);
    EXPECT_EQ(client.get("/v1/stores", bearer(again)).status, 401);
    EXPECT_EQ(told(),
              "asked_for password chain@test.example, reset second_factor chain@test.example, ended session "
              "chain@test.example");
    EXPECT_EQ(patch("chain@test.example", {{"state", "disabled"}}).status, 200);
    EXPECT_EQ(client.post_json("/v1/users/" + id_of("chain@test.example") + "/link", "{}", bearer(admin)).status, 409);
}

TEST_F(UserRoutes, SayThatThreeLinksAreGoodAndWhenToTryAgain) {
    const auto link = [&] {
        return client.post_json("/v1/users/" + id_of("chain@test.example") + "/link", "{}", bearer(admin));
    };
    for (int sent = 0; sent < 3; ++sent) {
        EXPECT_EQ(link().status, 204);
    }
    const auto fourth = link();
    EXPECT_EQ(fourth.status, 409);
    EXPECT_THAT(fourth.body, AllOf(HasSubstr("Three links to this account"), HasSubstr("try again in 60 minutes.")));
    test::PageSession page(running, client, "admin");
    const std::string path = "/admin/users/" + id_of("chain@test.example");
    const auto by_form = page.post(path + "/link", "language=en");
    EXPECT_EQ(by_form.status, 409);
    EXPECT_THAT(by_form.body, HasSubstr("Three links to this account"));
    EXPECT_THAT(page.post(path + "/link?lang=es", "language=es").body, HasSubstr("Ya hay tres enlaces vigentes"));
    EXPECT_EQ(running.query("select count(*) from account_link"), "3");
    EXPECT_EQ(running.query("select string_agg(details::text, ', ') from audit_entry where action = 'asked_for'"),
              R"({"by": "reset"}, {"by": "reset"}, {"by": "reset"})")
        << "nothing is told of what was not done";
    EXPECT_EQ(
        client.post_json("/v1/users", json{{"email", "new@shop.example"}, {"role", "chain"}}.dump(), bearer(admin)).status,
        201);
    EXPECT_EQ(client.post_json("/v1/users/" + id_of("new@shop.example") + "/link", "{}", bearer(admin)).status, 204);
    EXPECT_EQ(running.query("select details from audit_entry order by entry_id desc limit 1"), R"({"by": "invitation"})");
}

TEST_F(UserRoutes, HavePagesThatDoTheSame) {
    test::PageSession page(running, client, "admin");
    const std::string path = "/admin/users/" + id_of("chain@test.example");
    EXPECT_TRUE(page.shows("/admin", "href=\"/admin/users\""));
    EXPECT_TRUE(page.shows("/", "href=\"/admin\""));
    EXPECT_TRUE(page.shows("/admin/users?search=chain", path));
    EXPECT_EQ(
        page.post("/admin/users", "email=p%40shop.example&role=manager&scope=oak-street&language=en").header("location"),
        "/admin/users?done=invited");
    const auto wrong = page.post("/admin/users", "email=q%40shop.example&role=manager&scope=&language=en");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_THAT(wrong.body, AllOf(HasSubstr("role=\"alert\""), HasSubstr("q@shop.example")));
    const auto card =
        page.post("/admin/users", "email=4111111111111111%40shop.example&role=manager&scope=oak-street&language=en");
    EXPECT_EQ(card.status, 400);
    EXPECT_THAT(card.body, HasSubstr("This holds what looks like a card number; write it without."));
    EXPECT_EQ(page.post(path + "/roles", "role=manager&scope=harbor").header("location"), path + "?done=changed");
    EXPECT_TRUE(page.shows(path + "?done=changed", "manager harbor"));
    EXPECT_EQ(page.post(path + "/roles", "role=manager&scope=harbor").status, 409);
    EXPECT_EQ(page.post(path + "/roles", "role=manager&scope=nowhere").status, 422);
    EXPECT_EQ(page.post(path + "/roles/removal", "role=chain&scope=").status, 303);
    EXPECT_EQ(page.post(path + "/roles/removal", "role=manager&scope=harbor").status, 400) << "the last one";
    EXPECT_EQ(page.post(path + "/link", "language=es").header("location"), path + "?done=sent");
    EXPECT_EQ(page.post(path + "/second-factor/removal", "").status, 409);
    EXPECT_EQ(page.post(path + "/sessions/end", "").header("location"), path + "?done=ended");
    EXPECT_EQ(page.post(path + "/state", "state=disabled").header("location"), path + "?done=changed");
    EXPECT_TRUE(page.shows(path, "value=\"enabled\""));
    EXPECT_EQ(page.post(path + "/state", "state=disabled", "wrong").status, 403);
    const std::string own = "/admin/users/" + id_of("admin@test.example");
    EXPECT_THAT(page.get(own).body, AllOf(HasSubstr("your own account"), Not(HasSubstr(own + "/state"))));
    const auto refused = page.post(own + "/state", "state=disabled");
    EXPECT_EQ(refused.status, 403);
    EXPECT_THAT(refused.body, HasSubstr("another administrator"));
    EXPECT_THAT(told(), HasSubstr("invited user p@shop.example, changed user chain@test.example"));
}

TEST_F(UserRoutes, SayWhenSomebodyWasLastHere) {
    test::FormSession browser(running.url());
    ASSERT_EQ(browser.sign_in("manager@test.example").status, 303);
    const auto user = listed("manager")[0];
    EXPECT_FALSE(user["last_sign_in_at"].is_null()) << user;
    EXPECT_FALSE(user["second_factor"].get<bool>());
}

}  // namespace
}  // namespace tillnote
