#pragma once

#include "server/domain/user_store.hpp"
#include "server/render/admin_frame.hpp"

namespace tillnote::render {

/// Accounts, and the form that invites somebody.
struct UsersPage {
    AdminFrame frame;
    std::string search;  ///< as typed
    std::vector<domain::User> users;
    bool more = false;      ///< not all of them are shown
    bool has_links = true;  ///< false where only a proxy signs people in: who is added is sent none
    struct Typed {
        std::string email, role, scope, language;
    } typed;
};

/// One account, and what can be done with it.
struct UserPage {
    AdminFrame frame;
    domain::User user;
    bool own = false;       ///< of the reader, who cannot change it here
    bool has_links = true;  ///< as above
    std::string typed_role;
    std::string typed_scope;
};

/// Pure; any thread. Both work without JavaScript.
[[nodiscard]] std::string render_users_page(const UsersPage& page);
[[nodiscard]] std::string render_user_page(const UserPage& page);

/// The way to each page for administrators.
[[nodiscard]] std::string render_admin_page(const AdminFrame& frame);

}  // namespace tillnote::render
