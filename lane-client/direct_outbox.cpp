#include "lane-client/direct_outbox.hpp"

#include "lane-client/agent_client.hpp"
#include "lane-client/catalog_cache.hpp"
#include "lane-client/enrolments.hpp"
#include "lane-client/folder_owner.hpp"
#include "lane-client/lane_desk.hpp"
#include "lane-client/outbox_lock.hpp"

#include <thread>

namespace tillnote::lane {
namespace {

constexpr std::chrono::seconds patience{5};
constexpr std::chrono::milliseconds look_again{1};
/// A short log, as each process that opens the outbox reads it whole.
constexpr int log_pages_max = 100;

Error busy_error() {
    return {ErrorCode::outbox_unusable,
            "Nothing was saved: another program holds this lane's outbox. Restart the lane's agent, then tap again.",
            {}};
}

Error no_agent_error() {
    return {
        ErrorCode::outbox_unusable,
        "Nothing was saved: the agent of this lane does not run, and only its user may open the outbox. Start the agent, "
        "then tap again.",
        {}};
}

/// Hides a lock held by another process behind a result the caller can look at.
class TryingOutbox final : public OutboxAccess {
public:
    explicit TryingOutbox(DirectOutbox& outbox) : outbox_(outbox) {}

    Result<void> use(const std::function<Result<void>(Outbox&)>& work) override {
        auto used = outbox_.try_use(work);
        if (!used) {
            return used.error();
        }
        taken_ = *used;
        return {};
    }

    [[nodiscard]] bool taken() const noexcept { return taken_; }

private:
    DirectOutbox& outbox_;
    bool taken_ = true;
};

}  // namespace

Result<bool> DirectOutbox::try_use(const std::function<Result<void>(Outbox&)>& work) {
    auto lock = OutboxLock::try_take(folder_.lock_file());
    if (!lock) {
        return lock.error();
    }
    if (!*lock) {
        return false;
    }
    OutboxKeeper keeper(folder_.outbox_file(), clock_);
    if (auto done = keeper.use(work); !done) {
        return done.error();
    }
    // The work is done and durable: a tidying that fails now is met again, and told, by the next to open the file.
    static_cast<void>(keeper.use([](Outbox& outbox) { return outbox.tidy(log_pages_max); }));
    return true;
}

Result<void> DirectOutbox::use(const std::function<Result<void>(Outbox&)>& work) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        auto used = try_use(work);
        if (!used) {
            return used.error();
        }
        if (*used) {
            return {};
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            return busy_error();
        }
        std::this_thread::sleep_for(look_again);
    }
}

AgentAnswer ask_or_serve(const StateFolder& folder, const Clock& clock, const AgentRequest& request) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    DirectOutbox direct(folder, clock);
    for (;;) {
        auto asked = ask_agent(folder.socket_file(), request);
        if (!asked) {
            return failed_answer(asked.error());
        }
        if (auto& answer = *asked) {
            return std::move(*answer);
        }
        if (may_only_ask(folder.path())) {
            if (std::chrono::steady_clock::now() >= deadline) {
                return failed_answer(no_agent_error());
            }
            std::this_thread::sleep_for(look_again);
            continue;
        }
        // A damaged enrolments file costs no tap: the note waits for the enrolment that comes next.
        const auto enrolments = read_enrolments(folder);
        const auto catalog = read_catalog(folder);
        const LaneRules rules = make_rules(catalog.get(), enrolments ? *enrolments : Enrolments{});
        TryingOutbox trying(direct);
        AgentAnswer answer = serve_request(request, trying, clock, rules);
        if (trying.taken()) {
            return answer;
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            return failed_answer(busy_error());
        }
        std::this_thread::sleep_for(look_again);
    }
}

}  // namespace tillnote::lane
