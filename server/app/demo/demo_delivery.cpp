#include "server/app/demo/demo_delivery.hpp"

#include "server/app/demo/demo_notes_sender.hpp"

#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace tillnote::app {
namespace {

constexpr std::size_t connections = 4;

struct Stretch {
    const DemoStore* store = nullptr;
    const DemoLane* lane = nullptr;
    std::int64_t first_seq = 1;
    std::int64_t last_seq = 0;
};

/// Hands out stretches to the connections and remembers the first failure.
class Delivery {
public:
    Delivery(std::vector<Stretch> stretches, const std::function<void(std::size_t)>& on_progress, std::size_t& notes)
        : stretches_(std::move(stretches)), on_progress_(on_progress), notes_(notes) {}

    void run(const DemoTokens& tokens, const std::string& base_url, const std::function<Instant()>& now) {
        DemoNotesSender sender(base_url, now);
        for (auto stretch = take(); stretch; stretch = take()) {
            const std::string& token = tokens.at({stretch->store->store.id, stretch->lane->number});
            finish(*stretch, sender.send(*stretch->lane, token, stretch->first_seq, stretch->last_seq));
        }
    }

    std::optional<Error> failure() const { return failure_; }

private:
    std::optional<Stretch> take() {
        const std::lock_guard lock(mutex_);
        if (failure_ || next_ == stretches_.size()) {
            return std::nullopt;
        }
        return stretches_[next_++];
    }

    void finish(const Stretch& stretch, const Result<void>& sent) {
        const std::lock_guard lock(mutex_);
        if (!sent) {
            failure_ = failure_ ? failure_ : std::optional{sent.error()};
            return;
        }
        notes_ += static_cast<std::size_t>(stretch.last_seq - stretch.first_seq + 1);
        on_progress_(notes_);
    }

    std::mutex mutex_;
    std::vector<Stretch> stretches_;
    std::size_t next_ = 0;
    std::optional<Error> failure_;
    const std::function<void(std::size_t)>& on_progress_;
    std::size_t& notes_;
};

}  // namespace

Result<void> send_demo_notes(const DemoChain& chain, const DemoTokens& tokens, const std::string& base_url,
                             const std::function<Instant()>& now,
                             const std::function<void(std::size_t notes)>& on_progress) {
    std::vector<Stretch> in_time;
    std::vector<Stretch> late;
    for (const DemoStore& store : chain.stores) {
        for (const DemoLane& lane : store.lanes) {
            const auto last = static_cast<std::int64_t>(lane.notes.size());
            const std::int64_t split = lane.late_after_seq.value_or(last);
            in_time.push_back({&store, &lane, 1, split});
            if (split < last) {
                late.push_back({&store, &lane, split + 1, last});
            }
        }
    }
    std::size_t notes = 0;
    for (auto* stretches : {&in_time, &late}) {
        Delivery delivery(std::move(*stretches), on_progress, notes);
        std::vector<std::thread> threads;
        threads.reserve(connections);
        for (std::size_t index = 0; index < connections; ++index) {
            threads.emplace_back([&] { delivery.run(tokens, base_url, now); });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        if (const auto failure = delivery.failure()) {
            return *failure;
        }
    }
    return {};
}

}  // namespace tillnote::app
