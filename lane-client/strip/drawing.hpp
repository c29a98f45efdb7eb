#pragma once

#include "lane-client/strip/geometry.hpp"

namespace tillnote::strip {

/// Draws every part of `view` with FLTK into the current window. Text is made smaller until it fits its place; shapes are
/// polygons, so that no font has to have them. The window's thread only.
void draw_view(const StripView& view, const Geometry& geometry);

}  // namespace tillnote::strip
