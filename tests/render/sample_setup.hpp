#pragma once

#include "server/render/admin_catalog_change_page.hpp"
#include "server/render/admin_catalog_page.hpp"
#include "server/render/admin_lanes_page.hpp"
#include "server/render/admin_reason_page.hpp"
#include "server/render/admin_recipients_page.hpp"
#include "server/render/admin_retention_page.hpp"
#include "server/render/admin_store_page.hpp"
#include "server/render/admin_stores_page.hpp"

#include <map>
#include <string>

/// The administrator's pages about what is set up.
namespace tillnote::render::samples {

[[nodiscard]] AdminStoresPage admin_stores();
[[nodiscard]] AdminStorePage admin_store();
[[nodiscard]] AdminLanesPage admin_lanes();
[[nodiscard]] AdminCatalogPage admin_catalog();
[[nodiscard]] AdminReasonPage admin_reason();
[[nodiscard]] AdminCatalogChangePage admin_catalog_change();
[[nodiscard]] AdminRecipientsPage admin_recipients();
[[nodiscard]] AdminRetentionPage admin_retention();

/// Each by the name of its file without ending, in its states and both languages.
[[nodiscard]] std::map<std::string, std::string> setup_pages();

}  // namespace tillnote::render::samples
