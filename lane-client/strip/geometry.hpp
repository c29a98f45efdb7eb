#pragma once

#include "lane-client/strip/strip_view.hpp"

#include <optional>

namespace tillnote::strip {

enum class Edge { bottom, top, left, right };

/// A rectangle in pixels.
struct Box {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    friend bool operator==(const Box&, const Box&) = default;
};

/// One monitor: where it lies on the X screen, and how large it says it is.
struct Monitor {
    Box area;
    int width_mm = 0;  ///< 0 where the screen does not tell
    int height_mm = 0;
};

/// Where the strip and its parts lie. Keys are at least 67 px high on 1024x768, larger on a larger screen, and at least
/// 20 mm where the screen tells its size believably (40 to 400 dots per inch); never more than a quarter of the screen.
class Geometry {
public:
    Geometry(const Monitor& monitor, Edge edge);

    /// On the X screen.
    [[nodiscard]] const Box& strip() const noexcept { return strip_; }
    /// Within the strip. On the left and right edge the rows stand upright.
    [[nodiscard]] Box box(const Place& place) const noexcept;
    /// The part at a point within the strip; the gaps belong to nobody.
    [[nodiscard]] const Part* find(const StripView& view, int x, int y) const noexcept;
    /// The shorter side of a key.
    [[nodiscard]] int key_size() const noexcept { return key_; }
    [[nodiscard]] Edge edge() const noexcept { return edge_; }

private:
    Edge edge_;
    int key_ = 0;
    int gap_ = 0;
    Box strip_;
};

}  // namespace tillnote::strip
