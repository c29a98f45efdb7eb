#include "server/app/command_line_delivery.hpp"

#include "server/app/delivery_commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace tillnote::app {
namespace {

using Command = std::function<Result<void>(const Config&)>;

/// What the options are parsed into; one command runs, so they share.
struct DeliveryWords {
    std::string store;
    std::string day;
    std::string state;
    std::string file;
    int edition = 0;
    bool json = false;
    commands::RecipientOptions recipient;
    commands::WebhookOptions webhook;
};
using SharedDeliveryWords = std::shared_ptr<DeliveryWords>;

void add_recipients(CLI::App& app, const SharedDeliveryWords& words, Command& command) {
    auto* recipient = app.add_subcommand("recipient", "Who gets a store's digest or alerts by mail")->require_subcommand(1);
    auto* list = recipient->add_subcommand(
        "list",
        "Recipients of a store, those who have left too; without STORE of all, and the stores whose digest nobody gets");
    list->add_option("STORE", words->store, "Store id (all)");
    list->callback([words, &command] {
        command = [words](const Config& config) { return commands::list_recipients(config, words->store); };
    });
    const auto add_address = [words](CLI::App* sub) {
        sub->add_option("STORE", words->recipient.store, "Store id")->required();
        sub->add_option("EMAIL", words->recipient.email, "E-mail address")->required();
        sub->add_option("--kind", words->recipient.kind, "digest (default) or alert")
            ->check(CLI::IsMember({"digest", "alert"}));
    };
    auto* add = recipient->add_subcommand("add", "Add one, or take one who had left back in; prints its id");
    add_address(add);
    add->add_option("--language", words->recipient.language, "en (default) or es")->check(CLI::IsMember({"en", "es"}));
    add->add_option("--time", words->recipient.time, "When the digest is sent, local wall time, HH:MM (05:45)");
    add->callback([words, &command] {
        command = [words](const Config& config) { return commands::add_recipient(config, words->recipient); };
    });
    auto* change = recipient->add_subcommand("change", "Another language or time for one who is on the list");
    add_address(change);
    change->add_option("--language", words->recipient.language, "en or es")->check(CLI::IsMember({"en", "es"}));
    change->add_option("--time", words->recipient.time, "When the digest is sent, local wall time, HH:MM");
    change->callback([words, &command] {
        command = [words](const Config& config) { return commands::change_recipient(config, words->recipient); };
    });
    auto* remove = recipient->add_subcommand("remove", "End the mail to an address");
    add_address(remove);
    remove->callback([words, &command] {
        command = [words](const Config& config) { return commands::remove_recipient(config, words->recipient); };
    });
}

void add_webhooks(CLI::App& app, const SharedDeliveryWords& words, Command& command) {
    auto* webhook = app.add_subcommand("webhook", "Programs that are told of digests or alerts")->require_subcommand(1);
    webhook->add_subcommand("list", "All webhooks")->callback([&command] { command = commands::list_webhooks; });
    auto* add = webhook->add_subcommand("add", "Add one; prints its id");
    add->add_option("URL", words->webhook.url, "http:// or https:// address that takes a POST")->required();
    add->add_option("--secret-file", words->webhook.secret_file, "File whose first line signs each call")->required();
    add->add_option("--kind", words->webhook.kind, "digest (default), alert, or district for the digests of districts")
        ->check(CLI::IsMember({"digest", "alert", "district"}));
    add->add_option("--store", words->webhook.store, "Only this store (all)");
    add->add_option("--district", words->webhook.district, "Only this district (all); of the kind district");
    add->callback([words, &command] {
        command = [words](const Config& config) { return commands::add_webhook(config, words->webhook); };
    });
    auto* remove = webhook->add_subcommand("remove", "Remove one");
    remove->add_option("ID", words->webhook.id, "Its id, as 'webhook list' shows it")->required();
    remove->callback([words, &command] {
        command = [words](const Config& config) { return commands::remove_webhook(config, words->webhook); };
    });
}

}  // namespace

void add_delivery_commands(CLI::App& app, Command& command) {
    const auto words = std::make_shared<DeliveryWords>();
    app.add_subcommand("send-due", "Make the editions that are due and send what is due, once")->callback([&command] {
        command = commands::send_due;
    });
    auto* explain = app.add_subcommand(
        "explain", "Derive every figure of a digest from its kept input, recount the notes, and list what came since");
    explain->add_option("STORE", words->store, "Store id")->required();
    explain->add_option("DAY", words->day, "YYYY-MM-DD, 'today' or 'latest'")->required();
    explain->add_option("--edition", words->edition, "Its number (the latest)")->check(CLI::Range(1, 1'000'000));
    explain->callback([words, &command] {
        command = [words](const Config& config) {
            return commands::explain(config, words->store, words->day,
                                     words->edition == 0 ? std::nullopt : std::optional(words->edition));
        };
    });
    auto* deliveries = app.add_subcommand("deliveries", "What was sent, what waits, what failed")->require_subcommand(1);
    auto* list = deliveries->add_subcommand("list", "The latest due first");
    list->add_option("--store", words->store, "Only this store");
    list->add_option("--state", words->state, "Only waiting, sent, failed or cancelled")
        ->check(CLI::IsMember({"waiting", "sent", "failed", "cancelled"}));
    list->add_flag("--json", words->json, "As JSON");
    list->callback([words, &command] {
        command = [words](const Config& config) {
            return commands::list_deliveries(config, words->store, words->state, words->json);
        };
    });
    auto* bounce = app.add_subcommand("bounce", "Take a mail server's notification that a mail did not arrive (RFC 3464)");
    bounce->add_option("FILE", words->file, "The notification; - reads standard input")->required();
    bounce->callback([words, &command] {
        command = [words](const Config& config) { return commands::take_bounce(config, words->file); };
    });
    add_recipients(app, words, command);
    add_webhooks(app, words, command);
}

}  // namespace tillnote::app
