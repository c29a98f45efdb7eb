#include "lane-client/strip/x11_desktop.hpp"

#include <X11/XKBlib.h>
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xrandr.h>
#include <X11/keysym.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

namespace tillnote::strip {
namespace {

/// CapsLock, NumLock and ScrollLock in all combinations must not keep a hot key from being one.
constexpr std::array<unsigned int, 8> lock_masks{0,
                                                 LockMask,
                                                 Mod2Mask,
                                                 Mod2Mask | LockMask,
                                                 Mod5Mask,
                                                 Mod5Mask | LockMask,
                                                 Mod5Mask | Mod2Mask,
                                                 Mod5Mask | Mod2Mask | LockMask};

/// The kernel's F13 to F24 as X key codes. Usual layouts give these keys other symbols, or none.
constexpr unsigned int f13_code = 191;
constexpr unsigned long vendor_symbols = 0x10000000;

bool grab_failed = false;

int note_failure(Display*, XErrorEvent*) {
    grab_failed = true;
    return 0;
}

/// Whether X refused what `work` asked for.
template <typename Work>
bool is_refused(Display* display, const Work& work) {
    XSync(display, False);
    grab_failed = false;
    const auto before = XSetErrorHandler(note_failure);
    work();
    XSync(display, False);
    XSetErrorHandler(before);
    return grab_failed;
}

void set_atoms(Display* display, Window window, const char* name, std::initializer_list<const char*> values) {
    std::vector<Atom> atoms;
    for (const char* value : values) {
        atoms.push_back(XInternAtom(display, value, False));
    }
    XChangeProperty(display, window, XInternAtom(display, name, False), XA_ATOM, 32, PropModeReplace,
                    reinterpret_cast<const unsigned char*>(atoms.data()), static_cast<int>(atoms.size()));
}

/// X makes up a size from 96 dots per inch for a monitor whose outputs say none.
bool tells_size(Display* display, Window root, const XRRMonitorInfo& monitor) {
    if (!monitor.automatic) {
        return true;
    }
    const std::unique_ptr<XRRScreenResources, void (*)(XRRScreenResources*)> resources(
        XRRGetScreenResourcesCurrent(display, root), XRRFreeScreenResources);
    if (!resources || monitor.noutput < 1) {
        return false;
    }
    const std::unique_ptr<XRROutputInfo, void (*)(XRROutputInfo*)> output(
        XRRGetOutputInfo(display, resources.get(), monitor.outputs[0]), XRRFreeOutputInfo);
    return output && output->mm_width > 0 && output->mm_height > 0;
}

}  // namespace

std::optional<KeyName> parse_key_name(std::string_view text) {
    KeyName key;
    constexpr std::string_view shift = "Shift+";
    if (text.starts_with(shift)) {
        key.shift = true;
        text.remove_prefix(shift.size());
    }
    if (!text.starts_with("F") || text.size() < 2 || text[1] == '0') {
        return std::nullopt;
    }
    const auto [end, failure] = std::from_chars(text.data() + 1, text.data() + text.size(), key.number);
    if (failure != std::errc{} || end != text.data() + text.size() || key.number < 1 || key.number > 24) {
        return std::nullopt;
    }
    return key;
}

X11Desktop::X11Desktop(_XDisplay* display, Edge edge) : display_(display), root_(DefaultRootWindow(display)), edge_(edge) {
    int errors = 0;
    if (XRRQueryExtension(display_, &screen_events_, &errors)) {
        XRRSelectInput(display_, root_, RRScreenChangeNotifyMask);
    } else {
        screen_events_ = 0;
    }
    // A key that is held then sends one release, at its end.
    XkbSetDetectableAutoRepeat(display_, True, nullptr);
}

Monitor X11Desktop::find_monitor() const {
    const int screen = DefaultScreen(display_);
    Monitor found{{0, 0, DisplayWidth(display_, screen), DisplayHeight(display_, screen)}, 0, 0};
    if (screen_events_ == 0) {
        return found;
    }
    int count = 0;
    const std::unique_ptr<XRRMonitorInfo, void (*)(XRRMonitorInfo*)> monitors(XRRGetMonitors(display_, root_, True, &count),
                                                                              XRRFreeMonitors);
    for (int at = count - 1; at >= 0; --at) {
        const XRRMonitorInfo& monitor = monitors.get()[at];
        if (at == 0 || monitor.primary) {
            const bool told = tells_size(display_, root_, monitor);
            found = {{monitor.x, monitor.y, monitor.width, monitor.height},
                     told ? monitor.mwidth : 0,
                     told ? monitor.mheight : 0};
        }
        if (monitor.primary) {
            break;
        }
    }
    return found;
}

unsigned long X11Desktop::make_window(const Geometry& geometry, void* visual, int depth, unsigned long colormap) {
    strip_ = geometry.strip();
    XSetWindowAttributes wanted{};
    wanted.override_redirect = True;
    wanted.border_pixel = 0;
    wanted.background_pixel = BlackPixel(display_, DefaultScreen(display_));
    wanted.colormap = colormap;
    // Neither keys nor the pointer's way: presses only.
    wanted.event_mask = ExposureMask | StructureNotifyMask | VisibilityChangeMask | ButtonPressMask | ButtonReleaseMask;
    window_ = XCreateWindow(display_, root_, strip_.x, strip_.y, static_cast<unsigned int>(strip_.width),
                            static_cast<unsigned int>(strip_.height), 0, depth, InputOutput, static_cast<Visual*>(visual),
                            CWOverrideRedirect | CWBorderPixel | CWBackPixel | CWColormap | CWEventMask, &wanted);
    XStoreName(display_, window_, "Tillnote strip");
    set_atoms(display_, window_, "_NET_WM_WINDOW_TYPE", {"_NET_WM_WINDOW_TYPE_DOCK"});
    reserve_ = XCreateSimpleWindow(display_, root_, strip_.x, strip_.y, 1, 1, 0, 0, 0);
    set_reserve_properties();
    set_strut(geometry);
    return window_;
}

void X11Desktop::set_reserve_properties() {
    XStoreName(display_, reserve_, "Tillnote strip's edge");
    XWMHints hints{};
    hints.flags = InputHint;
    hints.input = False;
    XSetWMHints(display_, reserve_, &hints);
    set_atoms(display_, reserve_, "_NET_WM_WINDOW_TYPE", {"_NET_WM_WINDOW_TYPE_DOCK"});
    set_atoms(display_, reserve_, "_NET_WM_STATE", {"_NET_WM_STATE_SKIP_TASKBAR", "_NET_WM_STATE_SKIP_PAGER"});
    const long all_desktops = 0xffffffff;
    XChangeProperty(display_, reserve_, XInternAtom(display_, "_NET_WM_DESKTOP", False), XA_CARDINAL, 32, PropModeReplace,
                    reinterpret_cast<const unsigned char*>(&all_desktops), 1);
}

/// Source: Extended Window Manager Hints 1.5, _NET_WM_STRUT_PARTIAL: measured from the edges of the whole X screen.
void X11Desktop::set_strut(const Geometry& geometry) {
    const Box& strip = geometry.strip();
    const int screen = DefaultScreen(display_);
    const long right = strip.x + strip.width;
    const long bottom = strip.y + strip.height;
    std::array<long, 12> strut{};
    switch (edge_) {
        case Edge::left:
            strut = {right, 0, 0, 0, strip.y, bottom - 1};
            break;
        case Edge::right:
            strut = {0, DisplayWidth(display_, screen) - strip.x, 0, 0, 0, 0, strip.y, bottom - 1};
            break;
        case Edge::top:
            strut = {0, 0, bottom, 0, 0, 0, 0, 0, strip.x, right - 1};
            break;
        case Edge::bottom:
            strut = {0, 0, 0, DisplayHeight(display_, screen) - strip.y, 0, 0, 0, 0, 0, 0, strip.x, right - 1};
            break;
    }
    XChangeProperty(display_, reserve_, XInternAtom(display_, "_NET_WM_STRUT_PARTIAL", False), XA_CARDINAL, 32,
                    PropModeReplace, reinterpret_cast<const unsigned char*>(strut.data()), 12);
    XChangeProperty(display_, reserve_, XInternAtom(display_, "_NET_WM_STRUT", False), XA_CARDINAL, 32, PropModeReplace,
                    reinterpret_cast<const unsigned char*>(strut.data()), 4);
}

void X11Desktop::move(const Geometry& geometry) {
    strip_ = geometry.strip();
    XMoveResizeWindow(display_, window_, strip_.x, strip_.y, static_cast<unsigned int>(strip_.width),
                      static_cast<unsigned int>(strip_.height));
    XMoveWindow(display_, reserve_, strip_.x, strip_.y);
    set_strut(geometry);
}

void X11Desktop::show() {
    XMapWindow(display_, reserve_);
    XMapRaised(display_, window_);
    XFlush(display_);
}

void X11Desktop::hide() {
    XUnmapWindow(display_, window_);
    // Withdrawn, as a window manager has to be told: the edge is the POS's again.
    XWithdrawWindow(display_, reserve_, DefaultScreen(display_));
    XFlush(display_);
}

void X11Desktop::raise() {
    XRaiseWindow(display_, window_);
    XFlush(display_);
}

void X11Desktop::give_keyboard_back() {
    Window focus = 0;
    int revert = 0;
    XGetInputFocus(display_, &focus, &revert);
    if (focus != PointerRoot) {
        return;
    }
    Window root = 0;
    Window child = 0;
    int x = 0;
    int y = 0;
    int within_x = 0;
    int within_y = 0;
    unsigned int buttons = 0;
    XQueryPointer(display_, root_, &root, &child, &x, &y, &within_x, &within_y, &buttons);
    switch (edge_) {
        case Edge::bottom:
            y = strip_.y - 2;
            break;
        case Edge::top:
            y = strip_.y + strip_.height + 1;
            break;
        case Edge::left:
            x = strip_.x + strip_.width + 1;
            break;
        case Edge::right:
            x = strip_.x - 2;
            break;
    }
    XWarpPointer(display_, 0, root_, 0, 0, 0, 0, x, y);
    XFlush(display_);
}

unsigned int X11Desktop::find_key_code(int number) const {
    const auto symbol = static_cast<KeySym>(XK_F1 + number - 1);
    const KeyCode code = XKeysymToKeycode(display_, symbol);
    // Not where the symbol is another key's with Shift: that key is the POS's.
    if (code != 0 && XkbKeycodeToKeysym(display_, code, 0, 0) == symbol) {
        return code;
    }
    if (number < 13) {
        return 0;
    }
    const auto fallback = static_cast<KeyCode>(f13_code + static_cast<unsigned int>(number - 13));
    const KeySym there = XkbKeycodeToKeysym(display_, fallback, 0, 0);
    return there == NoSymbol || there >= vendor_symbols ? fallback : 0;
}

std::vector<KeyName> X11Desktop::grab(const std::set<KeyName>& keys) {
    XUngrabKey(display_, AnyKey, AnyModifier, root_);
    grabbed_.clear();
    std::vector<KeyName> missing;
    for (const KeyName& key : keys) {
        const unsigned int code = find_key_code(key.number);
        const unsigned int modifier = key.shift ? ShiftMask : 0;
        const bool refused =
            code == 0 || is_refused(display_, [&] {
                for (const unsigned int locks : lock_masks) {
                    XGrabKey(display_, static_cast<int>(code), modifier | locks, root_, False, GrabModeAsync, GrabModeAsync);
                }
            });
        if (refused) {
            missing.push_back(key);
        } else {
            grabbed_[{code, key.shift}] = key;
        }
    }
    return missing;
}

X11Desktop::Happened X11Desktop::look_at(void* event) {
    auto& seen = *static_cast<XEvent*>(event);
    Happened happened;
    if (seen.type == KeyPress && seen.xkey.window == root_) {
        happened.ours = true;
        const auto found = grabbed_.find({seen.xkey.keycode, (seen.xkey.state & ShiftMask) != 0});
        if (down_.insert(seen.xkey.keycode).second && found != grabbed_.end()) {
            happened.key = found->second;
        }
    } else if (seen.type == KeyRelease && seen.xkey.window == root_) {
        happened.ours = true;
        down_.erase(seen.xkey.keycode);
    } else if (seen.type == VisibilityNotify && seen.xvisibility.window == window_) {
        happened.covered = seen.xvisibility.state != VisibilityUnobscured;
    } else if (seen.type == MappingNotify) {
        XRefreshKeyboardMapping(&seen.xmapping);
        happened.keys_changed = seen.xmapping.request != MappingPointer;
    } else if (screen_events_ != 0 && seen.type == screen_events_ + RRScreenChangeNotify) {
        XRRUpdateConfiguration(&seen);
        happened.screen_changed = true;
    }
    return happened;
}

}  // namespace tillnote::strip
