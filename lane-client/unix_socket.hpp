#pragma once

#include "schema/error.hpp"

#include <filesystem>
#include <utility>

namespace tillnote::lane {

/// An open descriptor, closed when it goes.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();

    [[nodiscard]] int number() const noexcept { return number_; }
    [[nodiscard]] bool is_open() const noexcept { return number_ >= 0; }

private:
    int number_ = -1;
};

/// A listening unix socket at `path`, non-blocking, in the place of a stale one. A path of more than 107 bytes, the
/// kernel's limit, is reached through /proc/self/fd of its folder. Errors: outbox_unusable.
[[nodiscard]] Result<Descriptor> listen_at(const std::filesystem::path& path);

/// A connection to whoever listens at `path`; not open when nobody does. Sends and receives give up after 5 seconds.
[[nodiscard]] Descriptor connect_to(const std::filesystem::path& path);

}  // namespace tillnote::lane
