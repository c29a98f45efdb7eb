#include "server/app/user_commands.hpp"

#include "tests/support/running_service.hpp"

#include <gmock/gmock.h>

namespace tillnote::test {
namespace {

using testing::HasSubstr;

/// Commands whose configuration lets only a proxy sign people in.
class UserCommandsByProxyOnly : public testing::Test {
protected:
    void SetUp() override { config.sso_only = true; }

    RunningService running;
    app::Config config = running.config();
};

TEST_F(UserCommandsByProxyOnly, AddAccountsWithoutALinkAndSendNone) {
    app::commands::UserOptions options{.email = "New@Shop.Example", .role = "chain", .scope = {}, .password_file = {}};
    testing::internal::CaptureStdout();
    const auto invited = app::commands::invite_user(config, options);
    EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("new@shop.example is added"));
    EXPECT_TRUE(invited);
    options.role.clear();
    for (const auto& refused :
         {app::commands::invite_user(config, options), app::commands::send_user_link(config, options)}) {
        ASSERT_FALSE(refused);
        EXPECT_THAT(refused.error().detail, HasSubstr("company account"));
    }
    EXPECT_EQ(running.query("select count(*) from account where email = 'new@shop.example'"), "1");
    EXPECT_EQ(running.query("select count(*) from account_link"), "0");
    EXPECT_EQ(running.query("select string_agg(concat_ws(' ', action, object_id), ', ') from audit_entry"),
              "added new@shop.example");
}

TEST_F(UserCommandsByProxyOnly, KeepTheLastAdministratorWhoCanSignIn) {
    const app::commands::UserOptions second{
        .email = "second@test.example", .role = "admin", .scope = {}, .password_file = {}};
    const app::commands::UserOptions third{.email = "third@test.example", .role = "admin", .scope = {}, .password_file = {}};
    testing::internal::CaptureStdout();
    EXPECT_TRUE(app::commands::invite_user(config, second));
    EXPECT_TRUE(app::commands::invite_user(config, third));
    testing::internal::GetCapturedStdout();
    running.query("update account set password_hash = 'hash' where email = 'third@test.example' returning 1");
    const auto refused = app::commands::disable_user(config, "admin@test.example");
    ASSERT_FALSE(refused) << "the password of the third lets nobody in";
    EXPECT_THAT(refused.error().detail, HasSubstr("last administrator"));
    running.query(
        "insert into audit_entry (actor_kind, actor_id, actor_name, actor_role, address, action, object_kind, object_id, "
        "of_store, of_district, outcome, details) select 'person', account_id, email, 'admin', '', 'signed_in', 'user', "
        "email, '', '', 'done', '{\"kind\": \"page by proxy\"}' from account where email = 'second@test.example' returning "
        "1");
    EXPECT_TRUE(app::commands::disable_user(config, "admin@test.example"));
}

}  // namespace
}  // namespace tillnote::test
