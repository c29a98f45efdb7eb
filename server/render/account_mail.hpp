#pragma once

#include "server/domain/account_link_store.hpp"
#include "server/render/digest_mail.hpp"

#include <string>

namespace tillnote::render {

/// The mail of a link that sets a password. `url` is the whole link. Pure; any thread.
[[nodiscard]] MailBody render_account_mail(const domain::AccountLink& link, const std::string& url);

}  // namespace tillnote::render
