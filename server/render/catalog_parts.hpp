#pragma once

#include "schema/reason_text.hpp"
#include "server/render/form_field.hpp"
#include "server/render/words.hpp"

#include <kainjow/mustache.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What the pages of the catalog's editor have in common. Pure; any thread.
namespace tillnote::render {

/// Sets what templates/strip_preview.mustache needs: the touch strip in both languages, its first screen and what is behind
/// "More", as lanes lay it out.
void set_strip_preview(kainjow::mustache::data& data, const Catalog& catalog, Language language);

[[nodiscard]] std::string_view polarity_words(Polarity polarity, Language language) noexcept;

/// "Label in English" for label_en, the names of config/catalog/reasons.tsv; what is none of them as it is.
[[nodiscard]] std::string_view member_words(std::string_view name, Language language) noexcept;

/// What may change of a reason: labels, owner, flags.
void add_wording_fields(FieldList& fields, const ReasonText& typed);
/// What stays: code, department, theme, polarity, whether it is about staff.
void add_fixed_fields(FieldList& fields, const ReasonText& typed, const std::vector<Department>& departments,
                      Language language);
/// The first business day of the change.
void add_first_day(FieldList& fields, std::string_view typed);

}  // namespace tillnote::render
