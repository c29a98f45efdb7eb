#pragma once

#include "lane-client/descriptor.hpp"
#include "lane-client/strip/strip_protocol.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace tillnote::strip::test {

/// Polls `condition` until it holds or `patience` is over.
[[nodiscard]] bool comes_true(const std::function<bool()>& condition,
                              std::chrono::seconds patience = std::chrono::seconds{10});

/// Speaks the agent's side of the protocol at the socket of a state folder, from a thread of its own. Ticks every tap
/// unless told otherwise. Stops, and leaves its socket file as a killed agent would, in the destructor.
class ScriptedAgent {
public:
    explicit ScriptedAgent(const std::filesystem::path& state_folder);
    ScriptedAgent(const ScriptedAgent&) = delete;
    ScriptedAgent& operator=(const ScriptedAgent&) = delete;
    ~ScriptedAgent();

    /// Changes what `watch` tells; who waits in one is answered.
    void tell(const std::function<void(LaneState&)>& change);
    /// From now on such requests get this error; an empty one makes them succeed again.
    void refuse(const std::string& what, const std::string& error);
    /// From now on such requests get no answer.
    void ignore(const std::string& what);

    /// All requests so far but `watch` and `catalog`, oldest first.
    [[nodiscard]] std::vector<nlohmann::json> requests();
    [[nodiscard]] std::size_t count(const std::string& what);
    /// Whether somebody waits in a `watch`.
    [[nodiscard]] bool is_watched();
    /// Whether the last `watch` said that asks are seen.
    [[nodiscard]] bool is_shown_asks();

private:
    struct Caller {
        lane::Descriptor socket;
        std::string received;
        bool waits = false;
        bool gone = false;
    };

    void serve();
    static bool receive(Caller& caller);
    void answer_lines(Caller& caller);
    void answer(Caller& caller, const std::string& line);
    void send(const Caller& caller, const std::string& line);

    std::mutex mutex_;
    LaneState state_;
    std::list<Caller> callers_;
    std::vector<nlohmann::json> requests_;
    std::map<std::string, std::string> refused_;
    std::set<std::string> ignored_;
    bool shows_asks_ = false;
    lane::Descriptor listening_;
    lane::Descriptor stop_;
    std::thread thread_;
};

}  // namespace tillnote::strip::test
