#pragma once

#include "server/app/config.hpp"

#include <cstdint>
#include <memory>

namespace tillnote::app {

/// The whole service: everything that runs between start and stop, built in lifetime order.
class Service {
public:
    /// Refuses a database whose schema it does not know. Errors: impossible_value (schema), unavailable, invalid_field.
    static Result<std::unique_ptr<Service>> start(const Config& config);
    ~Service();

    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] std::uint16_t metrics_port() const noexcept;

    /// Reads the certificate and its key again, if there is TLS. Connections that are open stay; a pair that cannot be used
    /// changes nothing, and the log says why. Blocks for the reading; not at the same time as another call of it.
    void reload_certificate();
    /// Warns in the log when the certificate ends soon. About once a day; as reload_certificate.
    void look_at_certificate();

    /// Stops accepting, lets running requests finish, commits what waits, joins every thread. Idempotent.
    void stop();

    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

private:
    struct Impl;
    explicit Service(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace tillnote::app
