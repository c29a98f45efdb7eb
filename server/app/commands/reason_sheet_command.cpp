#include "server/app/commands.hpp"
#include "server/app/commands/store_place.hpp"
#include "server/app/wall_clock.hpp"
#include "server/render/reason_sheet.hpp"

#include <cstdio>

namespace tillnote::app::commands {

Result<void> print_reason_sheet(const Config& config, const SheetOptions& options) {
    DatabasePorts ports(config.database_migrate);
    auto place = find_store_place(ports, options.store);
    if (!place) {
        return place.error();
    }
    auto catalog = ports.view.organisation.load_catalog();
    if (!catalog) {
        return catalog.error();
    }
    render::ReasonSheet sheet{.store = place->store.name,
                              .catalog = catalog->on(place->calendar.day_of(wall_clock_now()), place->store.walk)};
    sheet.paper = options.paper == "a4" ? render::PaperSize::a4 : render::PaperSize::letter;
    sheet.language = options.language == "en"   ? render::SheetLanguage::only_english
                     : options.language == "es" ? render::SheetLanguage::only_spanish
                                                : render::SheetLanguage::both;
    sheet.bars = options.bars == "large" ? render::BarSize::large : render::BarSize::normal;
    const std::string page = render::render_reason_sheet(sheet);
    if (std::fwrite(page.data(), 1, page.size(), stdout) != page.size()) {
        return Error{ErrorCode::disk_full, "The sheet could not be written; see that where it goes has room.", ""};
    }
    return {};
}

}  // namespace tillnote::app::commands
