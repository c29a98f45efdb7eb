#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include <poll.h>

namespace tillnote::lane {

/// One thing the agent's thread waits for: a socket and its callers, a device, a time.
class LoopSource {
public:
    using Time = std::chrono::steady_clock::time_point;

    virtual ~LoopSource() = default;

    /// Appends the descriptors to wait for. Called before each wait.
    virtual void add_to(std::vector<pollfd>& watched) = 0;
    /// `ready` are the entries it has appended, in their order, with what was found.
    virtual void handle(std::span<const pollfd> ready) = 0;
    /// When to be woken though no descriptor is ready. Nothing means never: an idle agent sleeps.
    [[nodiscard]] virtual std::optional<Time> due() const { return std::nullopt; }
    /// After each wait, when all sources have handled what was ready.
    virtual void pass(Time /*now*/) {}
};

/// Serves all of `sources` in the calling thread until `stop` becomes readable. Sleeps in poll(2) and wakes for nothing
/// else.
void run_loop(int stop, std::span<LoopSource* const> sources);

}  // namespace tillnote::lane
