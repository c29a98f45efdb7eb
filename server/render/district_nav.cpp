#include "server/render/district_nav.hpp"

#include "server/render/phrases.hpp"

#include <array>
#include <string_view>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

struct Way {
    DistrictPlace place;
    std::string_view path;
    std::string_view en;
    std::string_view es;
};

constexpr std::array<Way, 5> all_ways{{
    {DistrictPlace::comparison, "", "Comparison", "Comparación"},
    {DistrictPlace::goals, "/goals", "Goals", "Metas"},
    {DistrictPlace::asks, "/asks", "Asks", "Preguntas"},
    {DistrictPlace::recipients, "/recipients", "Mail", "Correo"},
    {DistrictPlace::digest, "/digests/latest", "Digest", "Resumen"},
}};

bool leads_there(const DistrictWays& ways, DistrictPlace place) {
    switch (place) {
        case DistrictPlace::comparison:
        case DistrictPlace::goals:
        case DistrictPlace::asks:
            return ways.reads;
        case DistrictPlace::recipients:
            return ways.leads;
        case DistrictPlace::digest:
            return ways.has_digest;
    }
    return false;
}

}  // namespace

void set_district_nav(Data& data, const DistrictWays& ways, DistrictPlace here, domain::Language language) {
    Data links{Data::type::list};
    bool elsewhere = false;
    for (const Way& way : all_ways) {
        if (!leads_there(ways, way.place)) {
            continue;
        }
        Data link;
        link.set("path", ways.path + std::string{way.path});
        link.set("label", std::string{in_language(language, way.en, way.es)});
        link.set("current", Data{way.place == here});
        links.push_back(link);
        elsewhere = elsewhere || way.place != here;
    }
    data.set("district_nav", Data{elsewhere});
    data.set("district_links", links);
    data.set("district_pages", std::string{in_language(language, "Pages of this district", "Páginas de este distrito")});
}

}  // namespace tillnote::render
