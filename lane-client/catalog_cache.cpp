#include "lane-client/catalog_cache.hpp"

#include "lane-client/verdict.hpp"

#include <cstdint>
#include <cstdio>

namespace tillnote::lane {
namespace {

constexpr std::size_t etag_bytes_max = 256;

/// FNV-1a, 64 bits: tells one catalog from the next, and guards against nobody.
std::string fingerprint(std::string_view text) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char letter : text) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
    }
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
    return digits;
}

/// Empty when the file is not there or cannot be read: either way the catalog is fetched anew.
std::string read_or_nothing(const std::filesystem::path& file) {
    auto read = read_small_file(file);
    if (!read) {
        return {};
    }
    auto& text = *read;
    return text ? std::move(*text) : std::string();
}

/// The tag's file: the fingerprint of its catalog, a space, the tag.
std::string find_etag(const StateFolder& folder, std::string_view catalog_text) {
    const std::string tagged = read_or_nothing(folder.catalog_tag_file());
    const std::string begin = fingerprint(catalog_text) + " ";
    return tagged.starts_with(begin) ? tagged.substr(begin.size()) : std::string();
}

}  // namespace

std::shared_ptr<const LaneCatalog> read_catalog(const StateFolder& folder) {
    auto catalog = parse_lane_catalog(read_or_nothing(folder.catalog_file()));
    return catalog ? std::make_shared<const LaneCatalog>(std::move(*catalog)) : nullptr;
}

TaggedCatalog read_tagged_catalog(const StateFolder& folder) {
    const std::string text = read_or_nothing(folder.catalog_file());
    auto catalog = parse_lane_catalog(text);
    if (!catalog) {
        return {};
    }
    return {std::make_shared<const LaneCatalog>(std::move(*catalog)), find_etag(folder, text)};
}

Result<CatalogFetch> fetch_catalog(Server& server, const StateFolder& folder, const std::string& token,
                                   const std::string& known_etag) {
    auto answer = server.exchange({"GET", "/v1/catalog", token, known_etag, {}});
    if (!answer) {
        return answer.error();
    }
    if (is_token_refused(*answer)) {
        return Error{
            ErrorCode::unauthenticated, "The server no longer accepts this lane: ask your manager to approve it again.", {}};
    }
    if (answer->status == 304 && !known_etag.empty()) {
        return CatalogFetch{304, {}};
    }
    if (answer->status != 200 || answer->content_type != "application/json") {
        return not_tillnote(*answer);
    }
    auto catalog = parse_lane_catalog(answer->body);
    if (!catalog) {
        return Error{ErrorCode::untrusted_server, "The server's catalog cannot be read: " + catalog.error().detail, {}};
    }
    if (auto kept = write_small_file(folder.catalog_file(), answer->body); !kept) {
        return kept.error();
    }
    const std::string etag = answer->etag.size() <= etag_bytes_max ? answer->etag : std::string();
    if (auto kept = write_small_file(folder.catalog_tag_file(), fingerprint(answer->body) + " " + etag); !kept) {
        return kept.error();
    }
    return CatalogFetch{200, {std::make_shared<const LaneCatalog>(std::move(*catalog)), etag}};
}

}  // namespace tillnote::lane
