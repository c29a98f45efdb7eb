#include "server/render/district_words.hpp"

namespace tillnote::render {

constinit const DistrictWords district_spanish{
    .head = {.title = "{0}, {1}",
             .chain = {"", "Los distritos"},
             .week = "semana del {0}",
             .fiscal_week = "semana {0} de {1} (4-5-4)",
             .fiscal_period = "período {0} de {1} (4-5-4)",
             .month = "{0} de {1}",
             .from_to = "del {0} al {1}",
             .so_far = "{0} de {1} días hasta ahora",
             .stores = {"{0} tienda", "{0} tiendas"},
             .districts = {"{0} distrito", "{0} distritos"},
             .remarks = {"{0} comentario", "{0} comentarios"},
             .skip = "Ir a la comparación",
             .back = "Todas las tiendas",
             .all_complete = "Todo completo",
             .none = "No se ha oído nada en estos días, así que no hay nada que comparar.",
             .paper_more = {{"{0} tienda más: el CSV las tiene todas.", "{0} tiendas más: el CSV las tiene todas."},
                            {"{0} distrito más: el CSV los tiene todos.", "{0} distritos más: el CSV los tiene todos."}},
             .incomplete = {"{0} día de tienda con menos del 90%", "{0} días de tienda con menos del 90%"},
             .without_traffic = {"{0} día de tienda sin tráfico", "{0} días de tienda sin tráfico"},
             .unpaired = {"{0} día que solo tiene uno de los dos años, no se cuenta en ninguno",
                          "{0} días que solo tiene uno de los dos años, no se cuentan en ninguno"},
             .moved = "{0} desde el año pasado: {1} más, {2} menos",
             .holidays_now = "Solo en estos días: {0}",
             .holidays_then = "Solo en los del año pasado: {0}",
             .holidays = {"Año Nuevo", "Domingo de Pascua", "Día de los Caídos", "Día de la Independencia",
                          "Día del Trabajo", "víspera de Acción de Gracias", "Acción de Gracias", "Nochebuena", "Navidad"}},
    .polarities = {"Elogios", "Quejas", "Pedidos", "Comparados con otros", "Por qué compran aquí", "Otro tema",
                   "Solo en caja"},
    .ranges = {.heading = "Días",
               .before = "Antes",
               .after = "Después",
               .day = "Día",
               .week = "Semana natural",
               .fiscal_week = "Semana 4-5-4",
               .fiscal_period = "Período 4-5-4",
               .month = "Mes",
               .from = "Desde",
               .to = "Hasta",
               .by = "Por",
               .against = "Frente a",
               .show = "Mostrar",
               .by_names = {"motivo", "tema", "departamento", "tipo de comentario"},
               .against_names = {{{"las demás tiendas", "los demás distritos"},
                                  {"el resto de la cadena", "el resto de la cadena"},
                                  {"las mismas semanas del año pasado", "las mismas semanas del año pasado"}}}},
    .missing = {.heading = "Primero aquí: no se oyó todo",
                .without_digest = "{0}: sin resumen del último día",
                .more = "{0} tiendas más no tienen resumen del último día",
                .silent = {"{0}: no se oyó ninguna caja en {1}", "{0}, no se oyó ninguna caja en {1}: {2}"},
                .incomplete = {"{0}: menos del 90% completo en {1}", "{0}, menos del 90% completo en {1}: {2}"},
                .days = {{"{0} día", "{0} días"}, {"{0} día de tienda", "{0} días de tienda"}},
                .store_days = "{0} ({1})",
                .more_stores = {"{0} tienda más", "{0} tiendas más"}},
    .findings =
        {.heading = "Lo que llama la atención",
         .above = "Más en {1}: {0}",
         .below = "Menos en {1}: {0}",
         .above_mirror = "Más en {1} que en {2}: {0}",
         .against_mirror = "{0}% de sus comentarios ({1} de {2}); en {4}, {3}%.",
         .against_others = {"{0}% de sus comentarios ({1} de {2}); las demás tiendas, {3}%.",
                            "{0}% de sus comentarios ({1} de {2}); los demás distritos, {3}%."},
         .against_chain = "{0}% de sus comentarios ({1} de {2}); el resto de la cadena, {3}%.",
         .against_last_year = "{0}% de sus comentarios ({1} de {2}); las mismas semanas del año pasado, {3}%.",
         .outside_998 = "Fuera de los límites del 99.8%: el azar por sí solo hace esto con 1 de cada {0} proporciones.",
         .outside_95 = "Fuera de los límites del 95%: el azar por sí solo hace esto con 1 de cada {0} proporciones.",
         .none = {"Ninguna tienda se distingue de las demás con certeza.",
                  "Ningún distrito se distingue de los demás con certeza."},
         .none_last_year = {"Ninguna tienda se distingue de su propio año pasado con certeza.",
                            "Ningún distrito se distingue de su propio año pasado con certeza."},
         .nothing_to_compare_with =
             {{{"Nada con qué comparar: las demás tiendas del distrito, si las hay, tienen menos de 30 comentarios en estos "
                "días.",
                "Nada con qué comparar: los demás distritos, si los hay, tienen menos de 30 comentarios en estos días."},
               {"Nada con qué comparar: el resto de la cadena tiene menos de 30 comentarios en estos días, o son menos de "
                "tres tiendas, cuyas proporciones no se revelan.",
                "Nada con qué comparar: los distritos son la cadena."},
               {"Nada con qué comparar: de los mismos días del año pasado se conocen menos de 30 comentarios.",
                "Nada con qué comparar: de los mismos días del año pasado se conocen menos de 30 comentarios."}}},
         .too_little = {"Muy poco para decir algo: una tienda necesita 30 comentarios en estos días.",
                        "Muy poco para decir algo: un distrito necesita 30 comentarios en estos días."},
         .offer = "Compare en cambio con",
         .rest =
             "De {1} proporciones, {0} quedan fuera de sus límites del 95%; el azar por sí solo pondría ahí hasta unas {2}.",
         .rest_none = "Ninguna es tan segura como para nombrarla: mire primero la próxima semana.",
         .rest_named = "Solo lo nombrado arriba difícilmente es azar; de lo demás mire primero la próxima semana.",
         .rest_unsure =
             "Lo nombrado arriba difícilmente es azar, pero menos de diez no muestran cuánto difieren en todo: puede "
             "no ser más que eso. De lo demás mire primero la próxima semana.",
         .rest_unsure_years = "Lo nombrado arriba difícilmente es azar, pero no se sabe cuánto difieren los años en todo: "
                              "puede no ser más que eso. De lo demás mire primero la próxima semana.",
         .story = {"Una misma historia en {0} tiendas: {1}", "Una misma historia en {0} distritos: {1}"},
         .story_sentence =
             {"Sube en los {0} días hasta el {1} en {2}; en todas las tiendas del distrito juntas, {6}% de los "
              "comentarios ({3} de {4}); lo habitual es {5}%.",
              "Sube en los {0} días hasta el {1} en {2}; en todos los distritos juntos, {6}% de los comentarios "
              "({3} de {4}); lo habitual es {5}%."},
         .story_days = "Las historias miran solo los 3 y los 7 días hasta el {0}.",
         .upstream = "Busque la causa más arriba: puede haber detrás un solo proveedor, un anuncio o un sistema.",
         .digest = "Resumen de {0}",
         .paper_more = {"Destaca {0} más; está en la página.", "Destacan {0} más; están en la página."}},
    .funnel =
        {.heading = "{0}, proporción de los comentarios",
         .label = "{0}: proporción según cuántos comentarios hay. Esperado {1}%. Fuera de los límites del 95%: {2}, de "
                  "ellas fuera "
                  "de los del 99.8%: {3}. La tabla de abajo tiene todas las cifras.",
         .expected = "esperado {0}%",
         .axis = {"{0} comentario", "{0} comentarios"},
         .key = "Punteado: límites del 95%; a trazos: 99.8%. Un punto entre ellos no se distingue de los demás.",
         .key_last_year = "Cada barra contiene los límites del 95% de su punto, frente a su propio año pasado.",
         .widened =
             {"Los límites se ensanchan según cuánto difieren las tiendas más allá del azar en todo lo demás, y según "
              "cuántas veces se vuelve a tocar lo que se dijo una vez.",
              "Los límites se ensanchan según cuánto difieren los distritos más allá del azar en todo lo demás, y según "
              "cuántas veces se vuelve a tocar lo que se dijo una vez."},
         .not_widened =
             {"Con menos de diez tiendas no se puede estimar cuánto difieren más allá del azar: estos son los límites "
              "del azar solo, ensanchados únicamente según cuántas veces se vuelve a tocar lo que se dijo una vez.",
              "Con menos de diez distritos no se puede estimar cuánto difieren más allá del azar: estos son los "
              "límites del azar solo, ensanchados únicamente según cuántas veces se vuelve a tocar lo que se dijo una vez."},
         .last_year = "No se puede estimar cuánto difieren los años más allá del azar: estos son los límites del azar solo, "
                      "ensanchados únicamente según cuántas veces se vuelve a tocar lo que se dijo una vez.",
         .choose = "Ver otro",
         .more = {"{0} más", "{0} más"},
         .above = {"{0} más alta", "{0} más altas"},
         .below = {"{0} más baja", "{0} más bajas"},
         .no_league =
             {"No hay clasificación: la mayoría de las diferencias entre tiendas son suerte, y los puestos las harían "
              "parecer reales.",
              "No hay clasificación: la mayoría de las diferencias entre distritos son suerte, y los puestos las "
              "harían parecer reales."},
         .nothing = {"Muy pocos comentarios para dibujar algo: una tienda necesita 30.",
                     "Muy pocos comentarios para dibujar algo."},
         .not_in_catalog = "Nada que dibujar: no se podía tocar en los mismos días del año pasado, o no en todos estos "
                           "días."},
    .heat =
        {.heading = "Por tema, proporción de los comentarios en %",
         .note =
             "Con color solo fuera de los límites: ▲ y ▼ fuera de los del 99.8%, △ y ▽ fuera de los del 95%, donde el azar "
             "por sí solo pone cerca de una de cada veinte. Una raya: menos de 30 comentarios.",
         .caption = "Proporción de los comentarios por tema, en %",
         .above = "más alta",
         .below = "más baja",
         .above_998 = "más alta, fuera de los límites del 99.8%",
         .below_998 = "más baja, fuera de los límites del 99.8%"},
    .trends =
        {.heading = "{0}, trece semanas",
         .note =
             "Proporción de los comentarios de cada semana, todas en una misma escala; cada una termina con el último día "
             "de arriba. Sin barra: menos de 30 comentarios, o el motivo no estaba en el catálogo.",
         .caption = "Proporción de los comentarios por semana",
         .label = "{0}: proporción de los comentarios de cada semana del {1} al {2}",
         .week_from = "Semana desde",
         .not_in_catalog = "no estaba en el catálogo",
         .share = "{0}% ({1} de {2})",
         .too_little = "{0} de {1}",
         .more = {"Se muestran {0} de {1} tiendas, primero las que están fuera de los límites; el CSV las tiene todas.",
                  "Se muestran {0} de {1} distritos, primero los que están fuera de los límites; el CSV los tiene todos."}},
    .hear = {.heading = "Cuánto oímos",
             .caption = "Comentarios por cada 1,000 ventas atendidas",
             .unknown = "tráfico desconocido",
             .note = {"Comentarios por cada 1,000 ventas atendidas: con qué ganas hablan los clientes y anotan las cajas. "
                      "Ni bueno ni "
                      "malo, así que no se marca ninguna tienda.",
                      "Comentarios por cada 1,000 ventas atendidas: con qué ganas hablan los clientes y anotan las cajas. "
                      "Ni bueno ni "
                      "malo, así que no se marca ningún distrito."},
             .part = {"sin {0} de {1} días, cuyo tráfico no se conoce",
                      "sin {0} de {1} días de tienda, cuyo tráfico no se conoce: {2}"}},
    .table = {.heading = "{0}, todas las cifras",
              .caption = "{0} por tienda",
              .remarks = "Comentarios",
              .of = "De",
              .share = "Proporción, %",
              .limits95 = "Límites del 95%, %",
              .limits998 = "Límites del 99.8%, %",
              .traffic = "Ventas atendidas",
              .per_1000 = "Por 1,000",
              .incomplete = {"Días incompletos", "Días de tienda incompletos"},
              .verdict = {{{"Frente a las demás", "Frente a los demás"},
                           {"Frente a la cadena", "Frente a la cadena"},
                           {"Frente al año pasado", "Frente al año pasado"}}},
              .member = {"Tienda", "Distrito"},
              .verdicts = {"más alta", "no se distingue", "más baja", "muy poco"},
              .above_998 = "más alta (99.8%)",
              .below_998 = "más baja (99.8%)",
              .nothing_to_compare_with = "nada con qué comparar",
              .limits_cell = "{0} a {1}",
              .sort = "Ordenar por: {0}",
              .download = "Todas las proporciones en CSV",
              .download_themes = "Por tema en CSV",
              .download_stories = "Historias en CSV",
              .download_weeks = "Estas trece semanas en CSV",
              .json = "Todo en JSON"},
};

}  // namespace tillnote::render
