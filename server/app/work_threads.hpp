#pragma once

#include "server/app/log.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tillnote::app {

/// A bounded queue of jobs in front of a few threads, each with a tool of its own made on that thread (a database
/// connection, say). `Tool` is what a job is handed. An exception ends the job and is logged.
template <typename Tool>
class WorkThreads {
public:
    using Job = std::function<void(Tool&)>;
    using ToolMaker = std::function<std::unique_ptr<Tool>()>;

    WorkThreads(std::size_t threads, std::size_t waiting_max, ToolMaker make_tool)
        : waiting_max_(waiting_max), make_tool_(std::move(make_tool)) {
        for (std::size_t index = 0; index < threads; ++index) {
            threads_.emplace_back([this] { run(); });
        }
    }
    ~WorkThreads() { stop(); }
    WorkThreads(const WorkThreads&) = delete;
    WorkThreads& operator=(const WorkThreads&) = delete;

    /// False when the queue is full or stopping. Any thread.
    [[nodiscard]] bool submit(Job job) {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_ || waiting_.size() >= waiting_max_) {
                return false;
            }
            waiting_.push_back(std::move(job));
        }
        arrived_.notify_one();
        return true;
    }

    /// Refuses new jobs, finishes what waits, joins. Idempotent.
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        arrived_.notify_all();
        for (auto& thread : threads_) {
            if (thread.joinable()) {
                thread.join();
            }
        }
    }

private:
    void run() {
        const auto tool = make_tool_();
        while (true) {
            Job job;
            {
                std::unique_lock lock(mutex_);
                arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
                if (waiting_.empty()) {
                    return;
                }
                job = std::move(waiting_.front());
                waiting_.pop_front();
            }
            try {
                job(*tool);
            } catch (const std::exception& exception) {
                // A bug, or memory ran out. The request is answered 500 when its responder goes away with the job.
                log_event(LogLevel::error, "job_failed", {{"what", std::string(exception.what())}});
            }
        }
    }

    const std::size_t waiting_max_;
    const ToolMaker make_tool_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Job> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace tillnote::app
