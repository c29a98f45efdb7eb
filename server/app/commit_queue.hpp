#pragma once

#include "server/routes/environment.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tillnote::app {

/// Waiting deliveries and the writers that commit them. A writer takes whatever waits, up to `batch_notes_max` notes,
/// stores it in one transaction, and answers each delivery after COMMIT: the busier, the larger the group, with no
/// sleeping to fill it. While one writer commits, another starts only when enough waits to be worth a commit of its own.
/// Source: leveldb's group commit.
class CommitQueue : public routes::NoteQueue {
public:
    using StoreMaker = std::function<std::unique_ptr<domain::NoteStore>()>;
    /// Called after each commit, on a writer's thread.
    using OnCommit = std::function<void(std::size_t deliveries, std::size_t notes, std::chrono::microseconds duration)>;

    static constexpr std::size_t batch_notes_max = 2'000;
    /// What must wait before a second writer starts; a request of one note weighs two.
    static constexpr std::size_t company_weight_min = 64;

    CommitQueue(std::size_t writers, std::size_t waiting_notes_max, StoreMaker make_store, OnCommit on_commit);
    ~CommitQueue() override;

    [[nodiscard]] bool submit(domain::Delivery delivery, Done done) override;
    [[nodiscard]] std::size_t waiting_notes() const;

    /// Refuses new deliveries, commits what waits, joins.
    void stop();

private:
    struct Waiting {
        domain::Delivery delivery;
        Done done;
    };

    void run_writer();
    [[nodiscard]] bool worth_a_commit() const;
    /// Ends the caller's last commit, if there was one, and waits for the next. Empty when there is nothing left to do.
    std::vector<Waiting> take_batch(bool has_committed);
    void store_batch(domain::NoteStore& store, std::vector<Waiting>& batch);

    const std::size_t waiting_notes_max_;
    const StoreMaker make_store_;
    const OnCommit on_commit_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Waiting> waiting_;
    std::size_t waiting_notes_ = 0;
    std::size_t writing_ = 0;  ///< writers in a commit
    bool stopping_ = false;
    std::vector<std::thread> writers_;
};

}  // namespace tillnote::app
