#include "server/render/poster.hpp"

#include "server/render/phrases.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr Phrase poster_phrases[] = {
    {"you_said", "You said", "Usted lo dijo,"},
    {"we_did", "we did", "lo hicimos"},
    {"promise", "Tell the person at the checkout. We listen every day.",
     "Dígaselo a la persona de la caja. Escuchamos todos los días."},
    {"none", "Here we will say what we did about what you told us.", "Aquí diremos qué hicimos con lo que nos contó."},
};

}  // namespace

std::string render_poster(const Poster& poster) {
    const std::size_t count = std::min(poster.lines.size(), poster_lines_max);
    Data lines{Data::type::list};
    for (std::size_t index = 0; index < count; ++index) {
        Data line;
        line.set("said", one_line(poster.lines[index].said));
        line.set("did", one_line(poster.lines[index].did));
        lines.push_back(line);
    }
    Data data;
    set_head(data, domain::to_text(poster.language),
             std::string{in_language(poster.language, "You said, we did", "Usted lo dijo, lo hicimos")} + ", " +
                 one_line(poster.store));
    set_phrases(data, poster_phrases, poster.language);
    data.set("store", one_line(poster.store));
    data.set("paper", std::string{poster.paper == PaperSize::letter ? "letter" : "a4"});
    data.set("fill", std::string{count <= 2 ? "few" : count <= 4 ? "some" : "many"});
    data.set("has_lines", Data{count > 0});
    data.set("lines", lines);
    return render_template(Template::poster, data);
}

}  // namespace tillnote::render
