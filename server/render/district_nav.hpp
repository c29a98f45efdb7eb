#pragma once

#include "server/domain/language.hpp"

#include <kainjow/mustache.hpp>

#include <string>

namespace tillnote::render {

enum class DistrictPlace { comparison, goals, asks, recipients, digest };

/// Which of a district's pages there are for whoever reads one of them.
struct DistrictWays {
    std::string path;         ///< "/districts/north"
    bool reads = true;        ///< the comparison, goals and asks; an administrator may not
    bool leads = false;       ///< has its list of recipients
    bool has_digest = false;  ///< one was made that can be read again
};

/// Sets what templates/district_nav.mustache needs: links to the pages, of which `here` is marked. Nothing is shown where
/// there is no other page. Pure; any thread.
void set_district_nav(kainjow::mustache::data& data, const DistrictWays& ways, DistrictPlace here,
                      domain::Language language);

}  // namespace tillnote::render
