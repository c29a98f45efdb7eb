#include "lane-client/strip/drawing.hpp"

#include "lane-client/strip/label_lines.hpp"

#include <FL/fl_draw.H>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace tillnote::strip {
namespace {

using std::numbers::pi;

/// Text in one font: its lines, and how large.
struct Block {
    std::vector<std::string> lines;
    Fl_Font font = FL_HELVETICA;
    int size = 0;

    [[nodiscard]] int line_height() const { return size + size / 6; }
    [[nodiscard]] int height() const { return static_cast<int>(lines.size()) * line_height(); }
};

void set_colour(Rgb colour) {
    fl_color(colour.red, colour.green, colour.blue);
}

double text_width(std::string_view text) {
    return fl_width(text.data(), static_cast<int>(text.size()));
}

double widest(const Block& block) {
    double width = 0;
    for (const std::string& line : block.lines) {
        width = std::max(width, text_width(line));
    }
    return width;
}

/// The largest of a few sizes at which `text` fits; the smallest when none does. Few, as each size is a font in memory.
Block fit(const std::string& text, Fl_Font font, int size, std::size_t lines_max, int width, int height) {
    Block block{{}, font, size};
    for (const int percent : {100, 88, 76, 66, 56}) {
        block.size = size * percent / 100;
        fl_font(font, block.size);
        // The allowance keeps a smaller size from costing a line more than it has to.
        const auto lines_fit = static_cast<std::size_t>(std::max(1, height / block.line_height()));
        block.lines = split_label(text, std::min(lines_max, lines_fit), width, text_width);
        if (widest(block) <= width && block.height() <= height) {
            break;
        }
    }
    return block;
}

void draw_block(const Block& block, const Box& box, int top, bool centred) {
    fl_font(block.font, block.size);
    int y = top;
    for (const std::string& line : block.lines) {
        const double x = centred ? box.x + (box.width - text_width(line)) / 2 : box.x;
        const int baseline = y + block.line_height() - fl_descent();
        fl_draw(line.c_str(), static_cast<int>(line.size()), static_cast<int>(x), baseline);
        y += block.line_height();
    }
}

void fill_rounded(const Box& box, int radius) {
    const double right = box.x + box.width;
    const double bottom = box.y + box.height;
    fl_begin_polygon();
    fl_arc(right - radius, box.y + radius, radius, 0, 90);
    fl_arc(box.x + radius, box.y + radius, radius, 90, 180);
    fl_arc(box.x + radius, bottom - radius, radius, 180, 270);
    fl_arc(right - radius, bottom - radius, radius, 270, 360);
    fl_end_polygon();
}

void fill_polygon(const std::vector<std::array<double, 2>>& corners, double x, double y, double size) {
    fl_begin_complex_polygon();
    for (const auto& corner : corners) {
        fl_vertex(x + corner[0] * size, y + corner[1] * size);
    }
    fl_end_complex_polygon();
}

void stroke(const std::vector<std::array<double, 2>>& points, double x, double y, double size) {
    fl_line_style(FL_SOLID | FL_CAP_ROUND | FL_JOIN_ROUND, std::max(2, static_cast<int>(size / 6)));
    fl_begin_line();
    for (const auto& point : points) {
        fl_vertex(x + point[0] * size, y + point[1] * size);
    }
    fl_end_line();
    fl_line_style(0);
}

void draw_question(double x, double y, double size) {
    std::vector<std::array<double, 2>> hook;
    for (int degrees = 180; degrees >= -60; degrees -= 20) {
        const double angle = degrees * pi / 180;
        hook.push_back({0.5 + 0.28 * std::cos(angle), 0.3 - 0.28 * std::sin(angle)});
    }
    hook.push_back({0.5, 0.68});
    stroke(hook, x, y, size);
    fl_begin_polygon();
    fl_circle(x + 0.5 * size, y + 0.92 * size, std::max(1.5, size * 0.1));
    fl_end_polygon();
}

void draw_shape(Shape shape, double x, double y, double size) {
    switch (shape) {
        case Shape::none:
            break;
        case Shape::plus:
            fill_polygon({{.38, .05},
                          {.62, .05},
                          {.62, .38},
                          {.95, .38},
                          {.95, .62},
                          {.62, .62},
                          {.62, .95},
                          {.38, .95},
                          {.38, .62},
                          {.05, .62},
                          {.05, .38},
                          {.38, .38}},
                         x, y, size);
            break;
        case Shape::triangle:
            fill_polygon({{0, .12}, {1, .12}, {.5, .95}}, x, y, size);
            break;
        case Shape::question:
            draw_question(x, y, size);
            break;
        case Shape::diamond:
            fill_polygon({{.5, 0}, {1, .5}, {.5, 1}, {0, .5}}, x, y, size);
            break;
        case Shape::house:
            fill_polygon({{.5, .02}, {1, .5}, {.84, .5}, {.84, .95}, {.16, .95}, {.16, .5}, {0, .5}}, x, y, size);
            break;
        case Shape::ring: {
            std::vector<std::array<double, 2>> circle;
            for (int degrees = 0; degrees <= 360; degrees += 15) {
                circle.push_back({0.5 + 0.4 * std::cos(degrees * pi / 180), 0.5 + 0.4 * std::sin(degrees * pi / 180)});
            }
            stroke(circle, x, y, size);
            break;
        }
        case Shape::bars:
            stroke({{.05, .2}, {.95, .2}}, x, y, size);
            stroke({{.05, .5}, {.95, .5}}, x, y, size);
            stroke({{.05, .8}, {.95, .8}}, x, y, size);
            break;
        case Shape::tick:
            stroke({{.08, .55}, {.38, .88}, {.95, .12}}, x, y, size);
            break;
        case Shape::cross:
            stroke({{.1, .1}, {.9, .9}}, x, y, size);
            stroke({{.9, .1}, {.1, .9}}, x, y, size);
            break;
    }
}

/// What margins, signs and letters are measured by: the shorter side of a cell.
int text_unit(const Geometry& geometry) {
    const Box cell = geometry.box({0, 0, cell_units});
    return std::min(cell.width, cell.height);
}

/// One size for all keys: that at which twelve letters of a line of a label fit a cell.
int label_size(const Geometry& geometry) {
    const Box cell = geometry.box({0, 0, cell_units});
    return std::min(text_unit(geometry) * 26 / 100, cell.width * 13 / 100);
}

/// A key: its shape in the corner, its label in the middle, its note below.
void draw_key(const Part& part, const Box& box, int key, int label_size) {
    const int margin = key / 14;
    const int sign = key / 5;
    draw_shape(part.shape, box.x + margin, box.y + margin, sign);
    const int top = part.shape == Shape::none ? margin : margin + sign;
    const int width = box.width - 2 * margin;
    const int note_height = part.note.empty() ? 0 : key / 5 + 2;
    const int height = box.height - top - margin / 2 - note_height;
    const Block label = fit(part.text, FL_HELVETICA_BOLD, label_size, 3, width, height);
    const int start = box.y + top + std::max(0, (height - label.height()) / 2);
    draw_block(label, {box.x + margin, 0, width, 0}, start, true);
    if (!part.note.empty()) {
        const Block note = fit(part.note, FL_HELVETICA, key * 19 / 100, 1, width, note_height);
        draw_block(note, {box.x + margin, 0, width, 0}, start + label.height(), true);
    }
}

/// Something to read: shape and text from the left; upright, below each other.
void draw_sentence(const Part& part, const Box& box, int key) {
    const bool upright = box.height > box.width;
    const bool banner = part.size == Part::Size::banner;
    const int margin = key / 8;
    const int sign = part.shape == Shape::none ? 0 : key * (banner ? 45 : 30) / 100;
    Box inner{box.x + margin, box.y + margin / 2, box.width - 2 * margin, box.height - margin};
    if (sign > 0) {
        draw_shape(part.shape, inner.x, upright ? inner.y + margin : box.y + (box.height - sign) / 2.0, sign);
        const int taken = sign + margin;
        inner = upright ? Box{inner.x, inner.y + taken + margin, inner.width, inner.height - taken - margin}
                        : Box{inner.x + taken, inner.y, inner.width - taken, inner.height};
    }
    const int note_size = key * 22 / 100;
    const int note_height = part.note.empty() ? 0 : (upright ? inner.height / 2 : note_size * 8 / 6);
    const std::size_t lines_max = upright ? 12 : (banner ? 1 : 4);
    const Block text = fit(part.text, part.note.empty() && !banner ? FL_HELVETICA : FL_HELVETICA_BOLD,
                           key * (banner ? 50 : 28) / 100, lines_max, inner.width, inner.height - note_height);
    const Block note = fit(part.note, FL_HELVETICA, note_size, upright ? 12 : 2, inner.width, note_height);
    const int start = inner.y + std::max(0, (inner.height - text.height() - note.height()) / 2);
    draw_block(text, inner, start, false);
    draw_block(note, inner, start + text.height(), false);
}

void draw_part(const Part& part, const Geometry& geometry) {
    const Box box = geometry.box(part.place);
    const int key = text_unit(geometry);
    const Colours look = colours(part.look);
    const int radius = std::max(3, key / 14);
    const int line = std::max(2, key / 24);
    set_colour(look.outline);
    fill_rounded(box, radius);
    if (look.outline != look.fill) {
        set_colour(look.fill);
        fill_rounded({box.x + line, box.y + line, box.width - 2 * line, box.height - 2 * line}, radius);
    }
    set_colour(look.ink);
    // A text that fits in no size ends at its own key, not on the next one.
    fl_push_clip(box.x, box.y, box.width, box.height);
    if (part.size == Part::Size::label) {
        draw_key(part, box, key, label_size(geometry));
    } else {
        draw_sentence(part, box, key);
    }
    fl_pop_clip();
}

}  // namespace

void draw_view(const StripView& view, const Geometry& geometry) {
    set_colour(strip_background);
    fl_rectf(0, 0, geometry.strip().width, geometry.strip().height);
    for (const Part& part : view.parts) {
        draw_part(part, geometry);
    }
}

}  // namespace tillnote::strip
