#pragma once

#include "server/domain/language.hpp"

#include <kainjow/mustache.hpp>

#include <span>
#include <string_view>

namespace tillnote::render {

/// A fixed text of a template, by its tag.
struct Phrase {
    const char* tag;
    std::string_view en;
    std::string_view es;
};

/// Sets every tag of `phrases` in the reader's language.
void set_phrases(kainjow::mustache::data& data, std::span<const Phrase> phrases, domain::Language language);

/// The phrase of `tag` in the reader's language; empty where there is none.
[[nodiscard]] std::string_view find_phrase(std::span<const Phrase> phrases, std::string_view tag,
                                           domain::Language language) noexcept;

/// One of two texts.
[[nodiscard]] constexpr std::string_view in_language(domain::Language language, std::string_view en,
                                                     std::string_view es) noexcept {
    return language == domain::Language::spanish ? es : en;
}

}  // namespace tillnote::render
