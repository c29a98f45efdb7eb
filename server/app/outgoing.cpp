#include "server/app/outgoing.hpp"

#include "schema/time_text.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/log.hpp"
#include "server/delivery/account_content.hpp"
#include "server/delivery/alert_content.hpp"
#include "server/delivery/digest_content.hpp"
#include "server/delivery/district_content.hpp"
#include "server/delivery/file_sender.hpp"
#include "server/delivery/smtp_sender.hpp"
#include "server/routes/comparison_reading.hpp"
#include "server/routes/secrets.hpp"

namespace tillnote::app {
namespace {

std::unique_ptr<delivery::MailSender> make_mail_sender(const OutgoingOptions& options) {
    const Config& config = options.config;
    if (!config.mail_smtp.empty()) {
        delivery::SmtpOptions smtp;
        smtp.url = config.mail_smtp;
        smtp.starttls_required = config.mail_starttls == "required";
        smtp.user = config.mail_user;
        smtp.password_file = config.mail_password_file;
        smtp.ca_file = config.mail_ca_file;
        smtp.abandon = options.abandon;
        return std::make_unique<delivery::SmtpSender>(std::move(smtp));
    }
    if (!config.mail_folder.empty()) {
        return std::make_unique<delivery::FileSender>(config.mail_folder);
    }
    return std::make_unique<delivery::UnsetMailSender>();
}

void log_failure(const domain::StoreDay& store_day, const Error& error) {
    log_event(
        LogLevel::warning, "digest_not_frozen",
        {{"code", std::string(error_row(error.code).type)}, {"store", store_day.store}, {"day", format_day(store_day.day)}});
}

void log_district_failure(const std::string& district, const Error& error) {
    log_event(LogLevel::warning, "district_digest_not_frozen",
              {{"code", std::string(error_row(error.code).type)}, {"district", district}});
}

/// The comparison as the district's page reads it.
auto comparison_loader(routes::Ports& ports, const OutgoingOptions& options) {
    return [&ports, directory = options.directory](const domain::District& district, const domain::ComparisonRange& range,
                                                   Instant now) {
        routes::Scope scope{.ports = ports, .directory = directory(), .now = now};
        return routes::read_comparison_input(
            scope, &district, {domain::ComparisonBy::reason, domain::Against::others, range}, routes::LookBack::stories);
    };
}

}  // namespace

struct Outgoing::Parts {
    explicit Parts(const OutgoingOptions& options)
        : ports(options.config.database_digest),
          mail(make_mail_sender(options)),
          webhooks(std::chrono::seconds{20}, options.abandon),
          digests(ports.editions, options.frozen),
          alerts(ports.alerts, options.directory),
          districts(ports.district_editions),
          accounts({.links = ports.account_links,
                    .base_url = base_url_of(options.config),
                    .now = options.now,
                    .make_token = routes::make_secret,
                    .hash_token = routes::hash_secret}),
          freezer(ports.editions, ports.digests,
                  {.message_domain = message_domain_of(options.config),
                   .on_frozen =
                       [frozen = options.frozen, tell = options.on_frozen](domain::Digest digest) {
                           frozen->keep(std::move(digest));
                           tell();
                       },
                   .on_failure = log_failure}),
          district_freezer(ports.district_editions, ports.comparison,
                           {.message_domain = message_domain_of(options.config),
                            .load = comparison_loader(ports.view, options),
                            .on_frozen = options.on_frozen,
                            .on_failure = log_district_failure}),
          loop({.deliveries = ports.deliveries,
                .mail = *mail,
                .webhooks = webhooks,
                .contents = {{domain::DeliveryKind::digest, &digests},
                             {domain::DeliveryKind::alert, &alerts},
                             {domain::DeliveryKind::district, &districts},
                             {domain::DeliveryKind::account, &accounts}},
                .from = options.config.mail_from,
                .base_url = base_url_of(options.config),
                .now = options.now,
                .on_event = options.on_event}) {}

    DatabasePorts ports;
    std::unique_ptr<delivery::MailSender> mail;
    delivery::WebhookSender webhooks;
    delivery::DigestContent digests;
    delivery::AlertContent alerts;
    delivery::DistrictContent districts;
    delivery::AccountContent accounts;
    DigestFreezer freezer;
    DistrictFreezer district_freezer;
    delivery::DeliveryLoop loop;
};

Outgoing::Outgoing(const OutgoingOptions& options) : parts_(std::make_unique<Parts>(options)) {}

Outgoing::~Outgoing() = default;

DigestFreezer& Outgoing::freezer() {
    return parts_->freezer;
}

DistrictFreezer& Outgoing::district_freezer() {
    return parts_->district_freezer;
}

delivery::DeliveryLoop& Outgoing::loop() {
    return parts_->loop;
}

domain::DeliveryStore& Outgoing::deliveries() {
    return parts_->ports.deliveries;
}

std::string message_domain_of(const Config& config) {
    return config.mail_from.substr(config.mail_from.find('@') + 1);
}

std::string host_in_url(const std::string& address) {
    return address.find(':') == std::string::npos ? address : '[' + address + ']';
}

std::string base_url_of(const Config& config) {
    if (!config.web_base_url.empty()) {
        return config.web_base_url;
    }
    const bool everywhere = config.address == "0.0.0.0" || config.address == "::";
    std::string host = host_in_url(config.address);
    if (everywhere) {
        host = config.hosts.empty() ? "localhost" : config.hosts.front();
    }
    return (uses_tls(config) ? "https://" : "http://") + host + ':' + std::to_string(config.port);
}

}  // namespace tillnote::app
