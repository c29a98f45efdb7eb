#pragma once

#include "server/domain/recipient.hpp"

#include <string>

namespace tillnote::render {

/// What the link in a mail leads to: one question with one button, or that it is done.
struct UnsubscribePage {
    std::string place_name;  ///< of the store or district
    domain::DeliveryKind kind = domain::DeliveryKind::digest;
    domain::Language language = domain::Language::english;
    std::string action;  ///< path the button posts to
    bool has_left = false;
};
[[nodiscard]] std::string render_unsubscribe_page(const UnsubscribePage& page);

}  // namespace tillnote::render
