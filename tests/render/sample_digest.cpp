#include "tests/render/sample_digest.hpp"

#include "schema/time_text.hpp"

#include <algorithm>

namespace tillnote::render::samples {
namespace {

using namespace std::chrono_literals;
using domain::DayState;

struct Sample {
    const char* code;
    const char* department;
    Polarity polarity;
    const char* label;
    const char* label_es;
    int remarks;
    int on_eight_days;
};

constexpr Sample day_samples[]{
    {"101", "produce", Polarity::praise, "Produce price good", "Fruta/verd. barata", 3, 16},
    {"102", "produce", Polarity::praise, "Produce fresh", "Fruta/verd. fresca", 2, 13},
    {"103", "produce", Polarity::complaint, "Produce bad", "Fruta/verd. mala", 7, 10},
    {"104", "produce", Polarity::complaint, "Produce price high", "Fruta/verd. cara", 0, 3},
    {"201", "meat", Polarity::praise, "Meat price good", "Carne: buen precio", 1, 6},
    {"202", "meat", Polarity::praise, "Meat quality good", "Carne de calidad", 5, 24},
    {"203", "meat", Polarity::complaint, "Meat/fish bad", "Carne/pesc. mala", 1, 9},
    {"204", "meat", Polarity::complaint, "Meat price high", "Carne cara", 0, 5},
    {"301", "deli", Polarity::praise, "Deli/bakery good", "Deli/pan: bueno", 0, 4},
    {"302", "deli", Polarity::complaint, "Deli/bakery bad", "Deli/pan: malo", 0, 6},
    {"303", "deli", Polarity::complaint, "Deli wait long", "Espera en deli", 0, 2},
    {"401", "grocery", Polarity::complaint, "Expired/spoiled", "Caducado/dañado", 2, 5},
    {"402", "grocery", Polarity::praise, "Store brand good", "Marca propia buena", 1, 7},
    {"403", "grocery", Polarity::complaint, "Out of stock", "No había/agotado", 4, 26},
    {"404", "grocery", Polarity::request, "Wants item", "Pide un producto", 3, 14},
    {"405", "grocery", Polarity::request, "More organic/diet", "Más orgánico/dieta", 1, 5},
    {"603", "checkout", Polarity::praise, "Fast checkout", "Caja rápida", 2, 17},
    {"604", "checkout", Polarity::complaint, "Long line", "Fila larga", 5, 22},
    {"701", "store", Polarity::praise, "Clean store", "Tienda limpia", 1, 6},
    {"702", "store", Polarity::complaint, "Dirty/restroom", "Sucio/baños", 1, 8},
    {"703", "store", Polarity::complaint, "Can't find item", "No lo encuentra", 2, 11},
    {"704", "store", Polarity::complaint, "Carts/parking", "Carritos/estac.", 0, 4},
    {"705", "store", Polarity::complaint, "Safety hazard", "Peligro/seguridad", 0, 1},
    {"501", "pricing", Polarity::praise, "Prices good", "Buenos precios", 4, 25},
    {"502", "pricing", Polarity::complaint, "Prices too high", "Precios muy altos", 2, 18},
    {"503", "pricing", Polarity::complaint, "Price tag wrong", "Precio mal marcado", 1, 9},
    {"504", "pricing", Polarity::complaint, "Coupon/ad problem", "Cupón/oferta falla", 0, 7},
    {"505", "pricing", Polarity::praise, "Likes sale/ad", "Le gustó la oferta", 1, 6},
    {"998", "other", Polarity::other, "Something else", "Otro tema", 1, 8},
    {"801", "competitor", Polarity::competitor, "Cheaper elsewhere", "Más barato en otro", 2, 10},
    {"802", "competitor", Polarity::competitor, "Better elsewhere", "Mejor en otro lado", 0, 3},
    {"803", "competitor", Polarity::competitor, "Switched to us", "Ahora compra aquí", 1, 2},
    {"901", "why_here", Polarity::why_here, "Here for produce", "Viene por verdura", 2, 12},
    {"903", "why_here", Polarity::why_here, "Here for prices", "Viene por precio", 1, 9},
    {"902", "why_here", Polarity::why_here, "Here for meat", "Viene por carne", 1, 6},
    {"906", "why_here", Polarity::why_here, "Splits shopping", "Reparte compras", 0, 4},
    {"904", "why_here", Polarity::why_here, "Here: close/easy", "Viene: queda cerca", 0, 3},
    {"905", "why_here", Polarity::why_here, "Here for people", "Viene por la gente", 0, 2},
};

const std::vector<Department> departments{{"produce", "Produce", "Frutas y verduras", true, 10},
                                          {"meat", "Meat and fish", "Carnes y pescados", true, 20},
                                          {"deli", "Deli and bakery", "Deli y panadería", true, 30},
                                          {"grocery", "Grocery, dairy, frozen", "Abarrotes, lácteos, congelados", true, 40},
                                          {"checkout", "Checkout", "Cajas", true, 50},
                                          {"store", "Store and parking", "Tienda y estacionamiento", true, 60},
                                          {"pricing", "Prices and offers", "Precios y ofertas", true, 70},
                                          {"other", "Something else", "Otro tema", false, 110}};

Reason reason_of(const Sample& sample) {
    Reason reason;
    reason.code = sample.code;
    reason.department = sample.department;
    reason.theme = "quality";
    reason.polarity = sample.polarity;
    reason.label_en = sample.label;
    reason.label_es = sample.label_es;
    return reason;
}

bool is_counted(const Sample& sample) {
    return sample.polarity != Polarity::why_here;
}

void most_first(std::vector<domain::ReasonLine>& lines) {
    std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.remarks > b.remarks; });
}

void add_reasons(Digest& digest) {
    int of = 0;
    for (const Sample& sample : day_samples) {
        of += is_counted(sample) ? sample.on_eight_days : 0;
        digest.remarks += is_counted(sample) ? sample.remarks : 0;
    }
    for (const Sample& sample : day_samples) {
        digest.reasons.push_back({reason_of(sample),
                                  sample.remarks,
                                  sample.on_eight_days / 8.0,
                                  {8, sample.on_eight_days, of},
                                  sample.remarks > 0 ? domain::Signal::usual : domain::Signal::not_heard});
    }
    digest.usual = of / 8.0;
    digest.usual_days = 8;
}

void add_sections(Digest& digest) {
    for (const Department& department : departments) {
        domain::DepartmentSection section{department, 0, 0.0, {}};
        for (const domain::ReasonLine& line : digest.reasons) {
            if (line.reason.department == department.code) {
                section.remarks += line.remarks;
                section.usual = *section.usual + line.usual.value_or(0);
                section.lines.push_back(line);
            }
        }
        most_first(section.lines);
        digest.departments.push_back(section);
    }
    for (const domain::ReasonLine& line : digest.reasons) {
        if (line.reason.polarity == Polarity::praise && line.remarks > 0) {
            digest.praise.push_back(line);
        }
    }
    most_first(digest.praise);
}

Reason reason_with_code(const Digest& digest, const std::string& code) {
    return std::find_if(digest.reasons.begin(), digest.reasons.end(),
                        [&](const auto& line) { return line.reason.code == code; })
        ->reason;
}

void add_28_days(Digest& digest) {
    digest.why_here_days = 28;
    digest.why_here_remarks = 96;
    digest.why_here = {{reason_with_code(digest, "901"), 36, 0.375, 0.2784, 0.4797},
                       {reason_with_code(digest, "903"), 26, 0.2708, 0.1852, 0.3712},
                       {reason_with_code(digest, "902"), 17, 0.1771, 0.1068, 0.2683},
                       {reason_with_code(digest, "904"), 11, 0.1146, 0.0586, 0.1961},
                       {reason_with_code(digest, "906"), 6, 0.0625, 0.0233, 0.1311},
                       {reason_with_code(digest, "905"), 0, 0.0, 0.0, 0.0377}};
    digest.competitors = {{reason_with_code(digest, "801"), 14, {}, {}, {}},
                          {reason_with_code(digest, "803"), 5, {}, {}, {}},
                          {reason_with_code(digest, "802"), 0, {}, {}, {}}};
    digest.remarks_by_day_28 = {31, 28, 40, 44, 52, 49, 36, 33, 30, 34, 41, 55, 58, 31,
                                35, 27, 38, 43, 57, 50, 29, 36, 32, 33, 40, 49, 46, digest.remarks};
}

}  // namespace

Digest complete_day() {
    Digest digest;
    digest.store.id = "oak-street";
    digest.store.name = "Oak Street";
    digest.store.district = "north";
    digest.store.opened_on = 2026y / 8 / 1;
    digest.store.day_rules = {{2026y / 8 / 1, "America/Chicago", 240}};
    digest.district = {"north", "North District"};
    digest.day = 2026y / 11 / 16;
    digest.bounds = domain::StoreCalendar::make(digest.store).value().bounds_of(digest.day);
    digest.zone = "America/Chicago";
    digest.zone_abbreviation = "CST";
    digest.state = DayState::ended;
    digest.completeness = {8, 8, 63, 0, 100, {}};
    digest.traffic = 1834;
    digest.edition = domain::Edition{1, parse_time("2026-11-17T05:45:00-06:00").value().instant, 1};
    add_reasons(digest);
    add_sections(digest);
    add_28_days(digest);
    add_produce_flag(digest);
    return digest;
}

Digest full_day() {
    Digest digest = complete_day();
    domain::AskLine ask{*Uuid::parse("0b7f3c52-5d2e-4c7a-9a10-0c1d2e3f4a5b"),
                        "Did you find everything you came for?",
                        "¿Encontró todo lo que buscaba?",
                        2026y / 11 / 14,
                        2026y / 11 / 20,
                        20,
                        true,
                        61,
                        44,
                        {}};
    ask.answers = {{{"yes", "Yes", "Sí"}, 31, 0.7045, 0.5480, 0.8324},
                   {{"most", "Most of it", "Casi todo"}, 9, 0.2045, 0.0980, 0.3530},
                   {{"no", "No", "No"}, 4, 0.0909, 0.0253, 0.2167}};
    digest.asks = {ask};
    digest.completeness = {7, 8, 63, 2, 87, {{5, parse_time("2026-11-14T19:42:10-06:00").value().instant}}};
    digest.notes_unplaced = 1;
    add_parts(digest);
    return digest;
}

namespace {

/// No remark of the day; usual numbers stay.
Digest without_remarks(Digest digest) {
    digest.remarks = 0;
    for (domain::ReasonLine& line : digest.reasons) {
        line.remarks = 0;
    }
    for (domain::DepartmentSection& section : digest.departments) {
        section.remarks = 0;
        for (domain::ReasonLine& line : section.lines) {
            line.remarks = 0;
        }
    }
    digest.praise.clear();
    digest.walk_first.clear();
    digest.edition.reset();
    digest.remarks_by_day_28.back() = 0;
    return digest;
}

}  // namespace

Digest empty_open_day() {
    Digest digest = without_remarks(complete_day());
    digest.state = DayState::open;
    digest.completeness = {8, 8, 0, 0, 100, {}};
    digest.traffic.reset();
    return digest;
}

Digest closed_day() {
    Digest digest = without_remarks(complete_day());
    digest.state = DayState::closed;
    digest.completeness = {0, 0, 0, 0, 100, {}};
    digest.traffic.reset();
    return digest;
}

Digest unheard_day() {
    Digest digest = without_remarks(complete_day());
    const Instant last = parse_time("2026-11-15T21:10:00-06:00").value().instant;
    digest.completeness = {0, 8, 0, 0, 0, {}};
    for (int lane = 1; lane <= 8; ++lane) {
        digest.completeness.silent.push_back({lane, lane == 8 ? std::nullopt : std::optional{last}});
    }
    return digest;
}

Digest young_store_day() {
    Digest digest = complete_day();
    digest.store.opened_on = 2026y / 11 / 7;
    digest.known.young = true;
    digest.usual.reset();
    digest.usual_days = 1;
    digest.walk_first.clear();
    for (domain::ReasonLine& line : digest.reasons) {
        line.usual.reset();
        line.baseline = {1, line.remarks, digest.remarks};
    }
    for (domain::DepartmentSection& section : digest.departments) {
        section.usual.reset();
        for (domain::ReasonLine& line : section.lines) {
            line.usual.reset();
        }
    }
    for (domain::ReasonLine& line : digest.praise) {
        line.usual.reset();
    }
    digest.why_here_days = 9;
    digest.why_here_remarks = 12;
    digest.why_here.resize(2);
    digest.why_here[0] = {digest.why_here[0].reason, 9, {}, {}, {}};
    digest.why_here[1] = {digest.why_here[1].reason, 3, {}, {}, {}};
    digest.competitors.clear();
    // Ten days since opening; the first had no lane yet, and one was a closed one.
    digest.remarks_by_day_28.erase(digest.remarks_by_day_28.begin(), digest.remarks_by_day_28.end() - 10);
    digest.remarks_by_day_28[0].reset();
    digest.remarks_by_day_28[4].reset();
    return digest;
}

Digest long_names_day() {
    Digest digest = full_day();
    digest.store.name = "Supermercado Nuestra Señora de los Dolores y <Hijos> \"Centro\" & Cía.";
    digest.district.name = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
    digest.departments[0].department.label_en = "Obst_und_Gemüse_Frischwarenabteilung";
    digest.departments[0].lines[0].reason.label_en = "WWWWWWWWWWWWWWWWWW";
    digest.why_here[0].reason.label_en = "WWWWWWWWWWWWWWWWWW";
    digest.praise[0].reason.label_en = "WWWWWWWWWWWWWWWWWW";
    digest.traffic = 123456789;
    return digest;
}

Digest busy_day() {
    Digest digest = full_day();
    digest.departments.clear();
    digest.praise.clear();
    digest.remarks = 0;
    for (domain::ReasonLine& line : digest.reasons) {
        line.remarks = line.remarks * 2 + 1;
        digest.remarks += line.reason.polarity == Polarity::why_here ? 0 : line.remarks;
    }
    add_sections(digest);
    digest.remarks_by_day_28.back() = digest.remarks;
    for (const domain::Flag& flag : {digest.walk_first.at(2), digest.walk_first.at(1)}) {
        digest.larger_shares.insert(digest.larger_shares.end(), 2, flag);
        digest.more_of_every_kind.insert(digest.more_of_every_kind.end(), 3, flag);
    }
    return digest;
}

Digest quiet_day() {
    Digest digest = complete_day();
    digest.walk_first.clear();
    return digest;
}

Digest running_day() {
    Digest digest = quiet_day();
    digest.state = DayState::open;
    digest.edition.reset();
    digest.traffic.reset();
    return digest;
}

Digest amended_day() {
    Digest digest = complete_day();
    digest.edition = domain::Edition{2, parse_time("2026-11-18T05:45:00-06:00").value().instant, 2};
    return digest;
}

}  // namespace tillnote::render::samples
