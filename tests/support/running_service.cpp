#include "tests/support/running_service.hpp"

#include "schema/time_text.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/log.hpp"
#include "server/app/password_hash.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/grocery_catalog.hpp"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

namespace tillnote::test {
namespace {

constexpr std::chrono::days open_for{400};

TemporaryPostgres& shared_postgres() {
    static TemporaryPostgres postgres;
    return postgres;
}

template <typename T>
void require(const Result<T>& result) {
    if (!result) {
        throw std::runtime_error(result.error().detail);
    }
}

domain::Day today_utc() {
    return domain::Day{std::chrono::floor<std::chrono::days>(now())};
}

void make_organisation(domain::OrganisationStore& organisation) {
    const domain::Day opened{std::chrono::sys_days(today_utc()) - open_for};
    require(organisation.put_district({"north", "Northside"}));
    require(organisation.put_district({"south", "Southside"}));
    const auto add = [&](const char* id, const char* name, const char* district, const char* zone) {
        require(organisation.put_store({.id = id,
                                        .name = name,
                                        .district = district,
                                        .day_rules = {{opened, zone, 240}},
                                        .opened_on = opened,
                                        .closed_on = std::nullopt,
                                        .free_text = false,
                                        .walk = {}}));
    };
    add("oak-street", "Oak Street", "north", "America/Chicago");
    add("mill-road", "Mill Road", "north", "America/New_York");
    add("harbor", "Harbor", "south", "America/Denver");
    require(organisation.import_catalog(grocery_catalog(), opened));
}

void make_accounts(domain::AccountStore& accounts) {
    const auto hash = app::hash_password(RunningService::password);
    const auto add = [&](const char* email, domain::Role role, const char* scope) {
        require(accounts.add_account({routes::make_random_id(), email, hash, false, {{role, scope}}}, now()));
    };
    add("manager@test.example", domain::Role::manager, "oak-street");
    add("district@test.example", domain::Role::district, "north");
    add("chain@test.example", domain::Role::chain, "");
    add("admin@test.example", domain::Role::admin, "");
}

std::array<std::uint8_t, 10> random_ten() {
    static std::random_device device;
    std::array<std::uint8_t, 10> bytes{};
    for (auto& byte : bytes) {
        byte = static_cast<std::uint8_t>(device());
    }
    return bytes;
}

}  // namespace

RunningService::RunningService() : RunningService([](app::Config& /*config*/) {}) {}

RunningService::RunningService(const std::function<void(app::Config&)>& change)
    : database_(shared_postgres().make_database()) {
    auto& postgres = shared_postgres();
    config_.port = 0;
    config_.metrics_port = 0;
    config_.database_ingest = postgres.connection_string(database_, "tillnote_ingest");
    config_.database_web = postgres.connection_string(database_, "tillnote_web");
    config_.database_digest = postgres.connection_string(database_, "tillnote_digest");
    config_.database_migrate = postgres.connection_string(database_, "tillnote_migrate");
    config_.database_retention = postgres.connection_string(database_, "tillnote_retention");
    config_.second_factor_required = false;
    change(config_);
    app::start_log("error");
    app::DatabasePorts ports(config_.database_migrate);
    make_organisation(ports.organisation);
    make_accounts(ports.accounts);
    start();
}

RunningService::~RunningService() {
    stop();
}

void RunningService::start() {
    auto started = app::Service::start(config_);
    require(started);
    service_ = std::move(*started);
    // Ready once the directory has been read.
    RecordingClient client(url());
    if (!eventually([&] { return client.get("/readyz").status == 200; })) {
        throw std::runtime_error("the service did not become ready");
    }
}

void RunningService::stop() {
    service_.reset();
}

std::string RunningService::url() const {
    return "http://127.0.0.1:" + std::to_string(service_->port());
}

TemporaryPostgres& RunningService::postgres() {
    return shared_postgres();
}

std::string RunningService::lane_token(const std::string& store, int lane) const {
    app::DatabasePorts ports(config_.database_migrate);
    auto token = routes::make_secret();
    require(ports.lanes.add_token({store, lane}, routes::hash_secret(token), now()));
    return token;
}

std::string RunningService::bearer_of(const std::string& role) const {
    app::DatabasePorts ports(config_.database_migrate);
    auto account = ports.accounts.find_account(role + "@test.example");
    require(account);
    auto token = routes::make_secret();
    require(ports.accounts.add_session({.session_id = routes::make_random_id(),
                                        .token_hash = routes::hash_secret(token),
                                        .csrf_token = routes::make_secret(),
                                        .account_id = (*account)->account_id,
                                        .by_cookie = false,
                                        .created_at = now(),
                                        .last_used_at = now(),
                                        .expires_at = now() + std::chrono::hours(1),
                                        .idle_max = std::chrono::seconds(0)}));
    return token;
}

std::string RunningService::in_days(int days) const {
    const app::DatabasePorts ports(config_.database_migrate);
    const auto directory = app::load_directory(ports.view, now());
    require(directory);
    return format_day(domain::add_days((*directory)->find_store("oak-street")->calendar.day_of(now()), days));
}

std::string RunningService::query(const std::string& sql) {
    return shared_postgres().query(database_, "set search_path = tillnote; " + sql);
}

NoteMaker::NoteMaker() : outbox_id(fresh_id()) {}

Note NoteMaker::note(const std::string& reason) {
    return {.note_id = fresh_note_id(),
            .seq = next_seq++,
            .reason = reason,
            .tapped_at = now(),
            .utc_offset_minutes = 0,
            .mono = std::nullopt,
            .boot_id = std::nullopt,
            .source = Source::script,
            .remark_key = "onecustomeratonelane",
            .comment = std::nullopt};
}

NotesRequest NoteMaker::request(std::vector<Note> notes) const {
    NotesRequest request;
    request.outbox_id = outbox_id;
    request.sent_at = now();
    request.notes = std::move(notes);
    return request;
}

Uuid fresh_id() {
    return routes::make_random_id();
}

Uuid fresh_note_id() {
    return make_uuid_v7(now().time_since_epoch(), random_ten());
}

Instant now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace tillnote::test
