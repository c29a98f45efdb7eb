#pragma once

#include "server/domain/catalog_change.hpp"
#include "server/render/admin_frame.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tillnote::render {

/// What a form of the catalog's editor would change, before it is changed.
struct AdminCatalogChangePage {
    AdminFrame frame;
    std::string path;                                         ///< of the form: it is sent there again
    std::vector<std::pair<std::string, std::string>> fields;  ///< what was typed, sent again with the answer
    std::string version;                                      ///< of the catalog that was looked at
    domain::Day valid_from;
    Catalog before;                         ///< of that day, as it stands
    Catalog after;                          ///< of that day, if it is confirmed
    std::vector<domain::Day> falling_away;  ///< later days with plans, which give way
};

/// Pure; any thread. Works without JavaScript.
[[nodiscard]] std::string render_admin_catalog_change_page(const AdminCatalogChangePage& page);

}  // namespace tillnote::render
