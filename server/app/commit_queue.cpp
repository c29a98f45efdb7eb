#include "server/app/commit_queue.hpp"

#include "server/app/log.hpp"

namespace tillnote::app {
namespace {

/// An empty delivery still asks for have_seq, so it has a weight, too.
std::size_t weight_of(const domain::Delivery& delivery) {
    return delivery.notes.size() + delivery.undos.size() + delivery.showings.size() + 1;
}

}  // namespace

CommitQueue::CommitQueue(std::size_t writers, std::size_t waiting_notes_max, StoreMaker make_store, OnCommit on_commit)
    : waiting_notes_max_(waiting_notes_max), make_store_(std::move(make_store)), on_commit_(std::move(on_commit)) {
    for (std::size_t index = 0; index < writers; ++index) {
        writers_.emplace_back([this] { run_writer(); });
    }
}

CommitQueue::~CommitQueue() {
    stop();
}

bool CommitQueue::submit(domain::Delivery delivery, Done done) {
    const auto weight = weight_of(delivery);
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || waiting_notes_ + weight > waiting_notes_max_) {
            return false;
        }
        waiting_notes_ += weight;
        waiting_.push_back({std::move(delivery), std::move(done)});
        wake = worth_a_commit();
    }
    if (wake) {
        arrived_.notify_one();
    }
    return true;
}

std::size_t CommitQueue::waiting_notes() const {
    const std::lock_guard lock(mutex_);
    return waiting_notes_;
}

void CommitQueue::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_all();
    for (auto& writer : writers_) {
        if (writer.joinable()) {
            writer.join();
        }
    }
}

bool CommitQueue::worth_a_commit() const {
    return !waiting_.empty() && (writing_ == 0 || waiting_notes_ >= company_weight_min);
}

std::vector<CommitQueue::Waiting> CommitQueue::take_batch(bool has_committed) {
    std::unique_lock lock(mutex_);
    writing_ -= has_committed ? 1 : 0;
    arrived_.wait(lock, [this] { return stopping_ || worth_a_commit(); });
    std::vector<Waiting> batch;
    std::size_t taken = 0;
    while (!waiting_.empty() && (batch.empty() || taken + weight_of(waiting_.front().delivery) <= batch_notes_max)) {
        taken += weight_of(waiting_.front().delivery);
        batch.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    waiting_notes_ -= taken;
    ++writing_;
    return batch;
}

void CommitQueue::store_batch(domain::NoteStore& store, std::vector<Waiting>& batch) {
    const auto began = std::chrono::steady_clock::now();
    std::vector<domain::Delivery> deliveries;
    std::size_t notes = 0;
    deliveries.reserve(batch.size());
    for (auto& waiting : batch) {
        notes += waiting.delivery.notes.size();
        deliveries.push_back(std::move(waiting.delivery));
    }
    auto outcomes = store.append(deliveries);
    if (outcomes) {
        on_commit_(batch.size(), notes,
                   std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began));
        for (std::size_t index = 0; index < batch.size(); ++index) {
            batch[index].done(std::move((*outcomes)[index]));
        }
        return;
    }
    log_event(LogLevel::warning, "commit_failed",
              {{"code", std::string(error_row(outcomes.error().code).type)},
               {"deliveries", static_cast<std::int64_t>(batch.size())}});
    for (std::size_t index = 0; index < batch.size(); ++index) {
        // One delivery that the database will not have must not take the others with it.
        auto alone = outcomes.error().code == ErrorCode::internal && batch.size() > 1
                         ? store.append(std::span(&deliveries[index], 1))
                         : Result<std::vector<domain::DeliveryOutcome>>(outcomes.error());
        batch[index].done(alone ? Result<domain::DeliveryOutcome>(std::move(alone->front()))
                                : Result<domain::DeliveryOutcome>(alone.error()));
    }
}

void CommitQueue::run_writer() {
    const auto store = make_store_();
    for (auto batch = take_batch(false); !batch.empty(); batch = take_batch(true)) {
        try {
            store_batch(*store, batch);
        } catch (const std::exception& exception) {
            // A bug, or memory ran out. Whoever was not answered yet is answered 500 when the batch goes away.
            log_event(LogLevel::error, "commit_failed", {{"what", std::string(exception.what())}});
        }
    }
}

}  // namespace tillnote::app
