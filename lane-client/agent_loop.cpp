#include "lane-client/agent_loop.hpp"

#include <algorithm>
#include <cstddef>

namespace tillnote::lane {
namespace {

constexpr std::chrono::hours wait_max{24};

/// Milliseconds for poll(2), rounded up so that the time has come when it returns; -1 for no end.
int find_wait(std::span<LoopSource* const> sources) {
    std::optional<LoopSource::Time> first;
    for (const LoopSource* source : sources) {
        const auto due = source->due();
        if (due && (!first || *due < *first)) {
            first = due;
        }
    }
    if (!first) {
        return -1;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*first - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::chrono::milliseconds>(left, std::chrono::milliseconds{0}, wait_max).count());
}

}  // namespace

void run_loop(int stop, std::span<LoopSource* const> sources) {
    std::vector<pollfd> watched;
    std::vector<std::size_t> begins;
    for (;;) {
        watched.assign({{stop, POLLIN, 0}});
        begins.clear();
        for (LoopSource* source : sources) {
            begins.push_back(watched.size());
            source->add_to(watched);
        }
        begins.push_back(watched.size());
        if (::poll(watched.data(), watched.size(), find_wait(sources)) < 0) {
            continue;
        }
        if (watched.front().revents != 0) {
            return;
        }
        for (std::size_t at = 0; at < sources.size(); ++at) {
            sources[at]->handle(std::span(watched).subspan(begins[at], begins[at + 1] - begins[at]));
        }
        const auto now = std::chrono::steady_clock::now();
        for (LoopSource* source : sources) {
            source->pass(now);
        }
    }
}

}  // namespace tillnote::lane
