#include "server/app/service.hpp"

#include "schema/secret_file.hpp"
#include "server/app/alert_worker.hpp"
#include "server/app/certificate.hpp"
#include "server/app/commit_queue.hpp"
#include "server/app/config_secrets.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/delivery_worker.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/log.hpp"
#include "server/app/metrics.hpp"
#include "server/app/password_pool.hpp"
#include "server/app/retention_worker.hpp"
#include "server/app/rollup_worker.hpp"
#include "server/app/schedule.hpp"
#include "server/app/wall_clock.hpp"
#include "server/app/work_threads.hpp"
#include "server/http/server.hpp"
#include "server/http/tls_context.hpp"
#include "server/routes/all_routes.hpp"
#include "server/routes/factor_seal.hpp"
#include "server/routes/known_addresses.hpp"
#include "server/routes/lane_token_cache.hpp"
#include "server/routes/sign_in.hpp"

#include <atomic>
#include <limits>

namespace tillnote::app {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t waiting_jobs_max = 1'000;
constexpr auto lane_token_life = 2s;
constexpr auto drain_deadline = 10s;
constexpr int new_connections_burst_s = 4;  ///< what may come at once, in seconds of the rate

/// A pool of database threads as the routes see it.
class PortThreads : public routes::DatabaseThreads {
public:
    PortThreads(std::size_t threads, const std::string& connection, const std::shared_ptr<storage::OutboxBook>& book)
        : threads_(threads, waiting_jobs_max,
                   [connection, book] { return std::make_unique<DatabasePorts>(connection, book, domain::RowScope{}); }) {}

    [[nodiscard]] bool submit(std::function<void(routes::Ports&)> job) override {
        return threads_.submit([job = std::move(job)](DatabasePorts& ports) { job(ports.view); });
    }
    void stop() { threads_.stop(); }

private:
    WorkThreads<DatabasePorts> threads_;
};

/// The token of an unsubscribe link is a secret; its route says enough. What no route knows may be such a link with a slip
/// in it, or anything else: of that only short plain words.
std::string path_to_log(const http::Exchange& exchange) {
    if (exchange.route.empty()) {
        return mask_long_segments(exchange.path);
    }
    return exchange.route.find("{token}") == std::string::npos ? exchange.path : exchange.route;
}

void log_exchange(const http::Exchange& exchange) {
    const auto level = exchange.status >= 500 ? LogLevel::warning : LogLevel::debug;
    log_event(level, "request",
              {{"request_id", exchange.request_id},
               {"method", exchange.method},
               {"path", path_to_log(exchange)},
               {"route", exchange.route},
               {"status", std::int64_t{exchange.status}},
               {"bytes", static_cast<std::int64_t>(exchange.body_bytes)},
               {"ms", static_cast<double>(exchange.duration.count()) / 1000.0},
               {"failure", exchange.failure}});
}

http::ServerOptions public_options(const Config& config) {
    http::ServerOptions options;
    options.address = config.address;
    options.port = config.port;
    options.hosts = {"localhost", "127.0.0.1", "[::1]", host_in_url(config.address)};
    options.hosts.insert(options.hosts.end(), config.hosts.begin(), config.hosts.end());
    options.probe_paths = {"/livez", "/readyz"};
    options.limits.connections_max = config.connections_max;
    options.limits.connections_per_address_max = config.connections_per_address_max;
    options.limits.connections_per_address = http::rate_of(config.new_connections_per_second, new_connections_burst_s);
    for (const auto& address : config.proxy_addresses) {
        options.proxies.push_back(http::Network::parse(address).value());
    }
    // Neither is one client: what comes from there stands for many.
    options.uncapped = http::loopback_networks();
    options.uncapped.insert(options.uncapped.end(), options.proxies.begin(), options.proxies.end());
    if (!uses_tls(config) && !listens_on_loopback(config)) {
        options.admitted = options.uncapped;
    }
    return options;
}

http::ServerOptions metrics_options(const Config& config) {
    http::ServerOptions options;
    // In clear, and for anybody who asks: never on a network.
    options.address = config.address == "::1" ? "::1" : "127.0.0.1";
    options.port = config.metrics_port;
    options.probe_paths = {"/metrics"};
    return options;
}

constexpr std::size_t key_characters_min = 32;

/// The first line of a file, where it is long enough not to be guessed.
Result<std::string> read_key(const std::string& path, const std::string& setting) {
    auto line = read_secret_file(path);
    if (line && line->size() < key_characters_min) {
        return Error{ErrorCode::invalid_field,
                     "The first line of " + path + " needs at least 32 characters; 'openssl rand -base64 32' makes some.",
                     setting};
    }
    return line;
}

Result<routes::SignInRules> sign_in_rules(const Config& config) {
    routes::SignInRules rules;
    rules.second_factor_required = config.second_factor_required;
    rules.message_domain = message_domain_of(config);
    if (!config.sign_in_key_file.empty()) {
        auto key = read_key(config.sign_in_key_file, "sign_in.key_file");
        if (!key) {
            return key.error();
        }
        const WipedAtEnd wiped(*key);
        rules.seal_key = routes::make_seal_key(*key);
    }
    if (!config.sso_email_header.empty()) {
        auto secret = read_key(config.sso_secret_file, "sso.secret_file");
        if (!secret) {
            return secret.error();
        }
        rules.proxy = {.email_header = routes::in_lower_case(config.sso_email_header),
                       .secret = std::move(*secret),
                       .only = config.sso_only,
                       .sign_out_url = config.sso_sign_out_url};
    }
    return rules;
}

}  // namespace

struct Service::Impl {
    explicit Impl(const Config& config)
        : settings(config),
          directory([connection = config.database_web] { return std::make_unique<DatabasePorts>(connection); },
                    wall_clock_now,
                    [known = throttle](const routes::Ports& ports) {
                        return routes::recall_addresses(ports.audit, *known, wall_clock_now());
                    }),
          rollups([connection = config.database_digest] { return make_rollup_store(connection); }, directory, wall_clock_now,
                  [this](std::size_t store_days) { metrics.count_recomputed(store_days); }),
          retention(
              config.database_retention.empty()
                  ? RetentionWorker::StoreMaker{}
                  : [connection = config.database_retention] { return make_retention_store(connection); },
              directory, wall_clock_now,
              [this](const domain::RetentionRun& run) {
                  std::int64_t rows_past_term = 0;
                  for (const domain::PastTerm& past : run.past_term) {
                      rows_past_term += past.rows;
                  }
                  metrics.count_retention(run.rows_removed, run.months_dropped.size(), rows_past_term);
              }),
          notes(
              config.writers, config.waiting_notes_max,
              [this, connection = config.database_ingest] { return make_note_store(connection, book); },
              [this](std::size_t deliveries, std::size_t stored, std::chrono::microseconds duration) {
                  metrics.count_commit(deliveries, stored, duration);
                  rollups.wake();
              }),
          database(config.readers, config.database_web, book),
          ingest_database(1, config.database_ingest, book),
          passwords(config.hashers),
          sender([this, config] { return make_outgoing(config); }, wall_clock_now,
                 [this](const domain::DeliveryCounts& counts) { metrics.set_deliveries(counts.waiting, counts.failed); }),
          schedule(
              [this, config] { return make_outgoing(config); }, [this] { return directory.current(); }, wall_clock_now,
              [this](const FreezeSummary& summary) {
                  metrics.count_frozen(static_cast<std::size_t>(summary.frozen) + static_cast<std::size_t>(summary.amended));
              }),
          alerts([connection = config.database_digest] { return make_alert_raiser(connection); }, wall_clock_now,
                 [this, config, ports = std::make_shared<DatabasePorts>(config.database_digest)](const std::string& store,
                                                                                                 const Uuid& alert_id) {
                     const auto added = ports->deliveries.append_alert_deliveries(store, alert_id, message_domain_of(config),
                                                                                  wall_clock_now());
                     if (added) {
                         sender.wake();
                     }
                     return added.has_value();
                 }) {}

    /// `config` is copied into the maker and outlives what it makes.
    std::unique_ptr<Outgoing> make_outgoing(const Config& config) {
        return std::make_unique<Outgoing>(OutgoingOptions{
            config, [this] { return directory.current(); }, wall_clock_now,
            [this](const delivery::DeliveryEvent& event) {
                metrics.count_delivery(domain::to_text(event.delivery.kind), delivery::to_text(event.outcome));
                log_delivery(event);
            },
            [this] { return abandons_attempts(); }, frozen, [this] { sender.wake(); }});
    }

    /// An attempt under way at the stop gets as long as a request does.
    [[nodiscard]] bool abandons_attempts() const {
        return std::chrono::steady_clock::now().time_since_epoch().count() > abandon_after;
    }

    const Config settings;
    Metrics metrics;
    std::shared_ptr<storage::OutboxBook> book = std::make_shared<storage::OutboxBook>();
    std::shared_ptr<routes::SignInThrottle> throttle = std::make_shared<routes::SignInThrottle>();
    DirectoryRefresher directory;
    RollupWorker rollups;
    RetentionWorker retention;
    CommitQueue notes;
    PortThreads database;
    PortThreads ingest_database;
    PasswordPool passwords;
    std::atomic<bool> stopped{false};
    std::atomic<std::chrono::steady_clock::rep> abandon_after{std::numeric_limits<std::chrono::steady_clock::rep>::max()};
    std::shared_ptr<delivery::FrozenDigests> frozen = std::make_shared<delivery::FrozenDigests>();
    DeliveryWorker sender;
    Schedule schedule;
    AlertWorker alerts;
    routes::LaneTokenCache lane_tokens{lane_token_life};
    routes::Environment environment{
        .database = database,
        .ingest_database = ingest_database,
        .notes = notes,
        .passwords = passwords,
        .directory = directory,
        .lane_tokens = lane_tokens,
        .now = wall_clock_now,
        .ready = [this] { return directory.fresh(); },
        .on_results = [this](const std::vector<NoteResult>& results) { metrics.count_results(results); },
        .on_cloned_outbox =
            [this](const std::string& store, int lane) {
                metrics.count_cloned_outbox();
                log_event(LogLevel::warning, "cloned_outbox", {{"store", store}, {"lane", std::int64_t{lane}}});
            },
        .on_unplaced_hours = [this](std::size_t hours) { metrics.count_unplaced_hours(hours); },
        .throttle = throttle};
    http::Router router;
    routes::Guard guard{environment, router};
    http::Router metrics_router;
    std::shared_ptr<const http::TlsContext> tls;  ///< of the connections to come; null: in clear
    std::unique_ptr<http::Server> server;
    std::unique_ptr<http::Server> metrics_server;
};

Service::Service(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Service::~Service() {
    stop();
}

Result<std::unique_ptr<Service>> Service::start(const Config& config) {
    if (auto checked = check_secrets(config); !checked) {
        return checked.error();
    }
    if (auto checked = check_schema(config.database_web); !checked) {
        return checked.error();
    }
    auto certificate = load_certificate(config);
    if (!certificate) {
        return certificate.error();
    }
    auto rules = sign_in_rules(config);
    if (!rules) {
        return rules.error();
    }
    auto impl = std::make_unique<Impl>(config);
    auto* const parts = impl.get();
    parts->environment.sign_in = std::move(*rules);
    parts->environment.limits = std::make_shared<routes::CallerLimits>(
        routes::CallerRates{.lane_per_second = config.lane_requests_per_second,
                            .account_per_second = config.account_requests_per_second,
                            .stranger_per_second = config.stranger_requests_per_second},
        [parts](routes::CallerKind kind) { parts->metrics.count_limited(to_text(kind)); });
    parts->environment.on_mail = [parts] { parts->sender.wake(); };
    parts->environment.on_audit_failed = [parts](const domain::AuditEntry& entry) {
        parts->metrics.count_failed_audit();
        log_event(LogLevel::error, "audit_failed",
                  {{"action", std::string(domain::to_text(entry.action))},
                   {"object", std::string(domain::to_text(entry.object))},
                   {"outcome", std::string(domain::to_text(entry.outcome))}});
    };
    routes::add_all_routes(parts->guard);
    parts->metrics_router.add(
        http::Method::get, "/metrics", [parts](const http::Request& /*request*/, const http::Responder& respond) {
            respond({.status = 200,
                     .content_type = "text/plain; version=0.0.4; charset=utf-8",
                     .body = parts->metrics.render(parts->notes.waiting_notes(), parts->server->connection_count()),
                     .headers = {}});
        });
    auto options = public_options(config);
    options.tls = parts->tls = std::move(*certificate);
    options.on_crowded = [parts](http::Crowding crowding) { parts->metrics.count_crowding(crowding); };
    options.on_handshake_failed = [parts](const std::string& reason) {
        parts->metrics.count_failed_handshake();
        log_event(LogLevel::debug, "tls_handshake_failed", {{"reason", reason}});
    };
    if (parts->tls) {
        parts->metrics.set_certificate_end(parts->tls->not_after());
    }
    auto server = http::Server::start(std::move(options), parts->router, [parts](const http::Exchange& exchange) {
        parts->metrics.count_exchange(exchange);
        log_exchange(exchange);
    });
    if (!server) {
        return server.error();
    }
    parts->server = std::move(*server);
    auto metrics_server =
        http::Server::start(metrics_options(config), parts->metrics_router, [](const http::Exchange& /*exchange*/) {});
    if (!metrics_server) {
        return metrics_server.error();
    }
    parts->metrics_server = std::move(*metrics_server);
    return std::unique_ptr<Service>(new Service(std::move(impl)));
}

std::uint16_t Service::port() const noexcept {
    return impl_->server->port();
}

std::uint16_t Service::metrics_port() const noexcept {
    return impl_->metrics_server->port();
}

void Service::reload_certificate() {
    if (!impl_->tls) {
        log_event(LogLevel::info, "nothing_to_reload");
        return;
    }
    if (auto fresh = app::reload_certificate(impl_->settings)) {
        impl_->tls = std::move(fresh);
        impl_->server->use_tls(impl_->tls);
        impl_->metrics.set_certificate_end(impl_->tls->not_after());
    }
}

void Service::look_at_certificate() {
    if (impl_->tls) {
        warn_before_certificate_ends(*impl_->tls);
    }
}

void Service::stop() {
    if (impl_->stopped.exchange(true)) {
        return;
    }
    impl_->abandon_after = (std::chrono::steady_clock::now() + drain_deadline).time_since_epoch().count();
    log_event(LogLevel::info, "stopping");
    impl_->server->stop(drain_deadline);
    impl_->metrics_server->stop(1s);
    impl_->alerts.stop();
    impl_->schedule.stop();
    impl_->sender.stop();
    impl_->passwords.stop();
    impl_->database.stop();
    impl_->ingest_database.stop();
    impl_->notes.stop();
    impl_->rollups.stop();
    impl_->retention.stop();
    impl_->directory.stop();
}

}  // namespace tillnote::app
