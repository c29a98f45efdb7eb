#include "server/render/phrases.hpp"

namespace tillnote::render {

void set_phrases(kainjow::mustache::data& data, std::span<const Phrase> phrases, domain::Language language) {
    for (const Phrase& phrase : phrases) {
        data.set(phrase.tag, std::string{in_language(language, phrase.en, phrase.es)});
    }
}

}  // namespace tillnote::render
