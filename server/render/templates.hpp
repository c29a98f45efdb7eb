#pragma once

#include "server/render/row_template.hpp"
#include "server/render/words.hpp"

#include <kainjow/mustache.hpp>

#include <string>
#include <string_view>

/// The templates built into the program. They escape every value; only finished rows (set_rows) are shown as they are.
namespace tillnote::render {

enum class Template {
    digest,
    sign_in,
    stores,
    problem,
    reason_sheet,
    lanes,
    actions,
    poster,
    history,
    mail,
    goals,
    asks,
    district_asks,
    recipients,
    unsubscribe,
    alert_mail,
    district,
    district_digest,
    district_goals,
    district_mail,
    account,
    sign_in_code,
    account_mail,
    password,
    audit,
    admin,
    users,
    user,
    admin_stores,
    admin_store,
    admin_lanes,
    admin_catalog,
    admin_reason,
    admin_catalog_change,
    admin_recipients,
    admin_retention
};

/// The page of `which` filled with `data`. Each thread parses a template once. Throws std::logic_error when the
/// template itself is wrong, which the tests would show.
[[nodiscard]] std::string render_template(Template which, const kainjow::mustache::data& data);

/// `value` as one harmless line (one_line).
[[nodiscard]] kainjow::mustache::data text(std::string_view value);

/// `text` as a value, or false when it is empty, so that {{#name}} skips it.
[[nodiscard]] kainjow::mustache::data optional_text(std::string_view text);

/// Rows that RowTemplate made, for a tag in three braces.
void set_rows(kainjow::mustache::data& data, const char* name, const Rows& rows);

/// Sets what templates/head.mustache needs.
void set_head(kainjow::mustache::data& data, std::string_view language, std::string_view title);

/// Sets what templates/languages.mustache needs: the way to the same page in the other language. `path` is the page's own,
/// with its query but without a language.
void set_languages(kainjow::mustache::data& data, std::string_view path, const Words& words);

/// Sets what templates/sign_out.mustache needs.
void set_account(kainjow::mustache::data& data, std::string_view signed_in_as, std::string_view csrf_token,
                 const Words& words);

/// Text of a template's file by its name without ending; nothing: empty.
[[nodiscard]] std::string_view find_template_text(std::string_view name) noexcept;

}  // namespace tillnote::render
