#include "schema/time_text.hpp"
#include "server/app/commands.hpp"
#include "server/app/commands/store_place.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/wall_clock.hpp"
#include "server/routes/make_id.hpp"

#include <cstdio>

namespace tillnote::app::commands {

Result<void> list_messages(const Config& config, const std::string& store) {
    DatabasePorts ports(config.database_migrate);
    if (auto place = find_store_place(ports, store); !place) {
        return place.error();
    }
    auto messages = ports.view.messages.list_messages(store);
    if (!messages) {
        return messages.error();
    }
    for (const auto& message : *messages) {
        std::printf("%s to %s  %s\n", format_day(message.first_day).c_str(), format_day(message.last_day).c_str(),
                    message.text_en.c_str());
    }
    return {};
}

Result<void> add_message(const Config& config, const MessageOptions& options) {
    OperatorPorts ports(config, domain::AuditAction::added, domain::AuditObject::message, "", options.store);
    auto place = find_store_place(ports, options.store);
    if (!place) {
        return place.error();
    }
    const auto now = wall_clock_now();
    const auto today = place->calendar.day_of(now);
    auto from = day_or(options.from, today, "--from");
    if (!from) {
        return from.error();
    }
    auto to = day_or(options.to, *from, "--to");
    if (!to) {
        return to.error();
    }
    const domain::StoreMessage message{routes::make_random_id(), options.store, options.text_en,
                                       options.text_es,          *from,         *to};
    if (auto checked = domain::check_message(message, today); !checked) {
        return name_field(checked.error());
    }
    ports.entry().object_id = message.message_id.to_string();
    if (auto added = ports.view.messages.add_message(message, now); !added) {
        return added;
    }
    std::printf("%s\n", message.message_id.to_string().c_str());
    return {};
}

}  // namespace tillnote::app::commands
