#include "schema/catalog.hpp"

#include <array>

namespace tillnote {
namespace {

constexpr std::array polarities{Polarity::praise,   Polarity::complaint, Polarity::request,  Polarity::competitor,
                                Polarity::why_here, Polarity::other,     Polarity::lane_only};

template <typename Entries>
auto find_by_code(const Entries& entries, std::string_view code) noexcept -> decltype(entries.data()) {
    for (const auto& entry : entries) {
        if (entry.code == code) {
            return &entry;
        }
    }
    return nullptr;
}

}  // namespace

const Reason* Catalog::find_reason(std::string_view code) const noexcept {
    return find_by_code(reasons, code);
}

const Department* Catalog::find_department(std::string_view code) const noexcept {
    return find_by_code(departments, code);
}

std::string_view to_text(Polarity polarity) noexcept {
    switch (polarity) {
        case Polarity::praise:
            return "praise";
        case Polarity::complaint:
            return "complaint";
        case Polarity::request:
            return "request";
        case Polarity::competitor:
            return "competitor";
        case Polarity::why_here:
            return "why_here";
        case Polarity::other:
            return "other";
        case Polarity::lane_only:
            return "lane_only";
    }
    return "";
}

std::optional<Polarity> find_polarity(std::string_view text) noexcept {
    for (const Polarity polarity : polarities) {
        if (to_text(polarity) == text) {
            return polarity;
        }
    }
    return std::nullopt;
}

}  // namespace tillnote
