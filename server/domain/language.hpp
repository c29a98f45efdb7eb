#pragma once

#include <optional>
#include <string_view>

namespace tillnote::domain {

/// What a recipient reads.
enum class Language { english, spanish };

/// "en" or "es": in the database, in JSON, and as the lang attribute of a page.
[[nodiscard]] constexpr std::string_view to_text(Language language) noexcept {
    return language == Language::spanish ? "es" : "en";
}

[[nodiscard]] constexpr std::optional<Language> find_language(std::string_view text) noexcept {
    if (text == "en") {
        return Language::english;
    }
    return text == "es" ? std::optional(Language::spanish) : std::nullopt;
}

}  // namespace tillnote::domain
