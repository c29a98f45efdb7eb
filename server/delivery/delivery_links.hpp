#pragma once

#include "server/domain/delivery_store.hpp"
#include "server/render/digest_mail.hpp"

#include <string>

namespace tillnote::delivery {

/// Where mail leads to. `base_url` without a slash at its end; an empty one gives no links.
[[nodiscard]] render::MailLinks links_of(const domain::LeasedDelivery& leased, const std::string& base_url);

}  // namespace tillnote::delivery
