#include "server/app/password_pool.hpp"

#include "server/app/password_hash.hpp"
#include "server/routes/secrets.hpp"

namespace tillnote::app {

PasswordPool::PasswordPool(std::size_t threads)
    : hash_of_nobody_(hash_password(routes::make_secret())),
      threads_(threads, waiting_max, [] { return std::make_unique<Nothing>(); }) {}

bool PasswordPool::verify(std::string password, std::string hash, std::function<void(bool)> done) {
    return threads_.submit(
        [password = std::move(password), hash = std::move(hash), done = std::move(done)](Nothing& /*tool*/) {
            done(matches_password(password, hash));  // cppcheck-suppress accessMoved ; the lambda's own
        });
}

bool PasswordPool::hash(std::string password, std::function<void(std::string)> done) {
    return threads_.submit(
        [password = std::move(password), done = std::move(done)](Nothing& /*tool*/) { done(hash_password(password)); });
}

bool PasswordPool::is_outdated(const std::string& hash) const {
    return is_outdated_hash(hash);
}

}  // namespace tillnote::app
