#include "server/domain/holidays.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace tillnote::domain {
namespace {

using namespace std::chrono;

/// The Gregorian rule of Meeus, Jones and Butcher. Source: Meeus, Astronomical Algorithms, chapter 8.
sys_days easter_sunday(year in) {
    const int y = static_cast<int>(in);
    const int golden = y % 19;
    const int century = y / 100;
    const int of_century = y % 100;
    const int moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    const int to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    const int correction = (golden + 11 * moon + 22 * to_sunday) / 451;
    const int days = moon + to_sunday - 7 * correction + 114;
    return in / month{static_cast<unsigned>(days / 31)} / day{static_cast<unsigned>(days % 31 + 1)};
}

}  // namespace

bool is_holiday(Day on) {
    const year in = on.year();
    const sys_days thanksgiving = in / November / Thursday[4];
    const std::array<sys_days, 9> holidays{
        in / January / 1,       easter_sunday(in), in / May / Monday[last], in / July / 4,      in / September / Monday[1],
        thanksgiving - days{1}, thanksgiving,      in / December / 24,      in / December / 25,
    };
    return std::ranges::find(holidays, sys_days{on}) != holidays.end();
}

}  // namespace tillnote::domain
