#include "server/routes/new_password.hpp"

namespace tillnote::routes {

void with_hash(Environment& environment, std::string password, std::function<void(Ports&, const std::string&)> store,
               const std::function<void()>& on_busy) {
    const bool accepted =
        environment.passwords.hash(std::move(password), [&environment, store = std::move(store), on_busy](std::string hash) {
            if (!environment.database.submit([store, hash = std::move(hash)](Ports& ports) { store(ports, hash); })) {
                on_busy();
            }
        });
    if (!accepted) {
        on_busy();
    }
}

Error too_many_passwords() {
    return {ErrorCode::busy, "Too many people set a password at once; try again in a moment.", ""};
}

}  // namespace tillnote::routes
