#include "schema/note.hpp"

#include "schema/limits.hpp"
#include "schema/text.hpp"

#include <array>

namespace tillnote {
namespace {

constexpr std::array sources{Source::touch, Source::key, Source::hotkey, Source::scan, Source::http, Source::script};
constexpr std::array outcomes{ShowingOutcome::answered, ShowingOutcome::not_asked, ShowingOutcome::expired};

template <typename Values>
std::optional<typename Values::value_type> find_by_text(const Values& values, std::string_view text) noexcept {
    for (const auto value : values) {
        if (to_text(value) == text) {
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace

bool is_comment(std::string_view text) noexcept {
    return is_text_line(text, 1, limits::comment_characters_max);
}

std::string_view to_text(Source source) noexcept {
    switch (source) {
        case Source::touch:
            return "touch";
        case Source::key:
            return "key";
        case Source::hotkey:
            return "hotkey";
        case Source::scan:
            return "scan";
        case Source::http:
            return "http";
        case Source::script:
            return "script";
    }
    return "";
}

std::optional<Source> find_source(std::string_view text) noexcept {
    return find_by_text(sources, text);
}

std::string_view to_text(ShowingOutcome outcome) noexcept {
    switch (outcome) {
        case ShowingOutcome::answered:
            return "answered";
        case ShowingOutcome::not_asked:
            return "not_asked";
        case ShowingOutcome::expired:
            return "expired";
    }
    return "";
}

std::optional<ShowingOutcome> find_showing_outcome(std::string_view text) noexcept {
    return find_by_text(outcomes, text);
}

}  // namespace tillnote
