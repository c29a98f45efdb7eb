#pragma once

#include "server/domain/store_setup.hpp"
#include "server/render/form_field.hpp"
#include "server/render/words.hpp"

#include <string>
#include <vector>

/// What the pages that set up stores have in common. Pure; any thread.
namespace tillnote::render {

inline constexpr FormField name_field{.name = "name",
                                      .label_en = "Name people read",
                                      .label_es = "Nombre que se lee",
                                      .characters_max = static_cast<int>(domain::place_name_characters_max)};
inline constexpr FormField district_field{.name = "district", .label_en = "District", .label_es = "Distrito"};
inline constexpr FormField zone_field{.name = "zone",
                                      .label_en = "Time zone, America/Chicago for example",
                                      .label_es = "Zona horaria, por ejemplo America/Chicago",
                                      .characters_max = 64,
                                      .is_code = true,
                                      .list = "zones"};  ///< the datalist is the page's
inline constexpr FormField cutoff_field{
    .name = "cutoff", .label_en = "Day begins at", .label_es = "El día comienza a las", .type = "time", .size = "short"};

/// One of `districts`, and none of them first.
[[nodiscard]] std::vector<FieldChoice> district_choices(const std::vector<domain::District>& districts);

/// "04:00 America/Chicago"
[[nodiscard]] std::string day_rule_words(const domain::DayRule& rule);

/// "since 1 Mar 2024", "opens on ...", "closes on ...", "closed since ...".
[[nodiscard]] std::string open_words(const domain::Store& store, domain::Day today, domain::Language language);

}  // namespace tillnote::render
