#pragma once

#include "lane-client/server_link.hpp"
#include "lane-client/state_folder.hpp"
#include "schema/wire.hpp"

#include <memory>
#include <string>

namespace tillnote::lane {

/// The catalog as last fetched. Null when there is none yet, or the file cannot be read: then only forms are checked.
[[nodiscard]] std::shared_ptr<const LaneCatalog> read_catalog(const StateFolder& folder);

/// What GET /v1/catalog brought.
struct CatalogFetch {
    int status = 0;                              ///< 200, 304, 401, 403
    std::shared_ptr<const LaneCatalog> catalog;  ///< with 200; already in the file
};

/// Asks for the catalog unless `known` is the newest, and keeps a new one in the state folder.
/// Errors: unauthenticated (the token is refused), unreachable, untrusted_server (not Tillnote's answer), disk_full,
/// outbox_unusable.
[[nodiscard]] Result<CatalogFetch> fetch_catalog(Server& server, const StateFolder& folder, const std::string& token,
                                                 const LaneCatalog* known);

}  // namespace tillnote::lane
