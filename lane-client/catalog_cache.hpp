#pragma once

#include "lane-client/server_link.hpp"
#include "lane-client/state_folder.hpp"
#include "schema/wire.hpp"

#include <memory>
#include <string>

namespace tillnote::lane {

/// A catalog and the tag the server gave it.
struct TaggedCatalog {
    std::shared_ptr<const LaneCatalog> catalog;  ///< null when there is none
    std::string etag;                            ///< as it came; empty when it is not known for this very catalog
};

/// The catalog as last fetched. Null when there is none yet, or the file cannot be read: then only forms are checked.
[[nodiscard]] std::shared_ptr<const LaneCatalog> read_catalog(const StateFolder& folder);
/// The same with its tag. The tag's file names the catalog it belongs to, so two that were written by two processes at
/// once are not taken for a pair.
[[nodiscard]] TaggedCatalog read_tagged_catalog(const StateFolder& folder);

/// What GET /v1/catalog brought.
struct CatalogFetch {
    int status = 0;       ///< 200, 304
    TaggedCatalog fresh;  ///< with 200; already in the files
};

/// Asks for the catalog unless the one tagged `known_etag` (empty for none) is the newest, and keeps a new one in the
/// state folder; an answer that there is none newer writes nothing.
/// Errors: unauthenticated (the token is refused), unreachable, untrusted_server (not Tillnote's answer), disk_full,
/// outbox_unusable.
[[nodiscard]] Result<CatalogFetch> fetch_catalog(Server& server, const StateFolder& folder, const std::string& token,
                                                 const std::string& known_etag);

}  // namespace tillnote::lane
