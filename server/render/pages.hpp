#pragma once

#include "schema/error.hpp"
#include "server/domain/language.hpp"
#include "server/domain/organisation.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::render {

using domain::Language;

struct SignInPage {
    std::string csrf_token{};
    std::string email{};            ///< what was typed before, to keep it
    std::string message{};          ///< empty, or what went wrong and what to do
    std::string next{};             ///< path to go to afterwards
    std::string path = "/sign-in";  ///< of this page, for the way to it in the other language
    Language language = Language::english;
    bool has_form = true;        ///< else a proxy signs people in, and the page says so
    std::string unknown_user{};  ///< whom the proxy has signed in, and who has no account here
    bool signed_out = false;     ///< says so, and offers to sign in again
    std::string sign_out_url{};  ///< where the proxy's own sign-in ends; empty where that is not known
};
[[nodiscard]] std::string render_sign_in_page(const SignInPage& page);

/// One line of the list of stores: what is worth a look today.
struct StoreLine {
    std::string id;
    std::string name;
    std::string district_name;
    domain::Day latest;  ///< last ended business day
    int remarks = 0;
    std::optional<int> percent_complete;  ///< nothing where no lane was expected, or the list is too long to work it out
    std::string district_asks_path{};     ///< for the lead of the district; empty for others
    std::string district_mail_path{};     ///< of who gets the district's digest; empty where the reader may not
    std::string district_path{};          ///< of the page that compares its district; empty where the reader may not
    int alerts = 0;                       ///< that nobody has acknowledged
};
struct StoresPage {
    std::string signed_in_as;
    std::string csrf_token;
    std::vector<StoreLine> stores;
    Language language = Language::english;
    bool compares_districts = false;
    bool administers = false;  ///< has pages of its own under /admin
};
[[nodiscard]] std::string render_stores_page(const StoresPage& page);

/// A problem as a page for a person: title, what to do, the request id to quote.
struct ProblemPage {
    int status = 0;
    std::string title;
    std::string detail;
    std::string request_id;
    bool signed_in = false;
    Language language = Language::english;
};
[[nodiscard]] std::string render_problem_page(const ProblemPage& page);

struct Asset {
    std::string_view content_type;
    std::string_view body;
    std::string_view path;  ///< "/assets/<name>.<hash>.css": may be cached for good
};
/// The style sheet and the icon, built into the program. Nothing when there is none of that path.
[[nodiscard]] std::optional<Asset> find_asset(std::string_view path);

}  // namespace tillnote::render
