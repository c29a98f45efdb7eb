#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace tillnote::http {

/// Bytes received and not yet used. Grows by doubling from a small start up to a limit, so that an idle connection
/// costs little.
class ReadBuffer {
public:
    explicit ReadBuffer(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    [[nodiscard]] std::string_view bytes() const noexcept { return {storage_.data() + begin_, end_ - begin_}; }
    [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }
    [[nodiscard]] bool full() const noexcept { return end_ - begin_ >= bytes_max_; }

    /// Room to receive into, at least one byte. Not when full().
    [[nodiscard]] std::pair<char*, std::size_t> prepare() {
        if (begin_ == end_) {
            begin_ = end_ = 0;
        } else if (begin_ != 0) {
            storage_.erase(storage_.begin(), storage_.begin() + static_cast<std::ptrdiff_t>(begin_));
            end_ -= begin_;
            begin_ = 0;
        }
        if (end_ >= storage_.size() || storage_.size() < start_bytes) {
            storage_.resize(std::min(bytes_max_, std::max(start_bytes, storage_.size() * 2)));
        }
        return {storage_.data() + end_, storage_.size() - end_};
    }
    void commit(std::size_t count) noexcept { end_ += count; }
    void consume(std::size_t count) noexcept { begin_ += count; }

private:
    static constexpr std::size_t start_bytes = 2048;

    std::vector<char> storage_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t bytes_max_;
};

}  // namespace tillnote::http
