#include "tests/lane-client/strip/screen.hpp"

#include "tests/lane-client/strip/scripted_agent.hpp"

#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xrandr.h>
#include <X11/keysym.h>

namespace tillnote::strip::test {
namespace {

constexpr int displayfd = 3;  ///< where Xvfb writes the display it has chosen

/// Windows of other programs come and go while they are looked at.
int overlook(Display*, XErrorEvent*) {
    return 0;
}

std::vector<unsigned long> read_property(Display* display, Window window, const char* name) {
    Atom type = 0;
    int format = 0;
    unsigned long count = 0;
    unsigned long left = 0;
    unsigned char* data = nullptr;
    std::vector<unsigned long> values;
    if (XGetWindowProperty(display, window, XInternAtom(display, name, False), 0, 64, False, AnyPropertyType, &type, &format,
                           &count, &left, &data) == Success &&
        data != nullptr && format == 32) {
        const auto* longs = reinterpret_cast<const unsigned long*>(data);
        values.assign(longs, longs + count);
    }
    if (data != nullptr) {
        XFree(data);
    }
    return values;
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const std::vector<std::string>& variables, int output) {
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const std::string& word : command) {
        arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    std::vector<char*> environment;
    environment.reserve(variables.size());
    for (const std::string& variable : variables) {
        environment.push_back(const_cast<char*>(variable.c_str()));
    }
    for (char** variable = environ; *variable != nullptr; ++variable) {
        environment.push_back(*variable);
    }
    environment.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (output >= 0) {
        for (const int number : {STDOUT_FILENO, STDERR_FILENO, displayfd}) {
            posix_spawn_file_actions_adddup2(&actions, output, number);
        }
    }
    const int failure = ::posix_spawnp(&id_, arguments[0], &actions, nullptr, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) {
        throw std::runtime_error(command[0] + " cannot be started");
    }
}

Process::~Process() {
    if (id_ > 0) {
        ::kill(id_, SIGKILL);
        static_cast<void>(wait());
    }
}

int Process::wait() {
    int status = 0;
    ::waitpid(id_, &status, 0);
    id_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Screen::Screen(bool with_window_manager, const std::string& size) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    server_ = std::make_unique<Process>(std::vector<std::string>{"Xvfb", "-displayfd", std::to_string(displayfd), "-screen",
                                                                 "0", size + "x24", "-nolisten", "tcp", "-noreset"},
                                        std::vector<std::string>{}, ends[1]);
    ::close(ends[1]);
    // Lines before the number are warnings.
    std::string line;
    char letter = 0;
    while (::read(ends[0], &letter, 1) == 1 &&
           (letter != '\n' || line.find_first_not_of("0123456789") != std::string::npos)) {
        if (letter == '\n') {
            line.clear();
        } else {
            line.push_back(letter);
        }
    }
    ::close(ends[0]);
    name_ = ":" + line;
    XSetErrorHandler(overlook);
    display_ = XOpenDisplay(name_.c_str());
    if (display_ == nullptr) {
        throw std::runtime_error("no X server at " + name_);
    }
    if (with_window_manager) {
        start_window_manager();
    }
}

/// Returns when it manages windows. What it is asked while it starts can wait in it until something else happens, so
/// something is made to happen.
void Screen::start_window_manager() {
    window_manager_ =
        std::make_unique<Process>(std::vector<std::string>{"openbox", "--sm-disable"}, std::vector<std::string>{variable()});
    const Window root = DefaultRootWindow(display_);
    const Window probe = XCreateSimpleWindow(display_, root, 0, 0, 10, 10, 0, 0, 0);
    bool asked = false;
    const bool manages = comes_true([&] {
        if (!asked && !read_property(display_, root, "_NET_SUPPORTING_WM_CHECK").empty()) {
            XMapWindow(display_, probe);
            asked = true;
        }
        const unsigned char nudge = 0;
        XChangeProperty(display_, root, XInternAtom(display_, "_TILLNOTE_NUDGE", False), XA_CARDINAL, 8, PropModeReplace,
                        &nudge, 1);
        return asked && !read_property(display_, probe, "_NET_WM_ALLOWED_ACTIONS").empty() && is_viewable(probe);
    });
    XDestroyWindow(display_, probe);
    XSync(display_, False);
    if (!manages) {
        throw std::runtime_error("no window manager");
    }
}

Screen::~Screen() {
    window_manager_.reset();
    XCloseDisplay(display_);
}

void Screen::tell_size(int width_mm, int height_mm) {
    const Window root = DefaultRootWindow(display_);
    XRRScreenResources* resources = XRRGetScreenResourcesCurrent(display_, root);
    XRRMonitorInfo* monitor = XRRAllocateMonitor(display_, 1);
    monitor->name = XInternAtom(display_, "panel", False);
    monitor->primary = True;
    monitor->automatic = False;
    monitor->width = 1024;
    monitor->height = 768;
    monitor->mwidth = width_mm;
    monitor->mheight = height_mm;
    monitor->outputs[0] = resources->outputs[0];
    XRRSetMonitor(display_, root, monitor);
    XRRFreeMonitors(monitor);
    XRRFreeScreenResources(resources);
    XSync(display_, False);
}

void Screen::resize(int width, int height) {
    const Window root = DefaultRootWindow(display_);
    XRRModeInfo mode{};
    std::string name = std::to_string(width) + "x" + std::to_string(height);
    mode.name = name.data();
    mode.nameLength = static_cast<unsigned int>(name.size());
    mode.width = mode.hSyncStart = mode.hSyncEnd = mode.hTotal = static_cast<unsigned int>(width);
    mode.height = mode.vSyncStart = mode.vSyncEnd = mode.vTotal = static_cast<unsigned int>(height);
    const RRMode made = XRRCreateMode(display_, root, &mode);
    XRRScreenResources* resources = XRRGetScreenResourcesCurrent(display_, root);
    RROutput output = resources->outputs[0];
    const RRCrtc crtc = resources->crtcs[0];
    XRRAddOutputMode(display_, output, made);
    XRRSetCrtcConfig(display_, resources, crtc, CurrentTime, 0, 0, made, RR_Rotate_0, &output, 1);
    XRRSetScreenSize(display_, root, width, height, width * 254 / 960, height * 254 / 960);
    XRRFreeScreenResources(resources);
    XSync(display_, False);
}

void Screen::move_pointer(int x, int y) {
    XTestFakeMotionEvent(display_, -1, x, y, 0);
    XSync(display_, False);
}

void Screen::press_button() {
    XTestFakeButtonEvent(display_, 1, True, 0);
    XSync(display_, False);
}

void Screen::release_button() {
    XTestFakeButtonEvent(display_, 1, False, 0);
    XSync(display_, False);
}

void Screen::touch(int x, int y) {
    move_pointer(x, y);
    press_button();
    release_button();
}

void Screen::press_key(unsigned int code, bool shift) {
    const unsigned int shift_code = XKeysymToKeycode(display_, XK_Shift_L);
    if (shift) {
        XTestFakeKeyEvent(display_, shift_code, True, 0);
    }
    XTestFakeKeyEvent(display_, code, True, 0);
    XTestFakeKeyEvent(display_, code, False, 0);
    if (shift) {
        XTestFakeKeyEvent(display_, shift_code, False, 0);
    }
    XSync(display_, False);
}

void Screen::type(const std::string& letters) {
    for (const char letter : letters) {
        press_key(XKeysymToKeycode(display_, static_cast<KeySym>(letter)));
    }
}

Rgb Screen::pixel(int x, int y) {
    XImage* image = XGetImage(display_, DefaultRootWindow(display_), x, y, 1, 1, AllPlanes, ZPixmap);
    if (image == nullptr) {
        return {};
    }
    const unsigned long value = XGetPixel(image, 0, 0);
    XDestroyImage(image);
    return {static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

unsigned long Screen::find_window(const std::string& name) {
    Window root = 0;
    Window parent = 0;
    Window* children = nullptr;
    unsigned int count = 0;
    XQueryTree(display_, DefaultRootWindow(display_), &root, &parent, &children, &count);
    unsigned long found = 0;
    for (unsigned int at = 0; at < count; ++at) {
        char* called = nullptr;
        if (XFetchName(display_, children[at], &called) != 0 && called != nullptr) {
            found = name == called ? children[at] : found;
            XFree(called);
        }
    }
    if (children != nullptr) {
        XFree(children);
    }
    return found;
}

bool Screen::is_viewable(unsigned long window) {
    XWindowAttributes attributes{};
    return window != 0 && XGetWindowAttributes(display_, window, &attributes) != 0 && attributes.map_state == IsViewable;
}

Box Screen::box_of(unsigned long window) {
    XWindowAttributes attributes{};
    XGetWindowAttributes(display_, window, &attributes);
    int x = 0;
    int y = 0;
    Window child = 0;
    XTranslateCoordinates(display_, window, DefaultRootWindow(display_), 0, 0, &x, &y, &child);
    return {x, y, attributes.width, attributes.height};
}

Box Screen::work_area() {
    const auto values = read_property(display_, DefaultRootWindow(display_), "_NET_WORKAREA");
    return values.size() < 4 ? Box{}
                             : Box{static_cast<int>(values[0]), static_cast<int>(values[1]), static_cast<int>(values[2]),
                                   static_cast<int>(values[3])};
}

unsigned long Screen::focus() {
    Window window = 0;
    int revert = 0;
    XGetInputFocus(display_, &window, &revert);
    return window;
}

void Screen::set_focus(unsigned long window) {
    XSetInputFocus(display_, window, RevertToPointerRoot, CurrentTime);
    XSync(display_, False);
}

PosWindow::PosWindow(Screen& screen, bool full_screen) : screen_(screen) {
    Display* display = screen.display();
    window_ = XCreateSimpleWindow(display, DefaultRootWindow(display), 0, 0, 1024, 768, 0, 0, 0xe9edf1);
    XStoreName(display, window_, "POS");
    XSelectInput(display, window_, KeyPressMask);
    XWMHints hints{};
    hints.flags = InputHint;
    hints.input = True;
    XSetWMHints(display, window_, &hints);
    if (full_screen) {
        Atom state = XInternAtom(display, "_NET_WM_STATE_FULLSCREEN", False);
        XChangeProperty(display, window_, XInternAtom(display, "_NET_WM_STATE", False), XA_ATOM, 32, PropModeReplace,
                        reinterpret_cast<const unsigned char*>(&state), 1);
    }
    XMapWindow(display, window_);
    if (!comes_true([this] { return screen_.is_viewable(window_); })) {
        throw std::runtime_error("the window of the POS does not come");
    }
}

PosWindow::~PosWindow() {
    XDestroyWindow(screen_.display(), window_);
    XSync(screen_.display(), False);
}

std::string PosWindow::typed() {
    XEvent event;
    XSync(screen_.display(), False);
    while (XCheckWindowEvent(screen_.display(), window_, KeyPressMask, &event)) {
        const KeySym symbol = XLookupKeysym(&event.xkey, 0);
        if (symbol >= XK_a && symbol <= XK_z) {
            typed_.push_back(static_cast<char>(symbol));
        } else {
            typed_.append("[").append(std::to_string(event.xkey.keycode)).append("]");
        }
    }
    return typed_;
}

void PosWindow::raise() {
    XRaiseWindow(screen_.display(), window_);
    XSync(screen_.display(), False);
}

}  // namespace tillnote::strip::test
