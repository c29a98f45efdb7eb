#pragma once

#include "lane-client/state_folder.hpp"

#include <string>

namespace tillnote::strip {

/// The two languages of a lane. Every label of the catalog comes in both.
enum class Language { english, spanish };

/// The one of the pair that is shown. Both must outlive the answer.
[[nodiscard]] inline const std::string& choose(Language language, const std::string& english, const std::string& spanish) {
    return language == Language::english ? english : spanish;
}

/// What was chosen last on this lane; English when nothing was, or it cannot be read.
[[nodiscard]] Language read_language(const lane::StateFolder& folder);

/// Remembers the choice in the state folder; for a member of the lane's group, in that user's own. Blocking: one fsync of a
/// small file. Errors: disk_full, outbox_unusable.
[[nodiscard]] Result<void> write_language(const lane::StateFolder& folder, Language language);

}  // namespace tillnote::strip
