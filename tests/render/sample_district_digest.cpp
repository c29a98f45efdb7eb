#include "tests/render/sample_district_digest.hpp"

#include "server/domain/business_day.hpp"
#include "tests/render/sample_district.hpp"

namespace tillnote::render::samples {
namespace {

using namespace std::chrono_literals;

domain::DistrictDigestInput input_of(domain::ComparisonInput comparison, domain::Day day, domain::DigestRhythm rhythm,
                                     std::vector<std::string> without_digest) {
    comparison.range = domain::district_digest_range(day);
    domain::trim(comparison);
    for (domain::ComparedMember& member : comparison.members) {
        std::erase_if(member.days, [&](const domain::ComparedDay& of) { return of.day > day; });
    }
    return {{"north", "North District"}, day, rhythm, std::move(comparison), std::move(without_digest)};
}

}  // namespace

domain::DistrictDigestInput district_digest_input() {
    return input_of(district_input(), 2026y / 11 / 21, domain::DigestRhythm::daily, {"Valley"});
}

domain::DistrictDigestInput quiet_week_input() {
    return input_of(quiet_district_input(), 2026y / 11 / 15, domain::DigestRhythm::weekly, {});
}

domain::DistrictDigestInput lone_district_input() {
    return input_of(lone_input(), 2026y / 11 / 15, domain::DigestRhythm::weekly, {});
}

domain::DistrictDigestInput wide_district_input() {
    domain::ComparisonInput comparison = wide_input();
    std::vector<std::string> without_digest;
    for (std::size_t index = 0; index < comparison.members.size(); ++index) {
        comparison.members[index].days.back().percent_complete = index % 2 == 0 ? 70 : 100;
        if (index < 5) {
            without_digest.push_back(comparison.members[index].id);
        }
    }
    auto input = input_of(std::move(comparison), 2026y / 11 / 21, domain::DigestRhythm::daily, std::move(without_digest));
    input.district.name = "Everything in the Far and Wide North-East District of the Chain";
    return input;
}

domain::DistrictDigest digest_of(const domain::DistrictDigestInput& input) {
    return domain::build_district_digest(input, {1, district_frozen_at, 1});
}

}  // namespace tillnote::render::samples
