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
    std::string edition_url{};  ///< of a district's digest, whose page is the comparison: what was sent
};

/// Not yet encoded for the wire. Lines end with LF; the subject is one line.
struct MailBody {
    std::string subject;
    std::string text;
    std::string html;
};

/// The HTML is tables with styles of their own, without an image or a script: mail programs keep no style sheet for sure.
/// Each walk-first line links to itself on the page, where it is acknowledged.
[[nodiscard]] MailBody render_digest_mail(const domain::Digest& digest, const MailLinks& links, Language language);

}  // namespace tillnote::render
