#pragma once

#include "schema/error.hpp"
#include "server/domain/language.hpp"
#include "server/domain/organisation.hpp"
#include "server/render/phrases.hpp"

#include <kainjow/mustache.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tillnote::render {

/// What the pages that close the loop have in common: actions, goals, asks, recipients; and of a district.
struct LoopFrame {
    domain::Store store;                       ///< not read where `district` is set
    std::optional<domain::District> district;  ///< the page is the district's
    domain::Language language = domain::Language::english;
    std::string signed_in_as;
    std::string csrf_token;
    bool manages = false;     ///< may change what the page shows; others only read
    bool leads = true;        ///< of a district's page: its lead, who sees all its other pages
    bool reads = true;        ///< sees the other pages of the place, too; an administrator, who keeps its mail, does not
    bool has_digest = false;  ///< of a district: one was made
    domain::Day today;        ///< the store's open business day
    std::string done;         ///< what was done a moment ago, by the tag of the page's phrase; others are left out
    std::optional<Error> problem;  ///< what went wrong with the form that was sent
};

enum class LoopPage { actions, goals, asks, recipients };

/// Sets what templates/loop_top.mustache and loop_foot.mustache need; `heading` is the page's title, too, and `done` has the
/// sentences of what can have been done.
void set_loop_frame(kainjow::mustache::data& data, const LoopFrame& frame, LoopPage page, std::string_view heading,
                    std::span<const Phrase> done);

}  // namespace tillnote::render
