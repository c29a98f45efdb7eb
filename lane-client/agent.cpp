#include "lane-client/agent.hpp"

#include "lane-client/agent_client.hpp"
#include "lane-client/agent_desk.hpp"
#include "lane-client/agent_loop.hpp"
#include "lane-client/agent_socket.hpp"
#include "lane-client/forwarding.hpp"
#include "lane-client/http_token.hpp"
#include "lane-client/outbox_lock.hpp"
#include "lane-client/pos_listener.hpp"
#include "lane-client/scanner.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <sys/signalfd.h>

namespace tillnote::lane {
namespace {

constexpr std::chrono::seconds lock_patience{5};

/// The agent's outbox: open for good, used by one thread at a time.
class SharedOutbox final : public OutboxAccess {
public:
    explicit SharedOutbox(OutboxKeeper& keeper) : keeper_(keeper) {}

    Result<void> use(const std::function<Result<void>(Outbox&)>& work) override {
        const std::lock_guard lock(mutex_);
        return keeper_.use(work);
    }

private:
    OutboxKeeper& keeper_;
    std::mutex mutex_;
};

Error second_agent(const StateFolder& folder) {
    return {ErrorCode::outbox_unusable,
            "Another agent already runs on " + folder.path().string() + ". Stop it first, or use another state folder.",
            {}};
}

/// A tap without agent holds the lock for a moment only; an agent holds it for good.
Result<OutboxLock> take_lock(const StateFolder& folder) {
    const auto deadline = std::chrono::steady_clock::now() + lock_patience;
    for (;;) {
        auto tried = OutboxLock::try_take(folder.lock_file());
        if (!tried) {
            return tried.error();
        }
        if (auto& lock = *tried) {
            return std::move(*lock);
        }
        auto other = ask_agent(folder.socket_file(), AgentRequest{});
        if (!other || *other || std::chrono::steady_clock::now() >= deadline) {
            return second_agent(folder);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

Descriptor block_stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return Descriptor(::signalfd(-1, &signals, SFD_CLOEXEC));
}

/// Nothing when no port is wanted.
Result<std::optional<PosListener>> open_listener(const StateFolder& folder, const AgentOptions& options, AgentDesk& desk) {
    if (options.http_port == 0) {
        return std::optional<PosListener>{};
    }
    for (const std::string& origin : options.http_origins) {
        if (!is_origin(origin)) {
            return Error{ErrorCode::usage,
                         "An origin is of the form https://host or https://host:port, in lower case and without a path: " +
                             origin + " is not.",
                         {}};
        }
    }
    auto token = get_http_token(folder);
    if (!token) {
        return token.error();
    }
    PosService service(
        {options.http_port, std::move(*token), options.http_origins},
        [&desk](const AgentRequest& request) { return desk.serve(request); }, [&desk] { return desk.status(); });
    return std::optional<PosListener>{std::in_place, options.http_port, std::move(service)};
}

/// Of the last line of a caller.
bool would_show_an_ask(std::string_view line) {
    const auto request = parse_agent_request(line);
    return request && request->kind == AgentRequest::Kind::watch && request->shows_asks;
}

}  // namespace

Result<void> run_agent(const StateFolder& folder, const Clock& clock, const AgentOptions& options) {
    const Descriptor stop = block_stop_signals();
    auto lock = take_lock(folder);
    if (!lock) {
        return lock.error();
    }
    OutboxKeeper keeper(folder.outbox_file(), clock);
    SharedOutbox outbox(keeper);
    if (auto sound = outbox.use([](Outbox& open) { return open.check(); }); !sound) {
        return sound;
    }
    LoopAlarm alarm;
    Forwarding forwarding(outbox, folder, clock, [&alarm] { alarm.ring(); });
    AgentDesk desk(outbox, forwarding, clock, alarm);
    auto socket = AgentSocket::open(folder.socket_file(),
                                    [&desk](std::string_view line, bool may_wait) { return desk.answer(line, may_wait); });
    if (!socket) {
        return socket.error();
    }
    auto listener = open_listener(folder, options, desk);
    if (!listener) {
        return listener.error();
    }
    forwarding.start();
    {
        // What takes taps goes first: who taps from here on waits for the lock instead of an answer.
        AgentSocket serving = std::move(*socket);
        desk.ask_only_where([&serving] { return serving.is_any(would_show_an_ask); });
        std::vector<LoopSource*> sources{&desk, &serving};
        std::optional<PosListener> calls = std::move(*listener);
        if (calls) {
            sources.push_back(&*calls);
        }
        std::optional<Scanner> scanner;
        if (!options.scanner.empty()) {
            scanner.emplace(options.scanner, [&desk](const std::string& text) { desk.take_scan(text); });
            sources.push_back(&*scanner);
        }
        std::printf("agent ready %s\n", folder.path().c_str());
        std::fflush(stdout);
        run_loop(stop.number(), sources);
    }
    forwarding.stop();
    return outbox.use([](Outbox& open) { return open.empty_log(); });
}

}  // namespace tillnote::lane
