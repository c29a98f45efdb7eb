#pragma once

#include "server/domain/digest.hpp"
#include "server/domain/language.hpp"

#include <string>

/// A digest as a mail: the same words as the page, as plain text and as HTML. Pure; no clock.
namespace tillnote::render {

using domain::Language;

/// Where the mail leads to. Whole addresses; an empty one is left out.
struct MailLinks {
    std::string page_url;
    std::string unsubscribe_url;
};

/// Not yet encoded for the wire. Lines end with LF; the subject is one line.
struct MailBody {
    std::string subject;
    std::string text;
    std::string html;
};

[[nodiscard]] MailBody render_digest_mail(const domain::Digest& digest, const MailLinks& links, Language language);

}  // namespace tillnote::render
