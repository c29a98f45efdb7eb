#include "server/app/commit_queue.hpp"

#include "server/app/log.hpp"

namespace tillnote::app {
namespace {

/// An empty delivery still asks for have_seq, so it has a weight, too.
std::size_t weight_of(const domain::Delivery& delivery) {
    return delivery.notes.size() + delivery.undos.size() + 1;
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
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || waiting_notes_ + weight > waiting_notes_max_) {
            return false;
        }
        waiting_notes_ += weight;
        waiting_.push_back({std::move(delivery), std::move(done)});
    }
    arrived_.notify_one();
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

std::vector<CommitQueue::Waiting> CommitQueue::take_batch() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    std::vector<Waiting> batch;
    std::size_t taken = 0;
    while (!waiting_.empty() && (batch.empty() || taken + weight_of(waiting_.front().delivery) <= batch_notes_max)) {
        taken += weight_of(waiting_.front().delivery);
        batch.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    waiting_notes_ -= taken;
    return batch;
}

void CommitQueue::run_writer() {
    const auto store = make_store_();
    for (auto batch = take_batch(); !batch.empty(); batch = take_batch()) {
        const auto began = std::chrono::steady_clock::now();
        std::vector<domain::Delivery> deliveries;
        std::size_t notes = 0;
        deliveries.reserve(batch.size());
        for (auto& waiting : batch) {
            notes += waiting.delivery.notes.size();
            deliveries.push_back(std::move(waiting.delivery));
        }
        auto outcomes = store->append(deliveries);
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
        if (outcomes) {
            on_commit_(batch.size(), notes, took);
        } else {
            log_event(LogLevel::warning, "commit_failed",
                      {{"code", std::string(error_row(outcomes.error().code).type)},
                       {"deliveries", static_cast<std::int64_t>(batch.size())}});
        }
        for (std::size_t index = 0; index < batch.size(); ++index) {
            batch[index].done(outcomes ? Result<domain::DeliveryOutcome>(std::move((*outcomes)[index]))
                                       : Result<domain::DeliveryOutcome>(outcomes.error()));
        }
    }
}

}  // namespace tillnote::app
