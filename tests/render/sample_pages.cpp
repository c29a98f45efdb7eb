#include "schema/time_text.hpp"
#include "tests/render/sample_digest.hpp"

namespace tillnote::render::samples {

using namespace std::chrono_literals;

StoresPage stores() {
    StoresPage page;
    page.compares_districts = true;
    page.signed_in_as = "chain@demo.example";
    page.csrf_token = "sample-token";
    const domain::Day latest = 2026y / 11 / 16;
    const char* const north[]{"Oak Street", "Mill Road", "Lakeview", "Station Square", "Harbor", "Elm Grove"};
    const char* const south[]{"Cedar Park", "Rio Plaza", "Sunset", "Canyon", "Mesa", "Old Town"};
    int number = 0;
    for (const auto& [district, names] : {std::pair{"North District", north}, std::pair{"South District", south}}) {
        for (int index = 0; index < 6; ++index) {
            ++number;
            page.stores.push_back({"store-" + std::to_string(number), names[index], district, latest, 21 + number * 7 % 40,
                                   number == 4 ? 87 : 100});
            page.stores.back().alerts = number == 4 || number == 9 ? number - 3 : 0;
            page.stores.back().district_asks_path = number <= 6 ? "/districts/north/asks" : "";
            page.stores.back().district_path = number > 6 ? "/districts/south" : "/districts/north";
        }
    }
    return page;
}

LanesPage lanes() {
    const auto local = [](const char* text) { return parse_time(text).value().instant; };
    const auto lane = [](int number, std::optional<Instant> heard) {
        domain::LaneStatus status;
        status.store = "oak-street";
        status.lane = number;
        status.enrolment_id = *Uuid::parse("0198f3a2-7c1e-7d42-9a60-2f6f0f3f9d11");
        status.device = "till " + std::to_string(number);
        status.version = heard ? "0.1.0" : "";
        status.last_heard_at = heard;
        return status;
    };
    LanesPage page;
    page.store = complete_day().store;
    page.signed_in_as = "m.oak-street@demo.example";
    page.csrf_token = "sample-token";
    page.reads_store = true;
    page.lanes = {lane(1, local("2026-11-16T21:10:00-06:00")), lane(2, local("2026-11-16T19:42:00-06:00")),
                  lane(3, local("2026-10-30T08:05:00-06:00")), lane(4, local("2026-11-16T21:09:00-06:00")),
                  lane(5, std::nullopt)};
    page.lanes[1].pending = 14;
    page.lanes[1].rejected = 1;
    page.lanes[2].revoked = true;
    page.lanes[3].cloned = true;
    page.pending = {{*Uuid::parse("0198f3a2-7c1e-7d42-9a60-2f6f0f3f9d12"), "BCDF-GHKL", "till 7 by the door",
                     local("2026-11-16T21:20:00-06:00")}};
    return page;
}

}  // namespace tillnote::render::samples
