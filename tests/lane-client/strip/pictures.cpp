#include "lane-client/strip/strip_model.hpp"
#include "tests/lane-client/strip/running_strip.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>

#include <X11/Xft/Xft.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <png.h>

/// Makes the pictures of docs/strip.md from the real program: its state on each, one below the other, and one under a POS.
namespace tillnote::strip::test {
namespace {

/// Rows of red, green, blue.
struct Picture {
    int width = 0;
    std::vector<std::uint8_t> bytes;

    friend bool operator==(const Picture&, const Picture&) = default;
};

Picture take(Screen& screen, const Box& box) {
    XImage* image =
        XGetImage(screen.display(), DefaultRootWindow(screen.display()), box.x, box.y, static_cast<unsigned int>(box.width),
                  static_cast<unsigned int>(box.height), AllPlanes, ZPixmap);
    Picture picture{box.width, {}};
    for (int y = 0; y < box.height; ++y) {
        for (int x = 0; x < box.width; ++x) {
            const unsigned long value = XGetPixel(image, x, y);
            for (const int shift : {16, 8, 0}) {
                picture.bytes.push_back(static_cast<std::uint8_t>(value >> shift));
            }
        }
    }
    XDestroyImage(image);
    return picture;
}

void write(const Picture& picture, const std::string& file) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.bytes.size() / 3 / static_cast<std::size_t>(picture.width));
    image.format = PNG_FORMAT_RGB;
    if (png_image_write_to_file(&image, file.c_str(), 0, picture.bytes.data(), 0, nullptr) == 0) {
        throw std::runtime_error(file + ": " + image.message);
    }
    std::puts(file.c_str());
}

/// A window that says something, above the strip.
class Paper {
public:
    Paper(Screen& screen, const Box& box, unsigned long colour) : display_(screen.display()) {
        const int number = DefaultScreen(display_);
        window_ =
            XCreateSimpleWindow(display_, DefaultRootWindow(display_), box.x, box.y, static_cast<unsigned int>(box.width),
                                static_cast<unsigned int>(box.height), 0, 0, colour);
        XMapWindow(display_, window_);
        draw_ = XftDrawCreate(display_, window_, DefaultVisual(display_, number), DefaultColormap(display_, number));
        const XRenderColor ink{0x3000, 0x3400, 0x4000, 0xffff};
        XftColorAllocValue(display_, DefaultVisual(display_, number), DefaultColormap(display_, number), &ink, &ink_);
        XSync(display_, False);
    }
    Paper(const Paper&) = delete;
    Paper& operator=(const Paper&) = delete;
    ~Paper() {
        XftDrawDestroy(draw_);
        XDestroyWindow(display_, window_);
        XSync(display_, False);
    }

    void clear() { XClearWindow(display_, window_); }
    void say(const char* font_name, int x, int baseline, const std::string& text) {
        XftFont* font = XftFontOpenName(display_, DefaultScreen(display_), font_name);
        XftDrawStringUtf8(draw_, &ink_, font, x, baseline, reinterpret_cast<const FcChar8*>(text.data()),
                          static_cast<int>(text.size()));
        XftFontClose(display_, font);
        XSync(display_, False);
    }

private:
    Display* display_;
    Window window_ = 0;
    XftDraw* draw_ = nullptr;
    XftColor ink_{};
};

/// One strip, taken through its states; each is put below the one before, under a line that says what it is.
class Sheet {
public:
    Sheet(const std::string& size, const std::string& language) : strip_(false, Edge::bottom, Behind::scripted_agent, size) {
        std::ofstream(strip_.folder.path() / "strip.language") << language << "\n";
        strip_.start();
        box_ = strip_.geometry().strip();
        caption_.emplace(strip_.screen, Box{0, box_.y - caption_height, box_.width, caption_height}, 0xffffffUL);
        picture_.width = box_.width;
        idle_ = find_change({}, std::chrono::seconds{10}).value();
    }

    void make_all() {
        add("At rest");
        after("A tap that is saved; Undo is offered", [&] { touch(reason_place(3)); });
        after("The same, undone", [&] { touch(undo_place); });
        rest();
        after("Behind \u201cMore\u201d: the groups", [&] { touch(more_place); });
        after("The reasons of one group", [&] { touch(reason_place(0)); });
        touch_back();
        told("Offline, 12 notes waiting", [](LaneState& state) {
            state.server_reachable = false;
            state.pending = 12;
        });
        after("Not saved", [&] {
            strip_.agent->refuse("tap", "disk-full");
            touch(reason_place(4));
        });
        strip_.agent->refuse("tap", "");
        told("", [](LaneState&) {});
        after("", [&] { touch(reason_place(4)); });
        after("", [&] { touch(undo_place); });
        rest();
        told("The ask of the day", [](LaneState& state) { state.ask = make_sample_ask(3); });
        told("A message for the lane", [](LaneState& state) { state.messages = {make_sample_message(1)}; });
        told("Joining a store", [](LaneState& state) {
            state.enrolled = false;
            state.code = "ABCD-EFGH";
        });
        told("A lane that has been revoked", [](LaneState& state) {
            state.refused = true;
            state.pending = 3;
        });
        after("No agent", [&] { strip_.agent.reset(); });
    }
    [[nodiscard]] const Picture& picture() const { return picture_; }

    /// The whole screen, with a POS above the strip that has just saved a tap.
    Picture make_whole_screen() {
        caption_.reset();
        Paper pos(strip_.screen, {0, 0, box_.width, box_.y}, 0xe9edf1UL);
        int baseline = 44;
        for (const char* line : {"4011 BANANAS          1.32", "4225 AVOCADO  4 @ .79 3.16", "MEAT GRD BEEF 85      8.47",
                                 "TOTAL                12.95      (the POS, untouched)"}) {
            pos.say("DejaVu Sans Mono:pixelsize=18", 46, baseline, line);
            baseline += 30;
        }
        after("", [&] { touch(reason_place(3)); });
        return take(strip_.screen, {0, 0, box_.width, box_.y + box_.height});
    }

private:
    static constexpr int caption_height = 30;

    void touch(const Place& place) {
        // Pictures are taken at rest, but a touch has to come after the lock-out of the one before.
        const auto takes_presses_at = touched_at_ + lock_out;
        static_cast<void>(comes_true([&] { return std::chrono::steady_clock::now() > takes_presses_at; }));
        strip_.touch(place);
        touched_at_ = std::chrono::steady_clock::now();
    }
    /// A touch that fell into a lock-out has changed nothing, and is made again.
    template <typename Do>
    void after(const std::string& caption, const Do& act) {
        const Picture before = take(strip_.screen, box_);
        bool changed = false;
        for (int tries = 0; tries < 5 && !changed; ++tries) {
            act();
            changed = find_change(before, std::chrono::seconds{3}).has_value();
        }
        must(changed);
        if (!caption.empty()) {
            add(caption);
        }
    }
    void told(const std::string& caption, const std::function<void(LaneState&)>& change) {
        const auto fresh = [&change](LaneState& state) {
            const auto revision = state.revision;
            state = make_sample_state();
            state.revision = revision;
            change(state);
        };
        after(caption, [&] { strip_.agent->tell(fresh); });
    }
    /// Until the strip looks as in the beginning.
    void rest() {
        must(comes_true([&] { return take(strip_.screen, box_) == idle_; }, std::chrono::seconds{20}));
    }
    void touch_back() {
        after("", [&] { touch(more_place); });
        after("", [&] { touch(more_place); });
        rest();
    }
    /// What it looks like when it looks otherwise than `before` and goes on doing so.
    std::optional<Picture> find_change(const Picture& before, std::chrono::seconds patience) {
        Picture last;
        int same = 0;
        const bool came = comes_true(
            [&] {
                Picture now = take(strip_.screen, box_);
                same = now == last && now != before ? same + 1 : 0;
                last = std::move(now);
                return same >= 20;
            },
            patience);
        return came ? std::optional(std::move(last)) : std::nullopt;
    }
    void add(const std::string& caption) {
        caption_->clear();
        caption_->say("DejaVu Sans:pixelsize=16", 4, 21, caption);
        const Picture taken = take(strip_.screen, {0, box_.y - caption_height, box_.width, box_.height + caption_height});
        picture_.bytes.insert(picture_.bytes.end(), taken.bytes.begin(), taken.bytes.end());
    }
    static void must(bool came) {
        if (!came) {
            throw std::runtime_error("the strip does not come to look as expected");
        }
    }

    RunningStrip strip_;
    Box box_;
    std::optional<Paper> caption_;
    Picture picture_;
    Picture idle_;
    std::chrono::steady_clock::time_point touched_at_{};
};

void make_pictures(const std::string& folder) {
    write(Sheet("1024x768", "en").make_whole_screen(), folder + "/strip.png");
    struct Wanted {
        const char* size;
        const char* language;
        const char* name;
    };
    for (const Wanted& wanted : {Wanted{"1024x768", "en", "strip-states"}, Wanted{"1024x768", "es", "strip-states-es"},
                                 Wanted{"1920x1080", "en", "strip-states-1080p"}}) {
        Sheet sheet(wanted.size, wanted.language);
        sheet.make_all();
        write(sheet.picture(), folder + "/" + wanted.name + ".png");
    }
}

}  // namespace
}  // namespace tillnote::strip::test

int main(int count, char** words) {
    if (count != 2) {
        std::fputs("usage: tillnote_strip_pictures FOLDER\n", stderr);
        return 2;
    }
    try {
        tillnote::strip::test::make_pictures(words[1]);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return 1;
    }
    return 0;
}
