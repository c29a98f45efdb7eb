#pragma once

#include "schema/reason_text.hpp"
#include "server/domain/dated_catalog.hpp"
#include "server/render/admin_frame.hpp"

#include <string>
#include <vector>

namespace tillnote::render {

/// The forms of the editor. Each asks for a change that is shown before it is made.
enum class CatalogForm { layout, add, reword, end };

/// The catalog of a business day as an administrator sees it: the strip, each reason with its validity, and the forms that
/// change it from a day on.
struct AdminCatalogPage {
    AdminFrame frame;
    CatalogForm form = CatalogForm::layout;  ///< that the problem is about
    domain::DatedCatalog catalog;
    domain::Day today;                  ///< the latest business day that is open somewhere
    domain::Day day;                    ///< what is shown
    std::vector<domain::Day> planned;   ///< days to come from which something is different
    std::string valid_from;             ///< typed, or the first day that a change may hold from
    ReasonText typed;                   ///< into the form that adds a reason
    std::vector<std::string> layout{};  ///< typed; empty: as it is on that day
};

/// Pure; any thread. Works without JavaScript.
[[nodiscard]] std::string render_admin_catalog_page(const AdminCatalogPage& page);

}  // namespace tillnote::render
