#pragma once

#include "lane-client/strip/x11_desktop.hpp"
#include "tests/lane-client/lane_fixture.hpp"
#include "tests/lane-client/strip/sample_lane.hpp"
#include "tests/lane-client/strip/screen.hpp"
#include "tests/lane-client/strip/scripted_agent.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tillnote::strip::test {

inline constexpr Place undo_place{1, 0, 5};
inline constexpr Place more_place{0, 35, 40};
inline constexpr Place language_place{1, 35, 40};
inline constexpr Place panel_place{1, 5, 35};

/// The key of the sample catalog's reason `index` (0..6) on the first screen.
constexpr Place reason_place(int index) {
    return {0, index * cell_units, (index + 1) * cell_units};
}

/// Who answers the strip.
enum class Behind { scripted_agent, whom_the_test_starts };

/// The built tillnote-strip on a screen of its own, with a scripted agent behind it unless told otherwise.
class RunningStrip {
public:
    explicit RunningStrip(bool with_window_manager, Edge edge = Edge::bottom, Behind behind = Behind::scripted_agent,
                          const std::string& size = "1024x768")
        : screen(with_window_manager, size), edge_(edge) {
        if (behind == Behind::scripted_agent) {
            agent = std::make_unique<ScriptedAgent>(folder.path());
        }
    }

    /// Starts the program and waits until its first key can be seen.
    void start(std::vector<std::string> options = {}) {
        options.insert(options.begin(), {TILLNOTE_STRIP_PROGRAM, "--state", folder.path().string()});
        program_ = std::make_unique<Process>(options, std::vector<std::string>{screen.variable()});
        ASSERT_TRUE(comes_true([this] { return screen.is_viewable(window()); }));
        ASSERT_TRUE(becomes(reason_place(0), Look::praise));
    }
    void stop() { program_.reset(); }

    [[nodiscard]] unsigned long window() { return screen.find_window("Tillnote strip"); }
    [[nodiscard]] Geometry geometry() const { return {X11Desktop(screen.display(), edge_).find_monitor(), edge_}; }
    /// On the screen.
    [[nodiscard]] Box box(const Place& place) const {
        const Geometry all = geometry();
        Box box = all.box(place);
        box.x += all.strip().x;
        box.y += all.strip().y;
        return box;
    }
    void point_at(const Place& place) {
        const Box at = box(place);
        screen.move_pointer(at.x + at.width / 2, at.y + at.height / 2);
    }
    void touch(const Place& place) {
        point_at(place);
        screen.press_button();
        screen.release_button();
    }
    /// Touches until it has an effect: a touch during the lock-out has none. Between touches it waits longer than the
    /// lock-out, so that a second one never follows where the first has worked.
    [[nodiscard]] bool touch_until(const Place& place, const std::function<bool()>& done) {
        for (int touches = 0; touches < 10; ++touches) {
            touch(place);
            if (comes_true(done, std::chrono::seconds{1})) {
                return true;
            }
        }
        return false;
    }
    /// Looks where no text and no sign is.
    [[nodiscard]] bool looks(const Place& place, Look look) {
        const Box at = box(place);
        return screen.pixel(at.x + at.width - 8, at.y + 8) == colours(look).fill;
    }
    [[nodiscard]] bool becomes(const Place& place, Look look) {
        return comes_true([&] { return looks(place, look); });
    }

    lane::test::TemporaryFolder folder;
    Screen screen;
    std::unique_ptr<ScriptedAgent> agent;  ///< null where the test starts another

private:
    Edge edge_;
    std::unique_ptr<Process> program_;
};

}  // namespace tillnote::strip::test
