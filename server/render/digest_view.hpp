#pragma once

#include "server/domain/digest.hpp"

#include <string>

/// One Digest, three forms with the same content in the same order. Pure; no clock.
namespace tillnote::render {

/// The bytes of GET /v1/stores/{store}/digests/{day} and of `digest --json`. Shape: CONTRACT "Digest JSON".
[[nodiscard]] std::string render_digest_json(const domain::Digest& digest);

/// Plain text, at most about 45 lines, 78 columns, LF.
[[nodiscard]] std::string render_digest_text(const domain::Digest& digest);

/// Links around a digest page.
struct PageFrame {
    std::string signed_in_as;             ///< e-mail
    std::string csrf_token;               ///< for the sign-out form
    std::optional<domain::Day> previous;  ///< nothing before opening
    std::optional<domain::Day> next;      ///< nothing after the open day
    bool manages_lanes = false;           ///< may let terminals in and revoke them
};

/// The whole page: valid HTML, no inline style or script.
[[nodiscard]] std::string render_digest_page(const domain::Digest& digest, const PageFrame& frame);

}  // namespace tillnote::render
