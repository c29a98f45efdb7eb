#include "server/render/phrases.hpp"

namespace tillnote::render {

void set_phrases(kainjow::mustache::data& data, std::span<const Phrase> phrases, domain::Language language) {
    for (const Phrase& phrase : phrases) {
        data.set(phrase.tag, std::string{in_language(language, phrase.en, phrase.es)});
    }
}

std::string_view find_phrase(std::span<const Phrase> phrases, std::string_view tag, domain::Language language) noexcept {
    for (const Phrase& phrase : phrases) {
        if (phrase.tag == tag) {
            return in_language(language, phrase.en, phrase.es);
        }
    }
    return {};
}

}  // namespace tillnote::render
