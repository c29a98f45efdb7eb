#include "server/routes/catalog_form.hpp"

#include "server/domain/catalog_change.hpp"
#include "server/routes/loop_page.hpp"

namespace tillnote::routes {
namespace {

std::string key_name(std::size_t place) {
    return "key" + std::to_string(place + 1);
}

/// A sentence of its own, where a file has its line and column before it; and the form's name of the field, as other forms
/// have a code and a theme of another kind.
Error as_form_error(const Error& error) {
    std::string detail = error.detail;
    if (!detail.empty() && detail.front() >= 'a' && detail.front() <= 'z') {
        detail.front() = static_cast<char>(detail.front() - 32);
    }
    const bool renamed = error.field == "code" || error.field == "theme";
    return {error.code, detail.ends_with('.') ? detail : detail + '.', (renamed ? "reason_" : "") + error.field};
}

Result<Reason> parse_typed(const ReasonText& text, const Catalog& base) {
    auto reason = parse_reason(text, base.departments);
    return reason ? reason : as_form_error(reason.error());
}

}  // namespace

ReasonText typed_reason(const Form& form) {
    return {.code = typed(form, "reason_code"),
            .department = typed(form, "department"),
            .theme = typed(form, "reason_theme"),
            .polarity = typed(form, "polarity"),
            .label_en = typed(form, "label_en"),
            .label_es = typed(form, "label_es"),
            .owner = typed(form, "owner"),
            .starter = form.find("starter").has_value(),
            .first_screen = false,
            .urgent = form.find("urgent").has_value(),
            .about_staff = form.find("about_staff").has_value()};
}

ReasonText text_of(const Reason& reason) {
    return {.code = reason.code,
            .department = reason.department,
            .theme = reason.theme,
            .polarity = std::string(to_text(reason.polarity)),
            .label_en = reason.label_en,
            .label_es = reason.label_es,
            .owner = reason.owner,
            .starter = reason.starter,
            .first_screen = reason.first_screen,
            .urgent = reason.urgent,
            .about_staff = reason.about_staff};
}

std::vector<std::string> typed_layout(const Form& form) {
    std::vector<std::string> codes;
    for (std::size_t place = 0; place < domain::layout_max; ++place) {
        if (const std::string code = typed(form, key_name(place)); !code.empty()) {
            codes.push_back(code);
        }
    }
    return codes;
}

Result<Catalog> add_typed_reason(const Form& form, const Catalog& base) {
    const auto reason = parse_typed(typed_reason(form), base);
    if (!reason) {
        return reason.error();
    }
    auto added = domain::add_reason(base, *reason);
    return added ? added : as_form_error(added.error());
}

CatalogEdit reword_typed_reason(std::string code) {
    return [code = std::move(code)](const Form& form, const Catalog& base) -> Result<Catalog> {
        const Reason* known = base.find_reason(code);
        if (known == nullptr) {
            return Error{ErrorCode::not_found, "This reason has ended by that day.", "valid_from"};
        }
        const ReasonText wording = typed_reason(form);
        ReasonText text = text_of(*known);
        text.label_en = wording.label_en;
        text.label_es = wording.label_es;
        text.owner = wording.owner;
        text.starter = wording.starter;
        text.urgent = wording.urgent;
        const auto reason = parse_typed(text, base);
        return reason ? domain::reword_reason(base, *reason) : reason.error();
    };
}

Result<Catalog> put_typed_layout(const Form& form, const Catalog& base) {
    std::vector<std::string> codes;
    for (std::size_t place = 0; place < domain::layout_max; ++place) {
        const std::string code = typed(form, key_name(place));
        if (code.empty()) {
            continue;
        }
        codes.push_back(code);
        if (const auto checked = domain::check_layout(codes, base); !checked) {
            return Error{checked.error().code, checked.error().detail, key_name(place)};
        }
    }
    if (codes.empty()) {
        return Error{ErrorCode::invalid_field, "Choose at least one reason for the first screen.", key_name(0)};
    }
    return domain::put_first_screen(base, codes);
}

}  // namespace tillnote::routes
