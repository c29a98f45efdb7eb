#pragma once

#include "schema/note.hpp"
#include "server/domain/organisation.hpp"

#include <chrono>
#include <string>

/// Small words the domain's tests are written in.
namespace tillnote::domain::testing {

inline Day day(int year, unsigned month, unsigned day_of_month) {
    return Day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day_of_month}};
}

/// UTC.
inline Instant instant(int year, unsigned month, unsigned day_of_month, int hour = 0, int minute = 0, int second = 0) {
    return std::chrono::sys_days{day(year, month, day_of_month)} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

inline Uuid uuid(std::uint8_t last) {
    std::array<std::uint8_t, 16> bytes{};
    bytes[6] = 0x70;
    bytes[8] = 0x80;
    bytes[15] = last;
    return Uuid{bytes};
}

inline Store store_in(std::string zone, int cutoff_minutes = 240) {
    Store store;
    store.id = "oak-street";
    store.name = "Oak Street";
    store.district = "north";
    store.day_rules = {{day(1800, 1, 1), std::move(zone), cutoff_minutes}};
    store.opened_on = day(1800, 1, 1);
    return store;
}

}  // namespace tillnote::domain::testing
