#include "lane-client/catalog_cache.hpp"

#include "lane-client/verdict.hpp"

namespace tillnote::lane {

std::shared_ptr<const LaneCatalog> read_catalog(const StateFolder& folder) {
    auto text = read_small_file(folder.catalog_file());
    if (!text || !*text) {
        return nullptr;
    }
    auto catalog = parse_lane_catalog(**text);
    return catalog ? std::make_shared<const LaneCatalog>(std::move(*catalog)) : nullptr;
}

Result<CatalogFetch> fetch_catalog(Server& server, const StateFolder& folder, const std::string& token,
                                   const LaneCatalog* known) {
    HttpCall call{"GET", "/v1/catalog", token, {}, {}};
    if (known != nullptr) {
        call.if_none_match = "\"" + known->version + "\"";
    }
    auto answer = server.exchange(call);
    if (!answer) {
        return answer.error();
    }
    if (is_token_refused(*answer)) {
        return Error{
            ErrorCode::unauthenticated, "The server no longer accepts this lane: ask your manager to approve it again.", {}};
    }
    if (answer->status == 304 && known != nullptr) {
        return CatalogFetch{304, nullptr};
    }
    if (answer->status >= 500 || answer->status == 429) {
        return Error{ErrorCode::unreachable, "The server is busy. Try again in a minute.", {}};
    }
    if (answer->status != 200 || answer->content_type != "application/json") {
        return Error{
            ErrorCode::untrusted_server, "What answers there is not Tillnote. Check the URL and the network's sign-in.", {}};
    }
    auto catalog = parse_lane_catalog(answer->body);
    if (!catalog) {
        return Error{ErrorCode::untrusted_server, "The server's catalog cannot be read: " + catalog.error().detail, {}};
    }
    if (auto kept = write_small_file(folder.catalog_file(), answer->body); !kept) {
        return kept.error();
    }
    return CatalogFetch{200, std::make_shared<const LaneCatalog>(std::move(*catalog))};
}

}  // namespace tillnote::lane
