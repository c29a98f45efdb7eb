#include "server/http/answer_queue.hpp"

#include "server/http/connection.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace tillnote::http {
namespace {

void hand_over(Answer answer) {
    if (const auto connection = answer.connection.lock()) {
        connection->answer(answer.exchange, std::move(answer.response));
    }
}

}  // namespace

void AnswerQueue::push(Answer answer) {
    {
        const std::lock_guard lock(mutex_);
        if (io_ == nullptr) {
            return;
        }
        if (!io_->get_executor().running_in_this_thread()) {
            waiting_.push_back(std::move(answer));
            if (waiting_.size() == 1) {
                boost::asio::post(*io_, [self = shared_from_this()] { self->hand_over_all(); });
            }
            return;
        }
    }
    hand_over(std::move(answer));
}

void AnswerQueue::hand_over_all() {
    std::vector<Answer> batch = std::move(at_hand_);
    {
        const std::lock_guard lock(mutex_);
        batch.swap(waiting_);
    }
    for (auto& answer : batch) {
        hand_over(std::move(answer));
    }
    batch.clear();
    at_hand_ = std::move(batch);
}

void AnswerQueue::close() {
    std::vector<Answer> dropped;
    const std::lock_guard lock(mutex_);
    io_ = nullptr;
    dropped.swap(waiting_);
}

PendingAnswer::PendingAnswer(std::shared_ptr<AnswerQueue> queue, std::weak_ptr<Connection> connection,
                             std::uint64_t exchange)
    : queue_(std::move(queue)), connection_(std::move(connection)), exchange_(exchange) {}

PendingAnswer::~PendingAnswer() {
    answer(std::nullopt);
}

void PendingAnswer::answer(std::optional<Response> response) {
    if (!answered_.exchange(true)) {
        queue_->push({.connection = std::move(connection_), .exchange = exchange_, .response = std::move(response)});
    }
}

}  // namespace tillnote::http
