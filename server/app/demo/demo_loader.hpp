#pragma once

#include "schema/catalog.hpp"
#include "server/app/demo/demo_chain.hpp"
#include "server/app/demo/demo_plan.hpp"
#include "server/domain/account_store.hpp"
#include "server/domain/lane_store.hpp"
#include "server/domain/organisation_store.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::app {

/// Where the demo goes besides the lane API.
struct DemoPorts {
    domain::OrganisationStore& organisation;
    domain::LaneStore& lanes;
    domain::AccountStore& accounts;
};

struct DemoOptions {
    std::string url;  ///< of the running server, without a path
    Catalog catalog;
    std::uint64_t seed = demo_seed_default;
    std::function<Instant()> now;
    std::function<std::string(std::string_view password)> hash_password;
    std::function<void(std::string_view line)> on_progress;  ///< one line for a person, now and then
};

struct DemoSignIn {
    std::string role;
    std::string email;
    std::string password;
    std::string scope;
};

struct DemoSummary {
    bool loaded = false;  ///< false: the database had stores already, and nothing was changed
    std::vector<DemoSignIn> accounts;
    domain::Lane live_lane;
    std::size_t notes = 0;
};

/// Makes the demo chain: organisation, catalog, lanes, past contacts and traffic in the database; every note through
/// the lane API; the accounts last. A load that was cut off before the accounts is finished by the next one.
/// Blocking, well under a minute. Errors: those of the ports and of DemoNotesSender::send.
[[nodiscard]] Result<DemoSummary> load_demo(const DemoPorts& ports, const DemoOptions& options);

}  // namespace tillnote::app
