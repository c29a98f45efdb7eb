#include "lane-client/strip/strip_app.hpp"

#include "lane-client/randomness.hpp"
#include "lane-client/strip/agent_link.hpp"
#include "lane-client/strip/drawing.hpp"
#include "lane-client/strip/strip_model.hpp"

// Fl_X::set_xid, by which a window that is not FLTK's own becomes one.
#define FL_INTERNALS
#include <FL/Fl.H>
#include <FL/Fl_Double_Window.H>
#include <FL/x.H>

#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace tillnote::strip {
namespace {

/// Something else wants to be on top, too: each gives the other this long.
constexpr double raise_pause_seconds = 1;

Time now() {
    return std::chrono::steady_clock::now();
}

/// The window as FLTK knows it: draws, and hands on where it was pressed.
class StripWindow final : public Fl_Double_Window {
public:
    StripWindow(const Box& box, std::function<void()> draw_all, std::function<void(int, int)> press,
                std::function<void()> release)
        : Fl_Double_Window(box.x, box.y, box.width, box.height),
          draw_all_(std::move(draw_all)),
          press_(std::move(press)),
          release_(std::move(release)) {
        end();
    }

    int handle(int event) override {
        if (event == FL_PUSH) {
            press_(Fl::event_x(), Fl::event_y());
            return 1;
        }
        if (event == FL_RELEASE) {
            release_();
            return 1;
        }
        return event == FL_SHOW || event == FL_HIDE ? Fl_Double_Window::handle(event) : 0;
    }

protected:
    void draw() override { draw_all_(); }

private:
    std::function<void()> draw_all_;
    std::function<void(int, int)> press_;
    std::function<void()> release_;
};

/// Ties model, agent and screen together. One thread: FLTK's.
class StripApp {
public:
    StripApp(const lane::StateFolder& folder, const StripOptions& options)
        : folder_(folder),
          options_(options),
          model_(read_language(folder), lane::make_random_id),
          desktop_(fl_display, options.edge),
          geometry_(desktop_.find_monitor(), options.edge),
          window_(
              geometry_.strip(), [this] { draw_view(model_.view(now()), geometry_); }, [this](int x, int y) { press(x, y); },
              [this] { desktop_.give_keyboard_back(); }) {}

    Result<void> begin() {
        model_.agent_went(now());
        auto link = AgentLink::open(folder_, {[this] { model_.agent_came(now()); }, [this] { model_.agent_went(now()); },
                                              [this](LaneState state) { model_.take_state(std::move(state), now()); },
                                              [this](std::uint64_t number, AgentReply reply) { take(number, reply); }});
        if (!link) {
            return link.error();
        }
        link_ = std::make_unique<AgentLink>(std::move(*link));
        Fl_X::set_xid(&window_, desktop_.make_window(geometry_, fl_visual->visual, fl_visual->depth, fl_colormap));
        window_.set_visible();
        window_.handle(FL_SHOW);
        desktop_.show();
        Fl::add_system_handler([](void* event, void* app) { return static_cast<StripApp*>(app)->look_at(event) ? 1 : 0; },
                               this);
        Fl::add_fd(
            link_->descriptor(), FL_READ,
            [](FL_SOCKET, void* app) {
                static_cast<StripApp*>(app)->link_->serve();
                static_cast<StripApp*>(app)->settle();
            },
            this);
        grab_keys();
        settle();
        return {};
    }

private:
    void press(int x, int y) {
        desktop_.give_keyboard_back();
        const StripView shown = model_.view(now());
        const Part* part = geometry_.find(shown, x, y);
        if (part == nullptr) {
            return;
        }
        const Language before = model_.language();
        model_.press(part->action, now());
        settle();
        if (model_.language() != before) {
            remember_language();
        }
    }

    /// The key shows as pressed before anything that may wait for a disk.
    void remember_language() {
        Fl::flush();
        if (auto written = write_language(folder_, model_.language()); !written) {
            std::fprintf(stderr, "tillnote-strip: the language is not remembered: %s\n", written.error().detail.c_str());
        }
    }

    void take(std::uint64_t number, AgentReply& reply) {
        if (!reply.done) {
            std::fprintf(stderr, "tillnote-strip: the agent has not done what was asked: %s\n",
                         reply.detail.empty() ? "no answer" : reply.detail.c_str());
        }
        model_.take_reply(number, std::move(reply), now());
    }

    bool look_at(void* event) {
        const X11Desktop::Happened happened = desktop_.look_at(event);
        if (happened.key) {
            press_key(*happened.key);
        }
        if (happened.keys_changed) {
            grab_keys();
        }
        if (happened.screen_changed) {
            geometry_ = Geometry(desktop_.find_monitor(), options_.edge);
            desktop_.move(geometry_);
            settle();
        }
        if (happened.covered && !Fl::has_timeout(raise_now, this)) {
            desktop_.raise();
            Fl::add_timeout(raise_pause_seconds, raise_now, this);
            covered_again_ = false;
        } else if (happened.covered) {
            covered_again_ = true;
        }
        return happened.ours;
    }

    static void raise_now(void* app) {
        auto& self = *static_cast<StripApp*>(app);
        if (std::exchange(self.covered_again_, false)) {
            self.desktop_.raise();
            Fl::add_timeout(raise_pause_seconds, raise_now, app);
        }
    }

    void press_key(const KeyName& key) {
        if (key == options_.hide_key) {
            model_.toggle_hidden(now());
        } else {
            for (const HotKey& hot_key : hot_keys_) {
                if (parse_key_name(hot_key.key) == key) {
                    model_.press_hot_key(hot_key.reason, now());
                }
            }
        }
        settle();
    }

    void grab_keys() {
        std::set<KeyName> keys;
        for (const HotKey& hot_key : hot_keys_) {
            if (const auto key = parse_key_name(hot_key.key)) {
                keys.insert(*key);
            }
        }
        if (options_.hide_key) {
            keys.insert(*options_.hide_key);
        }
        for (const KeyName& key : desktop_.grab(keys)) {
            std::fprintf(
                stderr, "tillnote-strip: %sF%d is no hot key: another program holds it, or this keyboard has no such key.\n",
                key.shift ? "Shift+" : "", key.number);
        }
    }

    /// After anything that may have changed the model: asks the agent, shows, and sets the next moment.
    void settle() {
        model_.advance(now());
        for (const NumberedRequest& asked : model_.take_requests()) {
            link_->ask(asked.number, asked.request);
        }
        link_->show_asks(model_.shows_asks());
        if (model_.hot_keys() != hot_keys_) {
            hot_keys_ = model_.hot_keys();
            grab_keys();
        }
        if (model_.hidden() != hidden_) {
            hidden_ = model_.hidden();
            hidden_ ? desktop_.hide() : desktop_.show();
        }
        window_.redraw();
        Fl::remove_timeout(next_moment, this);
        if (const auto next = model_.next_change(now())) {
            const std::chrono::duration<double> left = *next - now();
            Fl::add_timeout(std::max(0.0, left.count()), next_moment, this);
        }
    }

    static void next_moment(void* app) { static_cast<StripApp*>(app)->settle(); }

    lane::StateFolder folder_;
    StripOptions options_;
    StripModel model_;
    X11Desktop desktop_;
    Geometry geometry_;
    StripWindow window_;
    std::unique_ptr<AgentLink> link_;
    std::vector<HotKey> hot_keys_;
    bool hidden_ = false;
    bool covered_again_ = false;
};

}  // namespace

Error run_strip(const lane::StateFolder& folder, const StripOptions& options) {
    // An input method costs start-up and memory, and nothing is ever typed here.
    ::setenv("XMODIFIERS", "@im=none", 1);
    Display* display = XOpenDisplay(nullptr);
    if (display == nullptr) {
        return {ErrorCode::usage,
                "The strip reaches no X server. Start it in the session of the POS's screen, with DISPLAY set.",
                {}};
    }
    fl_open_display(display);
    StripApp app(folder, options);
    if (auto begun = app.begin(); !begun) {
        return begun.error();
    }
    for (;;) {
        Fl::wait();
    }
}

}  // namespace tillnote::strip
