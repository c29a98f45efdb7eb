#include "server/render/theme_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tillnote::render {
namespace {

/// Themes of config/catalog/reasons.tsv.
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> spanish_themes{{
    {"access", "acceso"},
    {"accuracy", "exactitud del precio"},
    {"clean", "limpieza"},
    {"convenience", "comodidad"},
    {"in stock", "existencias"},
    {"layout", "ubicación"},
    {"meat", "carnes"},
    {"other", "otros"},
    {"own brand", "marca propia"},
    {"partial shop", "compras repartidas"},
    {"people", "la gente"},
    {"price", "precio"},
    {"produce", "frutas y verduras"},
    {"promo", "ofertas"},
    {"quality", "calidad"},
    {"range", "surtido"},
    {"range/quality", "surtido y calidad"},
    {"safety", "seguridad"},
    {"speed", "rapidez"},
    {"staff", "personal"},
    {"wait", "espera"},
    {"won", "clientes ganados"},
}};

}  // namespace

std::string_view theme_words(const Words& words, std::string_view theme) noexcept {
    if (words.reads != Language::spanish) {
        return theme;
    }
    const auto found = std::find_if(spanish_themes.begin(), spanish_themes.end(),
                                    [theme](const auto& entry) { return entry.first == theme; });
    return found == spanish_themes.end() ? theme : found->second;
}

}  // namespace tillnote::render
