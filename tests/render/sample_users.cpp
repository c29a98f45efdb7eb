#include "tests/render/sample_users.hpp"

namespace tillnote::render::samples {
namespace {

using domain::Role;

const Instant evening{std::chrono::seconds(1'763'350'920)};  // 2025-11-17T03:42:00Z

domain::User person(const char* id, const char* email, std::vector<domain::Grant> grants) {
    domain::User user;
    user.account.account_id = Uuid::parse(std::string("0190f000-0000-7000-8000-00000000000") + id).value();
    user.account.email = email;
    user.account.password_hash = "hash";
    user.account.grants = std::move(grants);
    user.has_second_factor = true;
    user.last_sign_in_at = evening;
    return user;
}

AdminFrame make_frame() {
    AdminFrame frame;
    frame.signed_in_as = "admin@chain.example";
    frame.csrf_token = "sample-token";
    frame.path = "/admin/users";
    return frame;
}

}  // namespace

UsersPage users() {
    UsersPage page;
    page.frame = make_frame();
    page.users = {person("1", "admin@chain.example", {{Role::admin, ""}}),
                  person("2", "maria.gonzalez.of.the.long.address@oak-street.chain.example",
                         {{Role::manager, "oak-street"}, {Role::district, "north"}}),
                  person("3", "new@chain.example", {{Role::chain, ""}}),
                  person("4", "left@chain.example", {{Role::manager, "mill-road"}})};
    page.users[2].account.password_hash = std::string(domain::no_password);
    page.users[2].has_second_factor = false;
    page.users[2].last_sign_in_at.reset();
    page.users[3].account.disabled = true;
    page.more = true;
    return page;
}

UserPage user() {
    UserPage page;
    page.frame = make_frame();
    page.user = users().users[1];
    return page;
}

}  // namespace tillnote::render::samples
