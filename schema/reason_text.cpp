#include "schema/reason_text.hpp"

#include "schema/ids.hpp"
#include "schema/limits.hpp"
#include "schema/written_text.hpp"

#include <algorithm>

namespace tillnote {
namespace {

Error wrong(const char* field, std::string what) {
    return {ErrorCode::invalid_field, std::move(what), field};
}

std::optional<Error> check_text(const std::string& text, const char* field, std::size_t characters_max) {
    auto checked = check_written_text(text, 1, characters_max,
                                      "expected 1 to " + std::to_string(characters_max) + " characters of UTF-8", field);
    return checked ? std::nullopt : std::optional(std::move(checked).error());
}

void append_line(std::string& lines, std::initializer_list<std::string_view> cells) {
    char separator = '\0';
    for (const std::string_view cell : cells) {
        if (separator != '\0') {
            lines += separator;
        }
        lines += cell;
        separator = '\t';
    }
    lines += '\n';
}

std::string_view flag(bool set) {
    return set ? "1" : "0";
}

}  // namespace

Result<Reason> parse_reason(const ReasonText& text, const std::vector<Department>& departments) {
    if (!is_reason_code(text.code)) {
        return wrong("code", "expected 1 to 20 letters, digits or hyphens");
    }
    if (auto checked = check_no_card_number(text.code, "code"); !checked) {
        return checked.error();
    }
    if (std::ranges::find(departments, text.department, &Department::code) == departments.end()) {
        return wrong("department", "no department of this code in departments.tsv");
    }
    const auto polarity = find_polarity(text.polarity);
    for (auto& error : {check_text(text.theme, "theme", catalog_text_characters_max),
                        polarity ? std::nullopt
                                 : std::optional(wrong("polarity",
                                                       "expected praise, complaint, request, competitor, why_here, other or "
                                                       "lane_only")),
                        check_text(text.label_en, "label_en", limits::label_characters_max),
                        check_text(text.label_es, "label_es", limits::label_characters_max),
                        check_text(text.owner, "owner", catalog_text_characters_max)}) {
        if (error) {
            return *error;
        }
    }
    return Reason{.code = text.code,
                  .department = text.department,
                  .theme = text.theme,
                  .polarity = *polarity,
                  .label_en = text.label_en,
                  .label_es = text.label_es,
                  .owner = text.owner,
                  .starter = text.starter,
                  .first_screen = text.first_screen,
                  .urgent = text.urgent,
                  .about_staff = text.about_staff};
}

std::string format_departments(const Catalog& catalog) {
    std::string lines;
    append_line(lines, {"code", "label_en", "label_es", "walk", "order"});
    for (const Department& department : catalog.departments) {
        append_line(lines, {department.code, department.label_en, department.label_es, flag(department.walk),
                            std::to_string(department.order)});
    }
    return lines;
}

std::string format_reasons(const Catalog& catalog) {
    std::string lines;
    append_line(lines, {"code", "department", "theme", "polarity", "label_en", "label_es", "owner", "starter",
                        "first_screen", "urgent", "about_staff"});
    for (const Reason& reason : catalog.reasons) {
        append_line(lines, {reason.code, reason.department, reason.theme, to_text(reason.polarity), reason.label_en,
                            reason.label_es, reason.owner, flag(reason.starter), flag(reason.first_screen),
                            flag(reason.urgent), flag(reason.about_staff)});
    }
    return lines;
}

}  // namespace tillnote
