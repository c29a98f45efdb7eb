#pragma once

#include "schema/catalog.hpp"
#include "server/domain/organisation_store.hpp"
#include "server/render/admin_frame.hpp"

#include <string>
#include <vector>

namespace tillnote::render {

/// The forms of a store's page.
enum class StoreForm { name, days, district, walk, free_text, closed_day, closing };

/// One store as an administrator sets it up: its name, how its days begin, its district, its walking order,
/// whether its checkers may write, on which days it does not open.
struct AdminStorePage {
    /// What was typed into the form that failed; empty members show what is there.
    struct Typed {
        std::string name;
        std::string zone;
        std::string cutoff;
        std::string valid_from;
        std::string district;
        std::string on;
        std::string day;
        std::string why;
        std::string walk;
    };

    AdminFrame frame;
    StoreForm form = StoreForm::name;  ///< that the problem is about
    domain::Store store;
    domain::Day today;  ///< its open business day
    std::vector<domain::District> districts;
    std::vector<Department> departments;         ///< of the catalog, in its order
    std::vector<domain::ClosedDay> closed_days;  ///< of late and to come, in order
    Typed typed;
};

/// Pure; any thread. Works without JavaScript.
[[nodiscard]] std::string render_admin_store_page(const AdminStorePage& page);

}  // namespace tillnote::render
