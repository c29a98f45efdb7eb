#pragma once

#include "server/domain/language.hpp"

#include <string>

namespace tillnote::render {

/// After the right password: the code of the second factor.
struct SignInCodePage {
    std::string csrf_token;
    std::string next;     ///< path to go to afterwards
    std::string path;     ///< of this page, for the way to it in the other language
    std::string message;  ///< empty, or what went wrong and what to do
    domain::Language language = domain::Language::english;
};
/// Pure; any thread.
[[nodiscard]] std::string render_sign_in_code_page(const SignInCodePage& page);

}  // namespace tillnote::render
