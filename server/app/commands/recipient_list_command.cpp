#include "server/app/commands/store_place.hpp"
#include "server/app/delivery_commands.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/district_commands.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/chain_watch.hpp"
#include "server/render/recipient_words.hpp"

#include <cstdio>

namespace tillnote::app::commands {
namespace {

/// "  (has left)", or why mail does not reach them.
std::string trouble_of(const domain::Recipient& recipient, const domain::LastDeliveries& last) {
    if (recipient.unsubscribed_at) {
        return "  (has left)";
    }
    const auto found = last.find(recipient.recipient_id);
    const bool failing = found != last.end() && render::is_failing({recipient, found->second});
    return failing ? "  (not reached: " + found->second.last_error + ")" : "";
}

void print_recipient(const domain::Recipient& recipient, const std::string& trouble) {
    std::printf("%-6s %s  %s  %s%s\n", std::string(domain::to_text(recipient.kind)).c_str(),
                domain::format_clock_time(recipient.local_time).c_str(),
                std::string(domain::to_text(recipient.language)).c_str(), recipient.email.c_str(), trouble.c_str());
}

void print_with_store(const domain::Recipient& recipient, const std::string& trouble) {
    std::printf("%-24s ", recipient.store.c_str());
    print_recipient(recipient, trouble);
}

void print_of_district(const domain::Recipient& recipient, const std::string& trouble) {
    std::printf("%s  %s%s\n", std::string(domain::to_text(recipient.language)).c_str(), recipient.email.c_str(),
                trouble.c_str());
}

void print_with_district(const domain::Recipient& recipient, const std::string& trouble) {
    std::printf("%-24s ", recipient.district.c_str());
    print_of_district(recipient, trouble);
}

Result<void> print_each(DatabasePorts& ports, const std::vector<domain::Recipient>& recipients,
                        void (*print)(const domain::Recipient&, const std::string& trouble)) {
    const auto last = domain::find_last_deliveries(ports.deliveries, wall_clock_now());
    if (!last) {
        return last.error();
    }
    for (const domain::Recipient& recipient : recipients) {
        print(recipient, trouble_of(recipient, *last));
    }
    return {};
}

Result<void> list_of_store(DatabasePorts& ports, const std::string& store) {
    if (auto place = find_store_place(ports, store); !place) {
        return place.error();
    }
    const auto recipients = ports.recipients.list_recipients(store);
    if (!recipients) {
        return recipients.error();
    }
    if (recipients->empty()) {
        std::printf("Nobody gets mail about this store; 'recipient add %s EMAIL' adds somebody.\n", store.c_str());
    }
    return print_each(ports, *recipients, print_recipient);
}

Result<void> list_of_all_stores(DatabasePorts& ports) {
    const Instant now = wall_clock_now();
    const auto directory = load_directory(ports.view, now);
    if (!directory) {
        return directory.error();
    }
    const auto recipients = ports.recipients.list_all_recipients();
    if (!recipients) {
        return recipients.error();
    }
    if (auto printed = print_each(ports, *recipients, print_with_store); !printed) {
        return printed;
    }
    for (const std::string& store : domain::list_unread_stores(*recipients, **directory, now)) {
        std::printf("%-24s Nobody gets the digest; 'recipient add %s EMAIL' adds somebody.\n", store.c_str(), store.c_str());
    }
    return {};
}

Result<void> list_of_district(DatabasePorts& ports, const std::string& district) {
    const auto rhythm = ports.district_recipients.get_rhythm(district);
    if (!rhythm) {
        return rhythm.error();
    }
    const auto recipients = ports.district_recipients.list_recipients(district);
    if (!recipients) {
        return recipients.error();
    }
    std::printf("rhythm %s\n", std::string(domain::to_text(*rhythm)).c_str());
    if (recipients->empty()) {
        std::printf("Nobody gets this district's digest; 'district recipient add %s EMAIL' adds somebody.\n",
                    district.c_str());
    }
    return print_each(ports, *recipients, print_of_district);
}

Result<void> list_of_all_districts(DatabasePorts& ports) {
    const auto recipients = ports.district_recipients.list_all_recipients();
    if (!recipients) {
        return recipients.error();
    }
    if (recipients->empty()) {
        std::printf("Nobody gets a district's digest; 'district recipient add DISTRICT EMAIL' adds somebody.\n");
    }
    return print_each(ports, *recipients, print_with_district);
}

}  // namespace

Result<void> list_recipients(const Config& config, const std::string& store) {
    DatabasePorts ports(config.database_migrate);
    return store.empty() ? list_of_all_stores(ports) : list_of_store(ports, store);
}

Result<void> list_district_recipients(const Config& config, const std::string& district) {
    DatabasePorts ports(config.database_migrate);
    return district.empty() ? list_of_all_districts(ports) : list_of_district(ports, district);
}

}  // namespace tillnote::app::commands
