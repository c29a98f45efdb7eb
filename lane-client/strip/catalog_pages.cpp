#include "lane-client/strip/catalog_pages.hpp"

#include "lane-client/strip/words.hpp"

#include <algorithm>
#include <utility>

namespace tillnote::strip {
namespace {

constexpr std::size_t first_row_keys = 7;
constexpr std::size_t page_places = 13;

/// Place `index` of a page: the first row before "More", then the second between Undo and the language.
Place page_place(std::size_t index) {
    const bool below = index >= first_row_keys;
    const int cell = static_cast<int>(below ? index - first_row_keys + 1 : index);
    return {below ? 1 : 0, cell * cell_units, (cell + 1) * cell_units};
}

bool can_be_tapped(const Reason& reason) {
    return reason.polarity != Polarity::lane_only;
}

Part reason_key(const Reason& reason, Language language) {
    return Part{.look = look_of(reason.polarity),
                .shape = shape_of(reason.polarity),
                .text = choose(language, reason.label_en, reason.label_es),
                .action = {Action::Kind::tap, reason.code}};
}

}  // namespace

Look look_of(Polarity polarity) noexcept {
    switch (polarity) {
        case Polarity::praise:
            return Look::praise;
        case Polarity::complaint:
            return Look::complaint;
        case Polarity::request:
            return Look::request;
        case Polarity::competitor:
            return Look::competitor;
        case Polarity::why_here:
            return Look::why_here;
        case Polarity::other:
        case Polarity::lane_only:
            return Look::other;
    }
    return Look::other;
}

Shape shape_of(Polarity polarity) noexcept {
    switch (polarity) {
        case Polarity::praise:
            return Shape::plus;
        case Polarity::complaint:
            return Shape::triangle;
        case Polarity::request:
            return Shape::question;
        case Polarity::competitor:
            return Shape::diamond;
        case Polarity::why_here:
            return Shape::house;
        case Polarity::other:
        case Polarity::lane_only:
            return Shape::ring;
    }
    return Shape::ring;
}

std::vector<Part> first_screen(const LaneCatalog& catalog, Language language) {
    std::vector<Part> keys;
    for (std::size_t index = 0; index < first_row_keys; ++index) {
        const Reason* reason = index < catalog.layout.size() ? catalog.catalog.find_reason(catalog.layout[index]) : nullptr;
        keys.push_back(reason != nullptr && can_be_tapped(*reason) ? reason_key(*reason, language) : Part{});
        keys.back().place = page_place(index);
    }
    return keys;
}

std::vector<Part> group_keys(const LaneCatalog& catalog, Language language) {
    std::vector<Part> keys;
    for (const Department& department : catalog.catalog.departments) {
        const bool has_reasons = std::ranges::any_of(catalog.catalog.reasons, [&](const Reason& reason) {
            return reason.department == department.code && can_be_tapped(reason);
        });
        if (has_reasons) {
            keys.push_back(Part{.look = Look::group,
                                .shape = Shape::bars,
                                .text = choose(language, department.label_en, department.label_es),
                                .action = {Action::Kind::group, department.code}});
        }
    }
    return keys;
}

std::vector<Part> reason_keys(const LaneCatalog& catalog, const std::string& department, Language language) {
    std::vector<Part> keys;
    for (const Reason& reason : catalog.catalog.reasons) {
        if (reason.department == department && can_be_tapped(reason)) {
            keys.push_back(reason_key(reason, language));
        }
    }
    return keys;
}

std::vector<Part> lay_out(std::vector<Part> keys, std::size_t part, Language language) {
    if (keys.size() > page_places) {
        constexpr std::size_t each = page_places - 1;
        const std::size_t parts = (keys.size() + each - 1) / each;
        const std::size_t begin = part % parts * each;
        const std::size_t end = std::min(begin + each, keys.size());
        std::vector<Part> shown(std::make_move_iterator(keys.begin() + static_cast<std::ptrdiff_t>(begin)),
                                std::make_move_iterator(keys.begin() + static_cast<std::ptrdiff_t>(end)));
        shown.resize(each);
        shown.push_back(Part{.look = Look::group,
                             .shape = Shape::bars,
                             .text = std::string(words(language).more),
                             .note = std::to_string(part % parts + 1) + "/" + std::to_string(parts),
                             .action = {Action::Kind::next_part}});
        keys = std::move(shown);
    }
    for (std::size_t index = 0; index < keys.size(); ++index) {
        keys[index].place = page_place(index);
    }
    return keys;
}

}  // namespace tillnote::strip
