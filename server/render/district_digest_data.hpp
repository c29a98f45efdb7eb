#pragma once

#include "server/domain/district_digest.hpp"

#include <string>
#include <string_view>

/// A district's digest as an edition keeps it. Pure; no clock.
namespace tillnote::render {

/// All that the digest is computed from, as JSON. The same input always gives the same bytes.
[[nodiscard]] std::string render_district_input(const domain::DistrictDigestInput& input);

/// The way back: build_district_digest of the result gives the same digest. Errors: internal (not the JSON of an input).
[[nodiscard]] Result<domain::DistrictDigestInput> parse_district_input(std::string_view json);

/// The bytes of GET /v1/districts/{district}/digests/{day}: what it is, and the comparison as its own route answers it.
[[nodiscard]] std::string render_district_digest_json(const domain::DistrictDigest& digest);

}  // namespace tillnote::render
