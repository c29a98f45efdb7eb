#include "server/render/templates.hpp"

#include "server/render/embedded.hpp"
#include "server/render/plain_text.hpp"

#include <array>
#include <optional>
#include <stdexcept>

namespace tillnote::render {
namespace {

// In the order of Template.
constexpr auto template_names = std::to_array<std::string_view>({"digest",
                                                                 "sign_in",
                                                                 "stores",
                                                                 "problem",
                                                                 "reason_sheet",
                                                                 "lanes",
                                                                 "actions",
                                                                 "poster",
                                                                 "history",
                                                                 "mail",
                                                                 "goals",
                                                                 "asks",
                                                                 "district_asks",
                                                                 "recipients",
                                                                 "unsubscribe",
                                                                 "alert_mail",
                                                                 "district",
                                                                 "district_digest",
                                                                 "district_goals",
                                                                 "district_mail",
                                                                 "account",
                                                                 "sign_in_code",
                                                                 "account_mail",
                                                                 "password",
                                                                 "audit",
                                                                 "admin",
                                                                 "users",
                                                                 "user",
                                                                 "admin_stores",
                                                                 "admin_store",
                                                                 "admin_lanes",
                                                                 "admin_catalog",
                                                                 "admin_reason",
                                                                 "admin_catalog_change",
                                                                 "admin_recipients",
                                                                 "admin_retention"});

/// Puts the named files in place of their {{>name}} tags, so that nothing is parsed while a page is rendered.
std::string with_partials(std::string_view text) {
    constexpr std::string_view opening = "{{>";
    constexpr std::string_view closing = "}}";
    std::string whole;
    for (;;) {
        const std::size_t at = text.find(opening);
        whole += text.substr(0, at);
        if (at == std::string_view::npos) {
            return whole;
        }
        text.remove_prefix(at + opening.size());
        const std::size_t end = text.find(closing);
        const std::string_view partial = find_template_text(text.substr(0, end));
        if (end == std::string_view::npos || partial.empty()) {
            throw std::logic_error("a page template names a part that does not exist");
        }
        whole += with_partials(partial);
        text.remove_prefix(end + closing.size());
        if (text.starts_with('\n')) {
            text.remove_prefix(1);
        }
    }
}

kainjow::mustache::mustache parse_template(Template which) {
    kainjow::mustache::mustache parsed{with_partials(find_template_text(template_names[static_cast<std::size_t>(which)]))};
    if (!parsed.is_valid()) {
        throw std::logic_error("a page template is wrong: " + parsed.error_message());
    }
    return parsed;
}

std::string link_to(std::string_view path, Language language) {
    return std::string{path} + (path.find('?') == std::string_view::npos ? "?lang=" : "&lang=") +
           std::string{domain::to_text(language)};
}

}  // namespace

std::string render_template(Template which, const kainjow::mustache::data& data) {
    // Rendering changes the parsed template's error state, so threads do not share one.
    thread_local std::array<std::optional<kainjow::mustache::mustache>, template_names.size()> parsed;
    auto& page = parsed[static_cast<std::size_t>(which)];
    if (!page) {
        page.emplace(parse_template(which));
    }
    std::string out;
    out.reserve(16 * 1024);
    page->render(data, [&out](const std::string& piece) { out += piece; });
    return out;
}

kainjow::mustache::data text(std::string_view value) {
    return kainjow::mustache::data{one_line(value)};
}

kainjow::mustache::data optional_text(std::string_view text) {
    return text.empty() ? kainjow::mustache::data{false} : kainjow::mustache::data{std::string{text}};
}

void set_rows(kainjow::mustache::data& data, const char* name, const Rows& rows) {
    data.set(name, rows.html());
}

void set_languages(kainjow::mustache::data& data, std::string_view path, const Words& words) {
    const Language other = words.reads == Language::spanish ? Language::english : Language::spanish;
    data.set("language_path", link_to(path, other));
    data.set("other_code", std::string{words.change_language.other_code});
    data.set("other_language", std::string{words.change_language.other});
}

void set_head(kainjow::mustache::data& data, std::string_view language, std::string_view title) {
    data.set("language", std::string{language});
    data.set("title", std::string{title});
    data.set("style_path", std::string{embedded::style_path});
    data.set("icon_path", std::string{embedded::icon_path});
}

void set_account(kainjow::mustache::data& data, std::string_view signed_in_as, std::string_view csrf_token,
                 const Words& words) {
    data.set("signed_in_as", fill(words.frame.signed_in_as, {one_line(signed_in_as)}));
    data.set("csrf_token", one_line(csrf_token));
    data.set("sign_out", std::string{words.frame.sign_out});
}

std::string_view find_template_text(std::string_view name) noexcept {
    for (const embedded::TemplateText& entry : embedded::templates) {
        if (entry.name == name) {
            return entry.text;
        }
    }
    return {};
}

}  // namespace tillnote::render
