#pragma once

#include "server/render/password_page.hpp"
#include "server/routes/guard.hpp"

#include <chrono>
#include <optional>

namespace tillnote::routes {

/// A page of somebody who is not signed in, with a fresh form token and its cookie; `problem` is said on it, and its status
/// is the answer's. `page` has everything but language and token.
[[nodiscard]] http::Response show_open_page(const http::Request& request, render::PasswordPage page,
                                            const std::optional<Error>& problem = std::nullopt);

/// The same when there were too many tries, with the seconds to wait in its Retry-After.
[[nodiscard]] http::Response show_wait(const http::Request& request, render::PasswordPage page, std::chrono::seconds wait);

/// "This page was too old": the form is not of a page that this browser got from us.
[[nodiscard]] Error stale_form();

/// Too many tries, and how long to wait: the number stands in the sentence and goes into Retry-After.
[[nodiscard]] Error too_many_tries(std::chrono::seconds wait);
void set_retry_after(http::Response& response, std::chrono::seconds wait);

}  // namespace tillnote::routes
