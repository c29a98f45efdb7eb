#include "server/app/commands.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/log.hpp"
#include "server/app/service.hpp"
#include "server/app/wall_clock.hpp"
#include "server/render/digest_view.hpp"
#include "server/routes/digest_reading.hpp"

#include <pthread.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <cstdio>

namespace tillnote::app::commands {
namespace {

/// Blocks the signals to the service in this and all later threads, so that one place waits for them.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

/// Until the signal that ends the service, which is the result.
int serve_signals(const sigset_t& signals, Service& service) {
    constexpr timespec a_day{.tv_sec = 86'400, .tv_nsec = 0};
    for (;;) {
        const int received = sigtimedwait(&signals, nullptr, &a_day);
        if (received == SIGHUP) {
            service.reload_certificate();
        } else if (received > 0) {
            return received;
        } else if (errno == EAGAIN) {
            service.look_at_certificate();
        }
    }
}

/// A lane keeps its connection open, and the usual soft limit of 1,024 files is below the listener's own.
void raise_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

Result<std::string> render_shown(DatabasePorts& ports, const domain::Directory& directory, const domain::StoreEntry& entry,
                                 domain::Day day, DigestForm form, std::optional<int> edition, Instant now) {
    if (form == DigestForm::json) {
        return routes::read_shown_json(ports.view, directory, entry, day, edition, now);
    }
    auto digest = routes::read_shown_digest(ports.view, directory, entry, day, edition, now);
    if (!digest) {
        return digest.error();
    }
    return form == DigestForm::text ? render::render_digest_text(*digest) : render::render_digest_page(*digest, {});
}

}  // namespace

Result<void> serve(const Config& config) {
    const auto signals = block_signals();
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    raise_file_limit();
    auto service = Service::start(config);
    if (!service) {
        return service.error();
    }
    log_event(LogLevel::info, "listening",
              {{"address", config.address},
               {"port", std::int64_t{(*service)->port()}},
               {"metrics_port", std::int64_t{(*service)->metrics_port()}},
               {"tls", std::string(uses_tls(config) ? "on" : "off")},
               {"version", std::string(TILLNOTE_VERSION)}});
    const int received = serve_signals(signals, **service);
    (*service)->stop();
    log_event(LogLevel::info, "stopped", {{"signal", std::int64_t{received}}});
    return {};
}

Result<void> migrate(const Config& config) {
    auto report = run_migrations(config.database_migrate);
    if (!report) {
        return report.error();
    }
    std::printf("%s\n", report->c_str());
    return {};
}

Result<void> print_digest(const Config& config, const std::string& store, const std::string& day, DigestForm form,
                          std::optional<int> edition) {
    DatabasePorts ports(config.database_web);
    auto directory = load_directory(ports.view, wall_clock_now());
    if (!directory) {
        return directory.error();
    }
    const auto* entry = (*directory)->find_store(store);
    if (entry == nullptr) {
        return Error{ErrorCode::not_found, "There is no store '" + store + "'; 'store list' shows them all.", "store"};
    }
    const auto now = wall_clock_now();
    auto resolved = routes::resolve_day(*entry, day, now);
    if (!resolved) {
        return resolved.error();
    }
    auto text = render_shown(ports, **directory, *entry, *resolved, form, edition, now);
    if (!text) {
        return text.error();
    }
    if (std::fwrite(text->data(), 1, text->size(), stdout) != text->size() || std::fflush(stdout) != 0) {
        return Error{ErrorCode::internal, "The digest could not be written to the standard output.", {}};
    }
    return {};
}

}  // namespace tillnote::app::commands
