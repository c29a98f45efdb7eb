#pragma once

#include "server/domain/business_day.hpp"
#include "server/domain/district_digest.hpp"
#include "server/domain/language.hpp"

#include <string>

namespace tillnote::render {

/// An edition of a district's digest as a page, as it was sent.
struct DistrictDigestPage {
    domain::DistrictDigest digest;
    domain::StoreCalendar calendar;  ///< of one of its stores: in whose time the page says when it was sent
    std::string path;                ///< of this page, with its query
    bool leads = false;              ///< the reader leads the district: is led to its goals, asks and list of recipients
    std::string signed_in_as;
    std::string csrf_token;
    domain::Language language = domain::Language::english;
};

/// Pure; any thread. Works without JavaScript.
[[nodiscard]] std::string render_district_digest_page(const DistrictDigestPage& page);

}  // namespace tillnote::render
