#pragma once

#include "server/domain/organisation.hpp"
#include "server/render/admin_frame.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// Stores and districts as an administrator sets them up. Pure; any thread. Works without JavaScript.
namespace tillnote::render {

struct AdminStoreLine {
    domain::Store store;
    domain::Day today;                                  ///< its open business day
    std::string district_name;                          ///< of today
    std::optional<std::chrono::minutes> digest_time{};  ///< local, of its first mail; nothing: nobody gets its digest
};

/// All stores, and the forms that add one, or a district.
struct AdminStoresPage {
    /// What was typed.
    struct NewStoreText {
        std::string id;
        std::string name;
        std::string district;
        std::string zone;
        std::string cutoff;
        std::string opened_on;
    };
    struct DistrictText {
        std::string id;
        std::string name;
    };

    AdminFrame frame;
    bool in_district_form = false;  ///< the problem is about that form
    std::vector<AdminStoreLine> stores;
    std::vector<domain::District> districts;
    NewStoreText typed;
    DistrictText typed_district;
};

[[nodiscard]] std::string render_admin_stores_page(const AdminStoresPage& page);

}  // namespace tillnote::render
