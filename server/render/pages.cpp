#include "server/render/pages.hpp"

#include "schema/time_text.hpp"
#include "server/domain/completeness.hpp"
#include "server/render/embedded.hpp"
#include "server/render/phrases.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

Data store_data(const StoreLine& store, const Words& words) {
    const std::string path = "/stores/" + store.id + '/';
    Data data;
    data.set("path", text(path + format_day(store.latest)));
    data.set("today_path", text(path + "today"));
    data.set("name", text(store.name));
    data.set("latest", text(brief_date_words(words, words.date_short, store.latest)));
    data.set("remarks", text(number_words(words, store.remarks)));
    data.set("unit", text(count_words(words, words.stores.remark_unit, store.remarks)));
    data.set("complete_unit", text(words.stores.complete_unit));
    data.set("complete",
             text(store.percent_complete ? fill(words.stores.percent, {std::to_string(*store.percent_complete)}) : "–"));
    data.set("alerts", optional_text(store.alerts > 0 ? count_words(words, words.stores.alerts, store.alerts) : ""));
    data.set("tone", text(store.percent_complete.value_or(100) < domain::complete_percent_min ? "warning" : "plain"));
    return data;
}

/// Stores under their district, both in the order they came.
Data districts_data(const std::vector<StoreLine>& stores, const Words& words) {
    struct Group {
        const StoreLine* first;
        Data lines;
    };
    std::vector<Group> groups;
    for (const StoreLine& store : stores) {
        auto group = std::ranges::find_if(
            groups, [&](const Group& entry) { return entry.first->district_name == store.district_name; });
        if (group == groups.end()) {
            group = groups.insert(group, {&store, Data{Data::type::list}});
        }
        group->lines.push_back(store_data(store, words));
    }
    Data list{Data::type::list};
    for (const Group& group : groups) {
        Data district;
        district.set("district", text(group.first->district_name));
        district.set("asks_path", optional_text(one_line(group.first->district_asks_path)));
        district.set("mail_path", optional_text(one_line(group.first->district_mail_path)));
        district.set("compare_path", optional_text(group.first->district_path));
        district.set("compare", text(words.stores.compare));
        district.set("stores", group.lines);
        list.push_back(district);
    }
    return list;
}

}  // namespace

std::string render_sign_in_page(const SignInPage& page) {
    const Words& words = words_of(page.language);
    std::string message = page.message;
    if (!page.unknown_user.empty()) {
        message = fill(words.sign_in.no_account, {one_line(page.unknown_user)});
    } else if (message.empty() && !page.has_form && !page.signed_out) {
        message = words.sign_in.by_company;
    }
    Data data;
    set_head(data, words.language, words.sign_in.title);
    data.set("heading", text(page.signed_out ? words.sign_in.signed_out : words.sign_in.heading));
    data.set("promise", text(page.signed_out ? words.sign_in.still_in : words.sign_in.promise));
    data.set("has_form", Data{page.has_form});
    data.set("again", optional_text(page.signed_out ? words.sign_in.again : std::string_view{}));
    data.set("sign_out_url", optional_text(one_line(page.sign_out_url)));
    data.set("sign_out_there", text(words.sign_in.sign_out_there));
    data.set("problem", text(words.sign_in.problem));
    data.set("message", optional_text(one_line(message)));
    data.set("csrf_token", text(page.csrf_token));
    data.set("next", text(page.next));
    data.set("email_label", text(words.sign_in.email));
    data.set("email", text(page.email));
    data.set("password_label", text(words.sign_in.password));
    data.set("submit", text(words.sign_in.submit));
    data.set("forgotten", text(in_language(page.language, "Forgotten password", "Contraseña olvidada")));
    data.set("privacy", text(words.foot.privacy));
    set_languages(data, one_line(page.path), words);
    return render_template(Template::sign_in, data);
}

std::string render_stores_page(const StoresPage& page) {
    const Words& words = words_of(page.language);
    Data data;
    set_head(data, words.language, words.stores.title);
    data.set("skip", text(words.stores.skip));
    data.set("heading", text(words.stores.heading));
    data.set("note", text(words.stores.note));
    data.set("caption", text(words.stores.caption));
    data.set("store_heading", text(words.stores.store));
    data.set("latest_heading", text(words.stores.latest));
    data.set("remarks_heading", text(words.stores.remarks));
    data.set("complete_heading", text(words.stores.complete));
    data.set("today_heading", text(words.stores.today));
    data.set("today", text(words.stores.today_of));
    data.set("has_stores", Data{!page.stores.empty()});
    data.set("districts", districts_data(page.stores, words));
    data.set("district_asks", text(words.loop.asks_link));
    data.set("district_mail", text(in_language(page.language, "Mail", "Correo")));
    data.set("compare_districts",
             optional_text(page.compares_districts ? words.stores.compare_districts : std::string_view{}));
    data.set("admin", optional_text(page.administers ? in_language(page.language, "Administration", "Administración") : ""));
    data.set("none", text(words.stores.none));
    data.set("none_help", text(words.stores.none_help));
    data.set("privacy", text(words.foot.privacy));
    set_languages(data, "/", words);
    set_account(data, page.signed_in_as, page.csrf_token, words);
    return render_template(Template::stores, data);
}

std::string render_problem_page(const ProblemPage& page) {
    const Words& words = words_of(page.language);
    Data data;
    set_head(data, words.language, fill(words.problem.title, {one_line(page.title)}));
    data.set("heading", text(page.title));
    data.set("detail", text(page.detail));
    data.set("path", text(page.signed_in ? "/" : "/sign-in"));
    data.set("link", text(page.signed_in ? words.problem.to_stores : words.problem.to_sign_in));
    data.set("request", text(words.problem.request));
    data.set("request_id", optional_text(one_line(page.request_id)));
    return render_template(Template::problem, data);
}

std::optional<Asset> find_asset(std::string_view path) {
    if (path == embedded::style_path) {
        return Asset{"text/css; charset=utf-8", embedded::style, embedded::style_path};
    }
    if (path == embedded::icon_path) {
        return Asset{"image/svg+xml", embedded::icon, embedded::icon_path};
    }
    return std::nullopt;
}

}  // namespace tillnote::render
