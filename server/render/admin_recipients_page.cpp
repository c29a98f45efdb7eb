#include "server/render/admin_recipients_page.hpp"

#include "server/render/admin_frame.hpp"
#include "server/render/lane_parts.hpp"
#include "server/render/local_time.hpp"
#include "server/render/recipient_words.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Language;

constexpr std::size_t rows_max = 300;
constexpr std::size_t unread_max = 50;

constexpr Phrase admin_recipients_phrases[] = {
    {"note", "Who is sent what about which store or district, and whether it arrives. Lists are changed on their own page.",
     "Quién recibe qué de cada tienda o distrito, y si llega. Las listas se cambian en su propia página."},
    {"list_heading", "On the lists", "En las listas"},
    {"caption", "Recipients, those whom mail does not reach first", "Destinatarios, primero a quienes no les llega"},
    {"place_heading", "Store or district", "Tienda o distrito"},
    {"email_heading", "E-mail", "Correo"},
    {"gets_heading", "Gets", "Recibe"},
    {"latest_heading", "Latest mail", "Último correo"},
    {"none", "Nobody is on a list yet.", "Todavía no hay nadie en ninguna lista."},
    {"unread_heading", "Nobody gets the digest of", "Nadie recibe el resumen de"},
};

/// Where the list of a row is kept.
struct Place {
    std::string path;
    std::string name;
    domain::StoreCalendar calendar = utc_calendar();
};

Place place_of(const domain::Recipient& recipient, const domain::Directory& directory) {
    if (recipient.kind == domain::DeliveryKind::district) {
        const domain::District* district = directory.find_district(recipient.district);
        return {"/districts/" + recipient.district + "/recipients",
                district == nullptr ? recipient.district : district->name};
    }
    const domain::StoreEntry* entry = directory.find_store(recipient.store);
    Place place{"/stores/" + recipient.store + "/recipients", recipient.store};
    if (entry != nullptr) {
        place.name = entry->store.name;
        place.calendar = entry->calendar;
    }
    return place;
}

Data row_data(const RecipientRow& row, const domain::Directory& directory, Language language) {
    const Place place = place_of(row.recipient, directory);
    Data data;
    data.set("path", text(place.path));
    data.set("place", text(place.name));
    data.set("email", text(row.recipient.email));
    data.set("gets", text(recipient_words(row.recipient, place.calendar, language)));
    data.set("latest", text(last_delivery_words(row, place.calendar, language)));
    data.set("tone", text(is_failing(row) ? "warning" : row.recipient.unsubscribed_at ? "soft" : "plain"));
    return data;
}

std::string count_words_of(const AdminRecipientsPage& page, const Words& words) {
    const auto failing = std::ranges::count_if(page.rows, is_failing);
    return fill(in_language(words.reads, "{0} of {1} are not reached.", "A {0} de {1} no les llega."),
                {number_words(words, failing), number_words(words, static_cast<std::int64_t>(page.rows.size()))});
}

Data unread_data(const AdminRecipientsPage& page) {
    Data list{Data::type::list};
    for (std::size_t index = 0; index < std::min(page.unread.size(), unread_max); ++index) {
        const domain::StoreEntry* entry = page.directory->find_store(page.unread[index]);
        Data data;
        data.set("path", text("/stores/" + page.unread[index] + "/recipients"));
        data.set("name", text(entry == nullptr ? page.unread[index] : entry->store.name));
        list.push_back(data);
    }
    return list;
}

}  // namespace

std::string render_admin_recipients_page(const AdminRecipientsPage& page) {
    const Words& words = words_of(page.frame.language);
    Data data;
    set_admin_frame(data, page.frame, "/admin/recipients", in_language(page.frame.language, "Mail", "Correo"), {});
    set_phrases(data, admin_recipients_phrases, page.frame.language);
    Data rows{Data::type::list};
    for (std::size_t index = 0; index < std::min(page.rows.size(), rows_max); ++index) {
        rows.push_back(row_data(page.rows[index], *page.directory, page.frame.language));
    }
    data.set("has_rows", Data{!page.rows.empty()});
    data.set("recipient_rows", rows);
    data.set("counted", text(count_words_of(page, words)));
    data.set("more_rows", more_lanes(page.rows.size(), rows_max, words));
    data.set("has_unread", Data{!page.unread.empty()});
    data.set("unread", unread_data(page));
    data.set("more_unread", more_lanes(page.unread.size(), unread_max, words));
    return render_template(Template::admin_recipients, data);
}

}  // namespace tillnote::render
