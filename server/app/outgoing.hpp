#pragma once

#include "server/app/config.hpp"
#include "server/app/digest_freezer.hpp"
#include "server/app/district_freezer.hpp"
#include "server/delivery/delivery_loop.hpp"
#include "server/delivery/frozen_digests.hpp"
#include "server/domain/directory.hpp"

#include <functional>
#include <memory>

namespace tillnote::app {

/// What freezing and sending need from the program around them.
struct OutgoingOptions {
    const Config& config;
    std::function<std::shared_ptr<const domain::Directory>()> directory;
    std::function<Instant()> now;
    std::function<void(const delivery::DeliveryEvent&)> on_event;
    std::function<bool()> abandon;  ///< true ends an attempt under way; it is made again later. May be empty
    /// Shared by who freezes and who sends.
    std::shared_ptr<delivery::FrozenDigests> frozen = std::make_shared<delivery::FrozenDigests>();
    std::function<void()> on_frozen = [] {};  ///< told after each edition; must not throw
};

/// Freezes and sends over one connection of the digest role. One thread.
class Outgoing {
public:
    explicit Outgoing(const OutgoingOptions& options);
    ~Outgoing();

    [[nodiscard]] DigestFreezer& freezer();
    [[nodiscard]] DistrictFreezer& district_freezer();
    [[nodiscard]] delivery::DeliveryLoop& loop();
    [[nodiscard]] domain::DeliveryStore& deliveries();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// What stands right of the @ in every Message-ID.
[[nodiscard]] std::string message_domain_of(const Config& config);

/// A numeric address as it stands in a URL, and so in the header Host: IPv6 in brackets.
[[nodiscard]] std::string host_in_url(const std::string& address);

/// What links in mail begin with.
[[nodiscard]] std::string base_url_of(const Config& config);

}  // namespace tillnote::app
