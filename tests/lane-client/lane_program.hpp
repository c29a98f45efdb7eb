#pragma once

#include "tests/lane-client/fake_tillnote.hpp"
#include "tests/lane-client/lane_fixture.hpp"
#include "tests/support/scripted_http_server.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <sys/types.h>

namespace tillnote::lane::test {

struct Finished {
    int exit_code = -1;
    std::string out;
    std::string err;
};

/// Runs the built tillnote-lane to its end.
[[nodiscard]] Finished run_lane(std::vector<std::string> arguments);
/// The same, and file modes bind it, though the tests run as root.
[[nodiscard]] Finished run_lane_as_a_plain_user(std::vector<std::string> arguments);

/// Polls `condition` for at most ten seconds.
[[nodiscard]] bool comes_true(const std::function<bool()>& condition);

/// A running `tillnote-lane agent`. Killed, if still alive, in the destructor.
class RunningAgent {
public:
    /// Returns when the agent has said that it is ready.
    explicit RunningAgent(const std::filesystem::path& state, const std::vector<std::string>& options = {});
    RunningAgent(const RunningAgent&) = delete;
    RunningAgent& operator=(const RunningAgent&) = delete;
    ~RunningAgent();

    void kill_hard();          ///< SIGKILL
    [[nodiscard]] int stop();  ///< SIGTERM; its exit code
    [[nodiscard]] pid_t process() const { return process_; }

private:
    [[nodiscard]] int end_with(int signal);
    pid_t process_ = -1;
};

/// FakeTillnote behind real HTTP, with enrolment and a catalog of reasons 101 to 109 for store-1, lane 7.
class TillnoteOverHttp {
public:
    explicit TillnoteOverHttp(int port = 0);

    [[nodiscard]] std::string url() const { return server_->url(); }
    [[nodiscard]] int port() const { return server_->port(); }
    [[nodiscard]] std::vector<tillnote::test::ScriptedRequest> requests() const { return server_->requests(); }

    /// Runs `look` alone with the fake.
    template <typename Look>
    auto with(const Look& look) {
        const std::lock_guard lock(mutex_);
        return look(tillnote_);
    }
    [[nodiscard]] std::size_t stored_count() {
        return with([](const FakeTillnote& tillnote) { return tillnote.stored.size(); });
    }

    std::atomic<int> polls_before_approval{1};
    std::atomic<bool> deny{false};
    std::atomic<int> enrolments_refused{0};  ///< so many are answered with 503
    std::atomic<int> enrolments_in_turn{0};  ///< so many with 429, as the server does
    std::atomic<int> catalogs_refused{0};
    std::atomic<int> catalogs_unchanged{0};  ///< answered with 304
    std::atomic<bool> silent{false};         ///< notes, heartbeats and the catalog get no answer
    std::string accepts;                     ///< set before the first request
    std::vector<LaneAsk> asks;               ///< as well

private:
    tillnote::test::ScriptedAnswer answer(const tillnote::test::ScriptedRequest& request);
    tillnote::test::ScriptedAnswer answer_poll();

    std::mutex mutex_;
    FakeTillnote tillnote_;
    std::unique_ptr<tillnote::test::ScriptedHttpServer> server_;
};

}  // namespace tillnote::lane::test
