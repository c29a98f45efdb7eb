#pragma once

#include "server/domain/directory.hpp"
#include "server/render/admin_frame.hpp"
#include "server/render/recipients_page.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tillnote::render {

/// Everybody who is sent mail about a store or a district, those whom it does not reach first; and the stores whose digest
/// nobody gets. Changes are made on the page of the store or district.
struct AdminRecipientsPage {
    AdminFrame frame;
    std::shared_ptr<const domain::Directory> directory;  ///< names and zones
    std::vector<RecipientRow> rows;                      ///< in the order in which they are shown
    std::vector<std::string> unread;                     ///< ids of open stores without a recipient of the digest
};

/// Pure; any thread. Rows and stores beyond the first 300 and 50 are only counted.
[[nodiscard]] std::string render_admin_recipients_page(const AdminRecipientsPage& page);

}  // namespace tillnote::render
