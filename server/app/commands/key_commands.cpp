#include "server/app/commands.hpp"
#include "server/app/commands/catalog_files.hpp"
#include "server/app/commands/store_place.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/wall_clock.hpp"

namespace tillnote::app::commands {

Result<void> set_store_keys(const Config& config, const KeyOptions& options) {
    const bool some = !options.hot_keys_file.empty() || !options.layout.empty();
    if (some == options.as_chain) {
        return Error{ErrorCode::usage, "Give --hot-keys, --layout or both; or --as-chain alone.", "as-chain"};
    }
    OperatorPorts ports(config, domain::AuditAction::changed, domain::AuditObject::keys, "", options.store);
    auto place = find_store_place(ports, options.store);
    if (!place) {
        return place.error();
    }
    auto catalog = ports.view.organisation.load_catalog();
    if (!catalog) {
        return catalog.error();
    }
    auto stores = ports.view.keys.list_store_keys();
    if (!stores) {
        return stores.error();
    }
    const Catalog today = catalog->on(place->calendar.day_of(wall_clock_now()));
    domain::LaneKeys keys = options.as_chain ? domain::LaneKeys{} : (*stores)[options.store];
    if (!options.hot_keys_file.empty()) {
        auto hot_keys = read_hot_keys(options.hot_keys_file, today);
        if (!hot_keys) {
            return hot_keys.error();
        }
        keys.hot_keys = std::move(*hot_keys);
    }
    if (!options.layout.empty()) {
        if (auto checked = domain::check_layout(options.layout, today); !checked) {
            return checked;
        }
        keys.layout = options.layout;
    }
    return ports.view.keys.put_store_keys(options.store, keys);
}

}  // namespace tillnote::app::commands
