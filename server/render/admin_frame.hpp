#pragma once

#include "schema/error.hpp"
#include "server/domain/language.hpp"
#include "server/render/phrases.hpp"

#include <kainjow/mustache.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tillnote::render {

/// What the pages for administrators have in common. They belong to no store, so their times are UTC.
struct AdminFrame {
    domain::Language language = domain::Language::english;
    std::string signed_in_as;
    std::string csrf_token;
    std::string path;              ///< of the page, for the way to it in the other language; with its query
    std::string done;              ///< what was done a moment ago, by the tag of the page's phrase; others are left out
    std::optional<Error> problem;  ///< what went wrong with the form that was sent
};

/// Sets what templates/admin_nav.mustache needs: the way to every page for administrators; `section` as below.
void set_admin_nav(kainjow::mustache::data& data, std::string_view section, domain::Language language);

/// Sets what templates/admin_top.mustache and loop_foot.mustache need, with the way to every page for administrators;
/// `section` is the path of the page it stands on. `heading` is the page's title, too, and `done` has the sentences of what
/// can have been done.
void set_admin_frame(kainjow::mustache::data& data, const AdminFrame& frame, std::string_view section,
                     std::string_view heading, std::span<const Phrase> done);

}  // namespace tillnote::render
