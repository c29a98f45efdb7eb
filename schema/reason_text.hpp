#pragma once

#include "schema/catalog.hpp"

#include <string>
#include <string_view>

/// One reason as a file or a form has it: the one set of rules of both. Pure.
namespace tillnote {

inline constexpr std::size_t catalog_text_characters_max = 64;  ///< of a theme, an owner, a department's label

struct ReasonText {
    std::string code;
    std::string department;
    std::string theme;
    std::string polarity;
    std::string label_en;
    std::string label_es;
    std::string owner;
    bool starter = false;
    bool first_screen = false;
    bool urgent = false;
    bool about_staff = false;
};

/// Errors: invalid_field; `field` is the member's name, `detail` says what was expected.
[[nodiscard]] Result<Reason> parse_reason(const ReasonText& text, const std::vector<Department>& departments);

/// The files that parse_catalog() reads, of `catalog`: parse_catalog() of both is `catalog` again.
[[nodiscard]] std::string format_departments(const Catalog& catalog);
[[nodiscard]] std::string format_reasons(const Catalog& catalog);

}  // namespace tillnote
