#include "schema/secret_file.hpp"
#include "server/app/commands/store_place.hpp"
#include "server/app/delivery_commands.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/wall_clock.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>
#include <cstdio>

namespace tillnote::app::commands {
namespace {

bool is_web_address(std::string_view url) {
    constexpr std::size_t bytes_max = 2'000;
    constexpr std::string_view never = "\"<>\\^`{|}";  // RFC 3986, 2: what is neither reserved nor unreserved
    return (url.starts_with("https://") || url.starts_with("http://")) && url.size() <= bytes_max &&
           std::ranges::all_of(url, [&](char letter) {
               return letter > 0x20 && letter < 0x7f && never.find(letter) == std::string_view::npos;
           });
}

/// What was typed wrong is wrong usage, unlike on a page.
Error as_usage(const Error& error) {
    return {ErrorCode::usage, error.detail, error.field};
}

/// Of the one on the store's list that the options name.
Result<Uuid> find_on_list(DatabasePorts& ports, const RecipientOptions& options) {
    const auto recipients = ports.recipients.list_recipients(options.store);
    if (!recipients) {
        return recipients.error();
    }
    const auto found = std::ranges::find_if(*recipients, [&](const domain::Recipient& recipient) {
        return recipient.email == options.email && domain::to_text(recipient.kind) == options.kind;
    });
    if (found == recipients->end()) {
        return Error{ErrorCode::not_found, "That address is not on the store's list; 'recipient list' shows it.", "email"};
    }
    return found->recipient_id;
}

Result<void> change_on_list(OperatorPorts& ports, const RecipientOptions& options, const domain::RecipientChange& change) {
    const auto id = find_on_list(ports, options);
    if (!id) {
        return id.error();
    }
    ports.entry().object_id = id->to_string();
    const auto changed = ports.recipients.change_recipient(options.store, *id, change, wall_clock_now());
    return changed ? Result<void>() : changed.error();
}

std::string place_of(const domain::Webhook& webhook) {
    return webhook.kind == domain::DeliveryKind::district ? webhook.district.value_or("(all districts)")
                                                          : webhook.store.value_or("(all stores)");
}

}  // namespace

Result<void> add_recipient(const Config& config, const RecipientOptions& options) {
    OperatorPorts ports(config, domain::AuditAction::added, domain::AuditObject::recipient, "", options.store);
    if (auto place = find_store_place(ports, options.store); !place) {
        return place.error();
    }
    auto recipient = domain::parse_recipient({options.email, options.kind, options.language, options.time});
    if (!recipient) {
        return as_usage(recipient.error());
    }
    recipient->recipient_id = routes::make_random_id();
    recipient->store = options.store;
    const auto token = routes::make_unsubscribe_token(options.store);
    auto added = ports.recipients.add_recipient(*recipient, token, routes::hash_secret(token), wall_clock_now(),
                                                [&](const Uuid& id) { ports.entry().object_id = id.to_string(); });
    if (!added) {
        return added.error();
    }
    std::printf("%s\n", added->recipient_id.to_string().c_str());
    return {};
}

Result<void> change_recipient(const Config& config, const RecipientOptions& options) {
    const auto change = domain::parse_recipient_change(options.language, options.time, std::nullopt);
    if (!change) {
        const bool nothing = !options.language && !options.time;
        return nothing ? Error{ErrorCode::usage, "Give --language, --time or both.", "language"} : as_usage(change.error());
    }
    OperatorPorts ports(config, domain::AuditAction::changed, domain::AuditObject::recipient, "", options.store);
    return change_on_list(ports, options, *change);
}

Result<void> remove_recipient(const Config& config, const RecipientOptions& options) {
    OperatorPorts ports(config, domain::AuditAction::ended, domain::AuditObject::recipient, "", options.store);
    domain::RecipientChange change;
    change.active = false;
    return change_on_list(ports, options, change);
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
    const auto kind = domain::find_delivery_kind(options.kind);
    if (!is_web_address(options.url) || !kind || kind == domain::DeliveryKind::account) {
        return Error{
            ErrorCode::usage,
            "URL must begin with https:// or http:// and be written as RFC 3986 writes it, and --kind be digest, alert "
            "or district.",
            "url"};
    }
    const bool of_district = *kind == domain::DeliveryKind::district;
    if (of_district ? !options.store.empty() : !options.district.empty()) {
        return Error{ErrorCode::usage, "--district goes with --kind district, --store with the other kinds.", "kind"};
    }
    if (const auto secret = read_secret_file(options.secret_file); !secret) {
        return secret.error();
    }
    OperatorPorts ports(config, domain::AuditAction::added, domain::AuditObject::webhook, "", options.store);
    domain::Webhook webhook;
    webhook.webhook_id = routes::make_random_id();
    webhook.store = options.store.empty() ? std::nullopt : std::optional(options.store);
    webhook.kind = *kind;
    webhook.district = options.district.empty() ? std::nullopt : std::optional(options.district);
    webhook.url = options.url;
    webhook.secret_file = options.secret_file;
    ports.entry().object_id = webhook.webhook_id.to_string();
    ports.entry().district = options.district;
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
    OperatorPorts ports(config, domain::AuditAction::ended, domain::AuditObject::webhook, options.id);
    return ports.recipients.remove_webhook(*id, wall_clock_now());
}

}  // namespace tillnote::app::commands
