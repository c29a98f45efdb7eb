#include "server/routes/make_id.hpp"

#include <sodium.h>

namespace tillnote::routes {

Uuid make_random_id() {
    std::array<std::uint8_t, 16> random{};
    randombytes_buf(random.data(), random.size());
    return make_uuid_v4(random);
}

}  // namespace tillnote::routes
