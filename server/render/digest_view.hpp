#pragma once

#include "server/domain/digest.hpp"
#include "server/render/words.hpp"

#include <string>

/// One Digest, three forms with the same content in the same order; the mail (digest_mail) is the fourth. Pure; no clock.
namespace tillnote::render {

/// The bytes of GET /v1/stores/{store}/digests/{day} and of `digest --json`. Shape: CONTRACT "Digest JSON".
[[nodiscard]] std::string render_digest_json(const domain::Digest& digest);

/// Plain text, at most about 45 lines, 78 columns, LF. `page_url`, where there is one, is named before the end.
[[nodiscard]] std::string render_digest_text(const domain::Digest& digest, Language language = Language::english,
                                             std::string_view page_url = {});

/// Links and forms around a digest page.
struct PageFrame {
    std::string signed_in_as;             ///< e-mail
    std::string csrf_token;               ///< for the forms
    std::optional<domain::Day> previous;  ///< nothing before opening
    std::optional<domain::Day> next;      ///< nothing after the open day
    bool manages_lanes = false;           ///< may let terminals in and revoke them
    bool missed = false;                  ///< no server ran until the day's digest was too old to be sent
    bool manages_store = false;           ///< may acknowledge, assign, answer and close lines and alerts
    Language language = Language::english;
};

/// The whole page: valid HTML, no inline style or script. Forms post to /stores/{store}/actions and
/// /stores/{store}/alerts/{id}/acknowledge.
[[nodiscard]] std::string render_digest_page(const domain::Digest& digest, const PageFrame& frame);

}  // namespace tillnote::render
