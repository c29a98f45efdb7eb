#pragma once

#include "server/http/message.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace tillnote::http {

class Connection;

/// The answer to one exchange of one connection. No response: the handler dropped its responder.
struct Answer {
    std::weak_ptr<Connection> connection;
    std::uint64_t exchange = 0;
    std::optional<Response> response;
};

/// Carries answers from any thread to the socket thread. A burst of answers, say of one committed batch, costs one
/// wake-up. After close() answers are dropped.
class AnswerQueue : public std::enable_shared_from_this<AnswerQueue> {
public:
    explicit AnswerQueue(boost::asio::io_context& io) : io_(&io) {}

    /// On the socket thread: handed over before this returns. Elsewhere: soon.
    void push(Answer answer);

    void close();

private:
    void hand_over_all();

    std::mutex mutex_;
    boost::asio::io_context* io_;  ///< null after close
    std::vector<Answer> waiting_;
    std::vector<Answer> at_hand_;  ///< socket thread only; keeps its memory between bursts
};

/// Makes sure that one exchange gets exactly one answer: the first wins, and destruction without one answers for the
/// handler. Any thread.
class PendingAnswer {
public:
    PendingAnswer(std::shared_ptr<AnswerQueue> queue, std::weak_ptr<Connection> connection, std::uint64_t exchange);
    ~PendingAnswer();
    PendingAnswer(const PendingAnswer&) = delete;
    PendingAnswer& operator=(const PendingAnswer&) = delete;

    void answer(std::optional<Response> response);

private:
    std::shared_ptr<AnswerQueue> queue_;
    std::weak_ptr<Connection> connection_;
    std::uint64_t exchange_;
    std::atomic<bool> answered_ = false;
};

}  // namespace tillnote::http
