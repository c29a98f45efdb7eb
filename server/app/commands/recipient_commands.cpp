#include "server/app/commands/store_place.hpp"
#include "server/app/delivery_commands.hpp"
#include "server/app/wall_clock.hpp"
#include "server/delivery/secret_file.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>
#include <cstdio>

namespace tillnote::app::commands {
namespace {

Result<domain::Recipient> recipient_of(const RecipientOptions& options) {
    const auto kind = domain::find_delivery_kind(options.kind);
    const auto language = domain::find_language(options.language);
    const auto time = domain::find_clock_time(options.time);
    if (!kind || kind == domain::DeliveryKind::district || kind == domain::DeliveryKind::account || !language || !time) {
        return Error{ErrorCode::usage, "--kind is digest or alert, --language en or es, --time HH:MM on a 24-hour clock.",
                     ""};
    }
    if (!domain::is_email(options.email)) {
        return Error{ErrorCode::usage, "EMAIL must be an address such as manager@shop.example.", "email"};
    }
    domain::Recipient recipient;
    recipient.recipient_id = routes::make_random_id();
    recipient.store = options.store;
    recipient.email = options.email;
    recipient.kind = *kind;
    recipient.language = *language;
    recipient.local_time = *time;
    return recipient;
}

std::string place_of(const domain::Webhook& webhook) {
    return webhook.kind == domain::DeliveryKind::district ? webhook.district.value_or("(all districts)")
                                                          : webhook.store.value_or("(all stores)");
}

}  // namespace

Result<void> list_recipients(const Config& config, const std::string& store) {
    DatabasePorts ports(config.database_migrate);
    if (auto place = find_store_place(ports, store); !place) {
        return place.error();
    }
    auto recipients = ports.recipients.list_recipients(store);
    if (!recipients) {
        return recipients.error();
    }
    for (const domain::Recipient& recipient : *recipients) {
        std::printf("%-6s %s  %s  %s%s\n", std::string(domain::to_text(recipient.kind)).c_str(),
                    domain::format_clock_time(recipient.local_time).c_str(),
                    std::string(domain::to_text(recipient.language)).c_str(), recipient.email.c_str(),
                    recipient.unsubscribed_at ? "  (has left)" : "");
    }
    if (recipients->empty()) {
        std::printf("Nobody gets mail about this store; 'recipient add %s EMAIL' adds somebody.\n", store.c_str());
    }
    return {};
}

Result<void> add_recipient(const Config& config, const RecipientOptions& options) {
    DatabasePorts ports(config.database_migrate);
    if (auto place = find_store_place(ports, options.store); !place) {
        return place.error();
    }
    const auto recipient = recipient_of(options);
    if (!recipient) {
        return recipient.error();
    }
    const auto token = routes::make_unsubscribe_token(options.store);
    auto added = ports.recipients.add_recipient(*recipient, token, routes::hash_secret(token), wall_clock_now());
    if (!added) {
        return added.error();
    }
    std::printf("%s\n", added->recipient_id.to_string().c_str());
    return {};
}

Result<void> remove_recipient(const Config& config, const RecipientOptions& options) {
    DatabasePorts ports(config.database_migrate);
    auto recipients = ports.recipients.list_recipients(options.store);
    if (!recipients) {
        return recipients.error();
    }
    const auto found = std::ranges::find_if(*recipients, [&](const domain::Recipient& recipient) {
        return recipient.email == options.email && domain::to_text(recipient.kind) == options.kind;
    });
    if (found == recipients->end()) {
        return Error{ErrorCode::not_found, "That address is not on the store's list; 'recipient list' shows it.", "email"};
    }
    domain::RecipientChange change;
    change.active = false;
    auto changed = ports.recipients.change_recipient(options.store, found->recipient_id, change, wall_clock_now());
    return changed ? Result<void>() : changed.error();
}

Result<void> list_webhooks(const Config& config) {
    DatabasePorts ports(config.database_migrate);
    auto webhooks = ports.recipients.list_webhooks();
    if (!webhooks) {
        return webhooks.error();
    }
    for (const domain::Webhook& webhook : *webhooks) {
        std::printf("%s  %-8s %s  %s\n", webhook.webhook_id.to_string().c_str(),
                    std::string(domain::to_text(webhook.kind)).c_str(), place_of(webhook).c_str(), webhook.url.c_str());
    }
    if (webhooks->empty()) {
        std::printf("There are no webhooks.\n");
    }
    return {};
}

Result<void> add_webhook(const Config& config, const WebhookOptions& options) {
    const bool is_web = options.url.starts_with("https://") || options.url.starts_with("http://");
    const auto kind = domain::find_delivery_kind(options.kind);
    if (!is_web || !kind || kind == domain::DeliveryKind::account) {
        return Error{ErrorCode::usage, "URL must begin with https:// or http://, and --kind be digest, alert or district.",
                     "url"};
    }
    const bool of_district = *kind == domain::DeliveryKind::district;
    if (of_district ? !options.store.empty() : !options.district.empty()) {
        return Error{ErrorCode::usage, "--district goes with --kind district, --store with the other kinds.", "kind"};
    }
    if (const auto secret = delivery::read_secret_file(options.secret_file); !secret) {
        return secret.error();
    }
    DatabasePorts ports(config.database_migrate);
    domain::Webhook webhook;
    webhook.webhook_id = routes::make_random_id();
    webhook.store = options.store.empty() ? std::nullopt : std::optional(options.store);
    webhook.kind = *kind;
    webhook.district = options.district.empty() ? std::nullopt : std::optional(options.district);
    webhook.url = options.url;
    webhook.secret_file = options.secret_file;
    if (auto added = ports.recipients.add_webhook(webhook, wall_clock_now()); !added) {
        return added;
    }
    std::printf("%s\n", webhook.webhook_id.to_string().c_str());
    return {};
}

Result<void> remove_webhook(const Config& config, const WebhookOptions& options) {
    const auto id = Uuid::parse(options.id);
    if (!id) {
        return Error{ErrorCode::usage, "ID must be as 'webhook list' shows it.", "id"};
    }
    DatabasePorts ports(config.database_migrate);
    return ports.recipients.remove_webhook(*id, wall_clock_now());
}

}  // namespace tillnote::app::commands
