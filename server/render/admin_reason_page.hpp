#pragma once

#include "schema/reason_text.hpp"
#include "server/domain/dated_catalog.hpp"
#include "server/render/admin_catalog_page.hpp"

#include <string>

namespace tillnote::render {

/// One reason: what it says and said, and the forms that reword or end it from a day on.
struct AdminReasonPage {
    AdminFrame frame;
    CatalogForm form = CatalogForm::reword;  ///< that the problem is about
    domain::DatedReason entry;
    bool ends = false;       ///< it has ended, or its end is planned
    std::string valid_from;  ///< typed, or the first day that a change may hold from
    ReasonText typed;        ///< or as it is on that day
};

/// Pure; any thread. Works without JavaScript.
[[nodiscard]] std::string render_admin_reason_page(const AdminReasonPage& page);

}  // namespace tillnote::render
