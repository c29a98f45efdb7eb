#include "server/render/store_parts.hpp"

#include "server/render/local_time.hpp"
#include "server/render/phrases.hpp"

namespace tillnote::render {

std::vector<FieldChoice> district_choices(const std::vector<domain::District>& districts) {
    std::vector<FieldChoice> choices{{"", "–"}};
    for (const domain::District& district : districts) {
        choices.push_back({district.id, district.name});
    }
    return choices;
}

std::string day_rule_words(const domain::DayRule& rule) {
    return clock_words(std::chrono::minutes{rule.cutoff_minutes}) + ' ' + rule.zone;
}

std::string open_words(const domain::Store& store, domain::Day today, domain::Language language) {
    const Words& words = words_of(language);
    if (store.closed_on) {
        return fill(*store.closed_on <= today ? in_language(language, "closed since {0}", "cerrada desde el {0}")
                                              : in_language(language, "closes on {0}", "cierra el {0}"),
                    {dated_words(*store.closed_on, words)});
    }
    return fill(store.opened_on <= today ? in_language(language, "since {0}", "desde el {0}")
                                         : in_language(language, "opens on {0}", "abre el {0}"),
                {dated_words(store.opened_on, words)});
}

}  // namespace tillnote::render
