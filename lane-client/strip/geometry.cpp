#include "lane-client/strip/geometry.hpp"

#include <algorithm>
#include <cmath>

namespace tillnote::strip {
namespace {

constexpr double key_mm = 20;
constexpr double key_share = 67.0 / 768.0;  ///< of the screen's height: 67 px on 1024x768
constexpr double dots_per_inch_min = 40;
constexpr double dots_per_inch_max = 400;
constexpr double mm_per_inch = 25.4;

/// Pixels of `key_mm`, or 0 when the screen does not tell, or tells what no screen is (an aspect ratio, say).
double told_pixels(int pixels, int mm) {
    if (mm <= 0) {
        return 0;
    }
    const double per_inch = pixels * mm_per_inch / mm;
    return per_inch < dots_per_inch_min || per_inch > dots_per_inch_max ? 0 : key_mm * pixels / mm;
}

bool is_upright(Edge edge) {
    return edge == Edge::left || edge == Edge::right;
}

int choose_key(const Monitor& monitor, Edge edge) {
    const Box& area = monitor.area;
    const int shorter = std::min(area.width, area.height);
    double key = std::max(
        {67.0, shorter * key_share, told_pixels(area.height, monitor.height_mm), told_pixels(area.width, monitor.width_mm)});
    if (is_upright(edge)) {
        // Upright, a key's short side has to carry a line of its label.
        key = std::max(key, area.width / 8.0);
    }
    return std::min(static_cast<int>(std::ceil(key)), std::max(1, shorter / 4));
}

}  // namespace

Geometry::Geometry(const Monitor& monitor, Edge edge) : edge_(edge), key_(choose_key(monitor, edge)) {
    gap_ = std::max(2, key_ / 16);
    const Box& area = monitor.area;
    const int depth = 2 * key_ + 3 * gap_;
    strip_ = is_upright(edge) ? Box{area.x, area.y, depth, area.height} : Box{area.x, area.y, area.width, depth};
    if (edge == Edge::bottom) {
        strip_.y = area.y + area.height - depth;
    }
    if (edge == Edge::right) {
        strip_.x = area.x + area.width - depth;
    }
}

Box Geometry::box(const Place& place) const noexcept {
    const bool upright = is_upright(edge_);
    const int length = (upright ? strip_.height : strip_.width) - gap_;
    const int begin = gap_ + length * place.begin / row_units;
    const int end = gap_ + length * place.end / row_units - gap_;
    const int across = gap_ + place.row * (key_ + gap_);
    return upright ? Box{across, begin, key_, end - begin} : Box{begin, across, end - begin, key_};
}

const Part* Geometry::find(const StripView& view, int x, int y) const noexcept {
    for (const Part& part : view.parts) {
        const Box place = box(part.place);
        if (x >= place.x && x < place.x + place.width && y >= place.y && y < place.y + place.height) {
            return &part;
        }
    }
    return nullptr;
}

}  // namespace tillnote::strip
