#pragma once

#include "lane-client/strip/geometry.hpp"

#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

// <X11/Xlib.h> names it so, and that header's macros are to stay in one file.
struct _XDisplay;  // NOLINT(bugprone-reserved-identifier)

namespace tillnote::strip::test {

/// A child process. Killed, if still alive, in the destructor.
class Process {
public:
    /// `variables` ("NAME=value") come before those of the test. Its standard output and error go to `output`, a
    /// descriptor, when that is given.
    Process(const std::vector<std::string>& command, const std::vector<std::string>& variables, int output = -1);
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();

    [[nodiscard]] pid_t id() const noexcept { return id_; }
    /// Waits for its end; the exit code, or 128 and the signal.
    [[nodiscard]] int wait();

private:
    pid_t id_ = -1;
};

/// An X server of its own (Xvfb), on a display that was free, and a hand that touches and types (XTest).
class Screen {
public:
    /// With openbox, when asked for: a small window manager that knows docks.
    explicit Screen(bool with_window_manager, const std::string& size = "1024x768");
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;
    ~Screen();

    [[nodiscard]] _XDisplay* display() const noexcept { return display_; }
    /// "DISPLAY=:N"
    [[nodiscard]] std::string variable() const { return "DISPLAY=" + name_; }

    /// The one monitor says that it is so large.
    void tell_size(int width_mm, int height_mm);
    /// Another mode; no larger than the first.
    void resize(int width, int height);

    void move_pointer(int x, int y);
    void press_button();
    void release_button();
    /// A finger on and off.
    void touch(int x, int y);
    /// Presses and releases the key of this X key code, with Shift when asked for.
    void press_key(unsigned int code, bool shift = false);
    /// Only lower-case letters.
    void type(const std::string& letters);

    [[nodiscard]] Rgb pixel(int x, int y);
    /// The window of this name, or 0. Only those that lie directly on the root, which override-redirect ones do.
    [[nodiscard]] unsigned long find_window(const std::string& name);
    [[nodiscard]] bool is_viewable(unsigned long window);
    [[nodiscard]] Box box_of(unsigned long window);
    /// Where windows may lie, as the window manager says (_NET_WORKAREA); empty without one.
    [[nodiscard]] Box work_area();
    [[nodiscard]] unsigned long focus();
    void set_focus(unsigned long window);

private:
    void start_window_manager();

    std::unique_ptr<Process> server_;
    std::unique_ptr<Process> window_manager_;
    std::string name_;
    _XDisplay* display_ = nullptr;
};

/// Another program's window, which the keyboard belongs to: keeps what is typed into it.
class PosWindow {
public:
    explicit PosWindow(Screen& screen, bool full_screen = false);
    PosWindow(const PosWindow&) = delete;
    PosWindow& operator=(const PosWindow&) = delete;
    ~PosWindow();

    [[nodiscard]] unsigned long id() const noexcept { return window_; }
    /// All letters so far.
    [[nodiscard]] std::string typed();
    void raise();

private:
    Screen& screen_;
    unsigned long window_ = 0;
    std::string typed_;
};

inline constexpr unsigned long focus_follows_pointer = 1;  ///< X's PointerRoot

}  // namespace tillnote::strip::test
