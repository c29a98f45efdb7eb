#pragma once

#include "server/app/database_ports.hpp"
#include "server/domain/business_day.hpp"

#include <string>

namespace tillnote::app::commands {

/// A store with its calendar, for a command about one store.
struct StorePlace {
    domain::Store store;
    domain::StoreCalendar calendar;
};

/// Blocking. Errors: not_found; those of the port; invalid_field for a zone this machine lacks.
[[nodiscard]] Result<StorePlace> find_store_place(DatabasePorts& ports, const std::string& store);

/// `text` as a business day; empty: `fallback`. Errors: usage, naming `option`.
[[nodiscard]] Result<domain::Day> day_or(const std::string& text, domain::Day fallback, const std::string& option);

/// The same error, with the field in its sentence: a command line shows nothing else.
[[nodiscard]] Error name_field(const Error& error);

}  // namespace tillnote::app::commands
