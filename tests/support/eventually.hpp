#pragma once

#include <chrono>
#include <thread>

namespace tillnote::test {

/// Whether `holds` within `limit`, asked every ten milliseconds, and once more at the end. The limit is for a test that
/// would wait for ever; how soon something comes is for the bench.
template <typename Holds>
[[nodiscard]] bool eventually(const Holds& holds, std::chrono::steady_clock::duration limit = std::chrono::seconds(60)) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < deadline) {
        if (holds()) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return holds();
}

}  // namespace tillnote::test
