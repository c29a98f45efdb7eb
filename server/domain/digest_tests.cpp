#include "server/domain/digest_tests.hpp"

#include <cstdlib>

namespace tillnote::domain {

std::string_view to_text(TestVerdict verdict) noexcept {
    switch (verdict) {
        case TestVerdict::usual:
            return "usual";
        case TestVerdict::rise:
            return "rise";
        case TestVerdict::quieter_day:
            return "quieter_day";
        case TestVerdict::more_of_every_kind:
            return "more_of_every_kind";
        case TestVerdict::too_little:
            return "too_little";
    }
    std::abort();
}

}  // namespace tillnote::domain
