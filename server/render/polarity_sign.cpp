#include "server/render/polarity_sign.hpp"

#include <cstdlib>

namespace tillnote::render {

std::string_view sign_of(Polarity polarity) noexcept {
    switch (polarity) {
        case Polarity::praise:
            return "+";
        case Polarity::complaint:
            return "−";
        case Polarity::request:
            return "?";
        case Polarity::competitor:
            return "=";
        case Polarity::why_here:
            return "♥";
        case Polarity::other:
        case Polarity::lane_only:
            return "·";
    }
    std::abort();
}

}  // namespace tillnote::render
