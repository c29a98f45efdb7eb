#pragma once

#include "lane-client/strip/geometry.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

// <X11/Xlib.h> names it so, and that header's macros are to stay in one file.
struct _XDisplay;  // NOLINT(bugprone-reserved-identifier)

namespace tillnote::strip {

/// A key as it is named: "F12", "Shift+F13". Only F1 to F24.
struct KeyName {
    int number = 0;  ///< 1..24
    bool shift = false;

    friend auto operator<=>(const KeyName&, const KeyName&) = default;
};

/// Nothing when `text` is not such a name.
[[nodiscard]] std::optional<KeyName> parse_key_name(std::string_view text);

/// All that the strip does with X11 itself: its window, its place on the screen, hot keys, and leaving the keyboard alone.
///
/// The strip is an override-redirect window: no window manager gives it the focus, and none puts a full-screen POS above it.
/// A second window of one pixel, of type dock, reserves the edge where there is a window manager. Hot keys are passive grabs
/// (XGrabKey): the program sees those keys and no others. One thread.
class X11Desktop {
public:
    X11Desktop(_XDisplay* display, Edge edge);

    /// The primary monitor, or the first.
    [[nodiscard]] Monitor find_monitor() const;
    /// Makes the strip's window, unmapped. `visual`, `depth` and `colormap` are FLTK's.
    [[nodiscard]] unsigned long make_window(const Geometry& geometry, void* visual, int depth, unsigned long colormap);
    /// Takes another place on the screen.
    void move(const Geometry& geometry);
    void show();
    void hide();

    /// Without a window manager the keyboard may follow the pointer; a press on the strip would then take it from the POS,
    /// and scanners type. Puts the pointer back beside the strip in that case.
    void give_keyboard_back();

    /// Grabs these keys instead of those before, on the whole screen, whatever the locks are. Returns those that another
    /// program holds or the keyboard does not have.
    [[nodiscard]] std::vector<KeyName> grab(const std::set<KeyName>& keys);

    /// What an X event (an XEvent*) means for the strip.
    struct Happened {
        std::optional<KeyName> key;   ///< a grabbed key went down (not by repeating)
        bool screen_changed = false;  ///< take the monitor's measure again
        bool keys_changed = false;    ///< grab again
        bool covered = false;         ///< something lies over the strip
        bool ours = false;            ///< of no interest to the toolkit
    };
    [[nodiscard]] Happened look_at(void* event);
    void raise();

private:
    void set_reserve_properties();
    void set_strut(const Geometry& geometry);
    [[nodiscard]] unsigned int find_key_code(int number) const;

    _XDisplay* display_;
    unsigned long root_;
    Edge edge_;
    unsigned long window_ = 0;
    unsigned long reserve_ = 0;
    Box strip_;
    int screen_events_ = 0;
    std::map<std::pair<unsigned int, bool>, KeyName> grabbed_;  ///< by key code and Shift
    std::set<unsigned int> down_;
};

}  // namespace tillnote::strip
