#include "server/render/reason_sheet.hpp"

#include "schema/scan_prefix.hpp"
#include "server/render/code128.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/polarity_sign.hpp"
#include "server/render/templates.hpp"

#include <cstdio>
#include <utility>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr std::string_view title_en = "Scan what the customer said";
constexpr std::string_view title_es = "Escanee lo que dijo el cliente";
constexpr std::string_view note_en = "One scan is one note, sent without a name. The last code takes the last note back.";
constexpr std::string_view note_es = "Un escaneo es una nota, sin nombres. El último código anula la última nota.";

struct Measures {
    double module_mm;  ///< width of the narrowest bar
    double height_mm;
    int columns;
};

Measures measures_of(BarSize bars) {
    switch (bars) {
        case BarSize::normal:
            return {0.34, 11, 4};
        case BarSize::large:
            return {0.48, 16, 3};
    }
    std::abort();
}

std::string millimetres(double length) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%.2fmm", length);
    return digits;
}

/// A text in both languages; the template leaves out what is empty.
void set_text(Data& data, SheetLanguage language, std::string_view english, std::string_view spanish) {
    const bool says_it_twice = language == SheetLanguage::both && english == spanish;
    data.set("en", optional_text(language == SheetLanguage::only_spanish ? "" : one_line(english)));
    data.set("es", optional_text(language == SheetLanguage::only_english || says_it_twice ? "" : one_line(spanish)));
}

Data code_data(const Reason& reason, const ReasonSheet& sheet) {
    const Measures measures = measures_of(sheet.bars);
    const Code128 code = encode_code128(std::string(scan_prefix) + reason.code);
    const int width = code.width + 2 * code128_quiet_modules;
    Data bars{Data::type::list};
    for (const Bar& bar : code.bars) {
        Data data;
        data.set("x", std::to_string(bar.x + code128_quiet_modules));
        data.set("w", std::to_string(bar.width));
        bars.push_back(data);
    }
    Data data;
    set_text(data, sheet.language, reason.label_en, reason.label_es);
    data.set("code", reason.code);
    data.set("sign", std::string(sign_of(reason.polarity)));
    data.set("modules", std::to_string(width));
    data.set("width", millimetres(width * measures.module_mm));
    data.set("height", millimetres(measures.height_mm));
    data.set("bars", bars);
    return data;
}

/// What voids a note stands at the end, away from what makes one.
Data groups_data(const ReasonSheet& sheet) {
    Data groups{Data::type::list};
    for (const bool lane_only : {false, true}) {
        for (const Department& department : sheet.catalog.departments) {
            Data codes{Data::type::list};
            for (const Reason& reason : sheet.catalog.reasons) {
                if (reason.department == department.code && (reason.polarity == Polarity::lane_only) == lane_only) {
                    codes.push_back(code_data(reason, sheet));
                }
            }
            if (!codes.is_empty_list()) {
                Data group;
                Data heading;
                set_text(heading, sheet.language, department.label_en, department.label_es);
                group.set("heading", heading);
                group.set("codes", codes);
                groups.push_back(group);
            }
        }
    }
    return groups;
}

}  // namespace

std::string render_reason_sheet(const ReasonSheet& sheet) {
    const bool in_spanish = sheet.language == SheetLanguage::only_spanish;
    Data title;
    set_text(title, sheet.language, title_en, title_es);
    Data note;
    set_text(note, sheet.language, note_en, note_es);
    Data data;
    data.set("language", std::string(in_spanish ? "es" : "en"));
    data.set("window_title", one_line(std::string(in_spanish ? title_es : title_en) + ", " + sheet.store));
    data.set("paper", std::string(sheet.paper == PaperSize::letter ? "letter" : "A4"));
    data.set("columns", std::to_string(measures_of(sheet.bars).columns));
    data.set("store", one_line(sheet.store));
    data.set("title", title);
    data.set("note", note);
    data.set("groups", groups_data(sheet));
    return render_template(Template::reason_sheet, data);
}

}  // namespace tillnote::render
