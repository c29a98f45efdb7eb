#include "server/routes/new_password.hpp"

namespace tillnote::routes {

bool with_hash(Environment& environment, std::string password, std::function<void(Ports&, const std::string&)> store,
               std::function<void()> on_busy) {
    return environment.passwords.hash(
        std::move(password), [&environment, store = std::move(store), on_busy = std::move(on_busy)](std::string hash) {
            const bool accepted =
                environment.database.submit([store, hash = std::move(hash)](Ports& ports) { store(ports, hash); });
            if (!accepted) {
                on_busy();
            }
        });
}

Error too_many_passwords() {
    return {ErrorCode::busy, "Too many people set a password at once; try again in a moment.", ""};
}

}  // namespace tillnote::routes
