#pragma once

#include "server/app/work_threads.hpp"
#include "server/routes/environment.hpp"

namespace tillnote::app {

/// At most `threads` hashes at once and `waiting_max` in line, so that sign-ins cannot take the machine's memory.
class PasswordPool : public routes::PasswordThreads {
public:
    static constexpr std::size_t waiting_max = 32;

    explicit PasswordPool(std::size_t threads);

    [[nodiscard]] bool verify(std::string password, std::string hash, std::function<void(bool)> done) override;
    [[nodiscard]] bool hash(std::string password, std::function<void(std::string)> done) override;
    [[nodiscard]] bool is_outdated(const std::string& hash) const override;
    [[nodiscard]] const std::string& hash_of_nobody() const override { return hash_of_nobody_; }
    void stop() { threads_.stop(); }

private:
    struct Nothing {};
    const std::string hash_of_nobody_;
    WorkThreads<Nothing> threads_;
};

}  // namespace tillnote::app
