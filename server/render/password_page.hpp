#pragma once

#include "server/domain/language.hpp"

#include <string>

namespace tillnote::render {

/// The pages of people who are not signed in and want a password.
struct PasswordPage {
    enum class Step {
        ask,         ///< asks for the address to send a link to
        asked,       ///< says the same whether or not there is such an account
        choose,      ///< a link was followed: the new password
        chosen,      ///< it is set
        set_up,      ///< a new installation: token, address and password of the first administrator
        set_up_done  ///< the administrator is there
    };
    Step step = Step::ask;
    std::string csrf_token;
    std::string action;   ///< path the form posts to
    std::string path;     ///< of this page, for the way to it in the other language
    std::string email;    ///< typed, or whose password it is
    std::string token;    ///< typed; of set_up
    std::string message;  ///< empty, or what went wrong and what to do
    domain::Language language = domain::Language::english;
};
/// Pure; any thread.
[[nodiscard]] std::string render_password_page(const PasswordPage& page);

}  // namespace tillnote::render
