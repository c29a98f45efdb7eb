#include "server/render/explained_text.hpp"

#include "server/render/plain_text.hpp"

#include <array>
#include <cstdio>

namespace tillnote::render {

std::string decimal_text(double value, int places) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", places, value);
    return text.data();
}

std::string chance_text(double p_value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3g", p_value);
    return text.data();
}

std::string counts_text(domain::ShareCounts counts) {
    return std::to_string(counts.remarks) + " of " + std::to_string(counts.of);
}

std::string heard_text(domain::ShareCounts remarks, domain::ShareCounts hearings) {
    return counts_text(remarks) + " remarks (" + counts_text(hearings) + " hearings)";
}

std::string reason_text(const Reason& reason) {
    return reason.code + ' ' + one_line(reason.label_en);
}

std::string variation_text(domain::DayVariation variation) {
    return "over-dispersion " + decimal_text(variation.over_dispersion, 3) + ", varying as " +
           decimal_text(variation.window_days, 1) + " equally busy days would";
}

}  // namespace tillnote::render
