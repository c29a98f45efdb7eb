#pragma once

#include "server/domain/district_digest.hpp"
#include "server/render/digest_mail.hpp"

namespace tillnote::render {

/// A district's digest as a mail: text and HTML with the same content, at most one printed page. Pure; no clock.
[[nodiscard]] MailBody render_district_mail(const domain::DistrictDigest& digest, const MailLinks& links, Language language);

/// The same as plain text, as a terminal shows it too.
[[nodiscard]] std::string render_district_text(const domain::DistrictDigest& digest, const MailLinks& links,
                                               Language language);

}  // namespace tillnote::render
